import { Module } from '@nestjs/common';
import { ReviewsModule } from '#reviews';
import { Erasures } from './erasures.service.js';
import { LogExports } from './log-exports.service.js';
import { WithheldStore } from './withheld.store.js';

@Module({
  imports: [ReviewsModule],
  providers: [LogExports, WithheldStore, Erasures],
  exports: [LogExports, Erasures],
})
export class AuditModule {}
