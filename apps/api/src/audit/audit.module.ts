import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { NotificationsModule } from '#notifications';
import { RepliesApiModule } from '../replies/replies.module.js';
import { AuditController } from './audit.controller.js';
import { ErasureController } from './erasure.controller.js';

@Module({
  imports: [AuditModule, NotificationsModule, RepliesApiModule],
  controllers: [AuditController, ErasureController],
})
export class AuditApiModule {}
