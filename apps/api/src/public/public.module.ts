import { Module } from '@nestjs/common';
import { FactChecksModule } from '#factchecks';
import { NotificationsModule } from '#notifications';
import { PublishingModule } from '#publishing';
import { FactCheckPagesController } from './fact-check-pages.controller.js';
import { FeedsController } from './feeds.controller.js';
import { FrontController } from './front.controller.js';
import { LogHeadsController } from './log-heads.controller.js';
import { PublicNewsroom } from './public-newsroom.js';
import { UnsubscribeController } from './unsubscribe.controller.js';

@Module({
  imports: [FactChecksModule, NotificationsModule, PublishingModule],
  controllers: [FrontController, FactCheckPagesController, FeedsController, LogHeadsController, UnsubscribeController],
  providers: [PublicNewsroom],
})
export class PublicModule {}
