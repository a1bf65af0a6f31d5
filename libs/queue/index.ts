// Owns: the order in which claims are handed out, and handing them out.
// Promises: one claim goes to one person; nobody gets more than their capacity, or a claim that is not for them.
// Never: decides what happens to a claim after that.
export * from './queue.types.js';
export { why } from './queue.rules.js';
export { Queue } from './queue.service.js';
export { QueueModule } from './queue.module.js';
