import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { EgressModule } from '#egress';
import { FactChecksModule } from '#factchecks';
import { NewsroomModule } from '#newsroom';
import { Channels } from './channels.service.js';
import { ChannelStore } from './channels.store.js';
import { Chat } from './chat.service.js';
import { ChannelMessages, ChannelPosting, ChannelSurroundings } from './posting.service.js';
import { PostStore } from './posts.store.js';
import { ChannelReader } from './reader.service.js';

@Module({
  imports: [EgressModule, NewsroomModule],
  providers: [Channels, ChannelStore, PostStore],
  exports: [Channels, PostStore],
})
export class ChannelsModule {}

/** For the worker alone: reads the log and posts. */
@Module({
  imports: [ClaimsModule, EgressModule, FactChecksModule, NewsroomModule],
  providers: [ChannelStore, PostStore, Chat, ChannelMessages, ChannelPosting, ChannelReader, ChannelSurroundings],
  exports: [ChannelPosting, Chat],
})
export class ChannelsAtWorkModule {}
