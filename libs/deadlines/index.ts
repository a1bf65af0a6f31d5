// Owns: what is due, how far it was told, and when to look again.
// Promises: each due time is told once as due soon, overdue, and escalated, by the database's clock and the newsroom's calendar, after any crash.
// Never: moves a claim, takes work from anybody, sends mail, or wakes somebody in quiet hours.
import './deadlines.events.js';
export { DeadlineEntity } from './deadlines.entity.js';
export { claimDueSoon, claimEscalated, claimOverdue } from './deadlines.events.js';
export { tellDeadlines } from './deadlines.jobs.js';
export { DeadlinesModule } from './deadlines.module.js';
export { escalatedTo, stages } from './deadlines.rules.js';
export { Deadlines } from './deadlines.service.js';
export { DeadlineStore, type Deadline } from './deadlines.store.js';
