// Owns: asking models outside, where some are configured, to find claims or to re-order candidates; what they may cost a day.
// Promises: off unless configured; an answer in time or a reason from a closed set; nothing of an answer that the text does not have.
// Never: writes a claim, asks inside a transaction, follows a redirect, tells a key.
import './assistants.entity.js';
export { AssistantsModule } from './assistants.module.js';
export { askFailures, type AskFailure } from './asking.service.js';
export { checked, droppings, type Dropped } from './checked.rules.js';
export { assistantContract } from './contract.js';
export { OutsideExtractor, type OutsideReading } from './extractor.service.js';
export { assistantCounts } from './figures.js';
export { Reranker, type Candidate } from './reranker.service.js';
export type { Permit } from './use.store.js';
