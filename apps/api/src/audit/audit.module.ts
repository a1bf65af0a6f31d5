import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { RepliesApiModule } from '../replies/replies.module.js';
import { AuditController } from './audit.controller.js';
import { ErasureController } from './erasure.controller.js';

@Module({ imports: [AuditModule, RepliesApiModule], controllers: [AuditController, ErasureController] })
export class AuditApiModule {}
