import { Module } from '@nestjs/common';
import { QueueModule } from '#queue';
import { ClaimsApiModule } from '../claims/claims.module.js';
import { QueueController } from './queue.controller.js';

@Module({ imports: [QueueModule, ClaimsApiModule], controllers: [QueueController] })
export class QueueApiModule {}
