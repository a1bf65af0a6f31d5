import { Module } from '@nestjs/common';
import { NewsroomModule } from '#newsroom';
import { LogExports } from './log-exports.service.js';
import { WithheldStore } from './withheld.store.js';

@Module({ imports: [NewsroomModule], providers: [LogExports, WithheldStore], exports: [LogExports] })
export class AuditModule {}
