import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { CommentsModule } from '#comments';
import { RepliesModule } from '#replies';
import { ReviewsModule } from '#reviews';
import { InboxStore } from './inbox.store.js';
import { Mails } from './mails.service.js';
import { MailStore } from './mails.store.js';
import { CommentNotices, HeldBack, NotificationReader } from './reader.service.js';
import { ReplyNotices } from './reply-notices.service.js';
import { NotificationSettings } from './settings.service.js';
import { SettingsStore } from './settings.store.js';
import { Smtp } from './smtp.service.js';
import { Surroundings } from './surroundings.service.js';
import { Entries, Telling } from './telling.service.js';
import { Unsubscribing } from './unsubscribing.service.js';
import { Watchers } from './watchers.service.js';
import { WatcherStore } from './watchers.store.js';

@Module({
  imports: [ClaimsModule, CommentsModule],
  providers: [InboxStore, SettingsStore, WatcherStore, NotificationSettings, Unsubscribing, Watchers],
  exports: [InboxStore, SettingsStore, WatcherStore, NotificationSettings, Unsubscribing, Watchers],
})
export class NotificationsModule {}

/** For the worker alone: reads the log and tells people. */
@Module({
  imports: [ClaimsModule, CommentsModule, NotificationsModule, RepliesModule, ReviewsModule],
  providers: [
    CommentNotices,
    Entries,
    HeldBack,
    Mails,
    MailStore,
    NotificationReader,
    ReplyNotices,
    Smtp,
    Surroundings,
    Telling,
  ],
  exports: [Mails, NotificationsModule, Smtp],
})
export class NotificationsAtWorkModule {}
