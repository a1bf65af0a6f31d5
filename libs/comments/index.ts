// Owns: what the newsroom says about a claim, a passage or a piece of evidence, in threads, with every text it had.
// Promises: a blind reviewer's comment is theirs alone until the round closes; what was said stays on record until its author is forgotten.
// Never: moves a claim or its version, puts the words of a comment into the log, tells anybody of it.
export { commentEdited, commentPosted, commentWithdrawn, threadReopened, threadResolved } from './comments.events.js';
export { mentionedIn, readerOf } from './comments.rules.js';
export { Comments } from './comments.service.js';
export { CommentStore } from './comments.store.js';
export * from './comments.types.js';
export { CommentErasure } from './erasure.service.js';
export { CommentsModule } from './comments.module.js';
import '#evidence'; // its tables, and those of #reviews, are referred to and joined
import '#reviews';
import './comments.entity.js';
