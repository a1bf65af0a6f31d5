// Owns: who was asked for comment on a claim, how, by when, and what came back, with every wording that it had.
// Promises: what was put to somebody and what they said stays on record until it is erased; a blind reviewer's request is theirs alone until the round closes.
// Never: moves a claim, asks anybody itself, puts an address of somebody into the log or before the public.
export {
  replyChanged,
  replyCorrected,
  replyErased,
  replyOverdue,
  replyPersonal,
  replyReceived,
  replyRequested,
  replySnapshot,
  replyWithdrawn,
} from './replies.events.js';
export { RepliesModule } from './replies.module.js';
export { answerOf, isSettled, pinned, replyReaderOf } from './replies.rules.js';
export { Replies, type Recorded } from './replies.service.js';
export { ReplyStore } from './replies.store.js';
export * from './replies.types.js';
import '#reviews'; // its rounds and assignments are asked
import './replies.entity.js';
