import { Module } from '@nestjs/common';
import { InsightsModule } from '#insights';
import { DeskStatsController } from './desk-stats.controller.js';
import { FiguresReply } from './figures.reply.js';
import { FlowStatsController } from './flow-stats.controller.js';

@Module({
  imports: [InsightsModule],
  controllers: [FlowStatsController, DeskStatsController],
  providers: [FiguresReply],
})
export class StatsApiModule {}
