// Owns: who watches a claim, what each person finds in their inbox, and how they want to be told.
// Promises: what the log says is told to each person once, whatever crashes; nobody is told of their own doings, or of what they may not see.
// Never: tells whoever left, puts an address into the log, decides anything.
export { InboxStore, type Entry, type InboxFilter, type Unread } from './inbox.store.js';
export { allPreferences, hows, kindNames, kinds, type How, type Kind, type Preferences } from './kinds.rules.js';
export { Mails, type Posting } from './mails.service.js';
export { MailStore } from './mails.store.js';
export { makeDigest, sendMail } from './notifications.jobs.js';
export { Smtp, type OutgoingMail, type SmtpOutcome } from './smtp.service.js';
export { Unsubscribing } from './unsubscribing.service.js';
export { watcherAdded, watcherRemoved } from './notifications.events.js';
export { NotificationSettings } from './settings.service.js';
export { SettingsStore, type Settings } from './settings.store.js';
export { Watchers } from './watchers.service.js';
export { WatcherStore, type Watcher } from './watchers.store.js';
export { NotificationsAtWorkModule, NotificationsModule } from './notifications.module.js';
import './mail.entity.js';
import './notifications.entity.js';
