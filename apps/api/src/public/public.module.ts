import { Module } from '@nestjs/common';
import { PublishingModule } from '#publishing';
import { FactCheckPagesController } from './fact-check-pages.controller.js';
import { FeedsController } from './feeds.controller.js';
import { PublicNewsroom } from './public-newsroom.js';

@Module({
  imports: [PublishingModule],
  controllers: [FactCheckPagesController, FeedsController],
  providers: [PublicNewsroom],
})
export class PublicModule {}
