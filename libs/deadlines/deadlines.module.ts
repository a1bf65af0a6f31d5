import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { NewsroomModule } from '#newsroom';
import { Deadlines } from './deadlines.service.js';
import { DeadlineStore } from './deadlines.store.js';

@Module({
  imports: [ClaimsModule, NewsroomModule],
  providers: [Deadlines, DeadlineStore],
  exports: [Deadlines, DeadlineStore],
})
export class DeadlinesModule {}
