import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { AuditController } from './audit.controller.js';
import { ErasureController } from './erasure.controller.js';

@Module({ imports: [AuditModule], controllers: [AuditController, ErasureController] })
export class AuditApiModule {}
