// Owns: the chat channel of each desk, what waits to be told there, and the messages that told it.
// Promises: what the desk chose is told once, bursts in one message, in peace with quiet hours; whoever reads it learns of claims, never of who sits where.
// Never: shows an address again, posts inside a transaction, sends a message a second time when nobody knows whether it arrived.
import './channels.entity.js';
import './channels.events.js';
export type { ChatAnswer } from './answers.rules.js';
export { Channels } from './channels.service.js';
export type { Channel } from './channels.store.js';
export { postToChannel } from './channels.jobs.js';
export { Chat } from './chat.service.js';
export { flavours, newsKinds, usualNews, type Flavour } from './kinds.rules.js';
export { languages } from './phrases.rules.js';
export { ChannelPosting, type ChannelLetter } from './posting.service.js';
export { PostStore, type Post } from './posts.store.js';
export { ChannelsAtWorkModule, ChannelsModule } from './channels.module.js';
