import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { CommentsModule } from '#comments';
import { ReviewsModule } from '#reviews';
import { InboxStore } from './inbox.store.js';
import { CommentNotices, NotificationReader } from './reader.service.js';
import { NotificationSettings } from './settings.service.js';
import { SettingsStore } from './settings.store.js';
import { Surroundings } from './surroundings.service.js';
import { Telling } from './telling.service.js';
import { Watchers } from './watchers.service.js';
import { WatcherStore } from './watchers.store.js';

@Module({
  imports: [ClaimsModule, CommentsModule],
  providers: [InboxStore, SettingsStore, WatcherStore, NotificationSettings, Watchers],
  exports: [InboxStore, SettingsStore, WatcherStore, NotificationSettings, Watchers],
})
export class NotificationsModule {}

/** For the worker alone: reads the log and tells people. */
@Module({
  imports: [ClaimsModule, CommentsModule, NotificationsModule, ReviewsModule],
  providers: [CommentNotices, NotificationReader, Surroundings, Telling],
  exports: [NotificationsModule],
})
export class NotificationsAtWorkModule {}
