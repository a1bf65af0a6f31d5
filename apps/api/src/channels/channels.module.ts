import { Module } from '@nestjs/common';
import { ChannelsModule } from '#channels';
import { ChannelsController } from './channels.controller.js';

@Module({ imports: [ChannelsModule], controllers: [ChannelsController] })
export class ChannelsApiModule {}
