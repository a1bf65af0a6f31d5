// Owns: plans of who gets which claims, and giving work back for those who are away or left.
// Promises: a plan is carried out once, claim by claim through the workflow, and says which claims moved on; no draft is lost.
// Never: decides whether somebody may have a claim.
import './assignments.events.js';
export { AssignmentPlan } from './plan.entity.js';
export { strategies, type Placed, type Strategy } from './plan.rules.js';
export { Plans, type Wish } from './plans.service.js';
export { HandBacks, type HandedBack } from './hand-backs.service.js';
export type { Given, PlanResult, PlanRow, WorkRow } from './plans.store.js';
export { giveBackWork } from './assignments.jobs.js';
export { AssignmentsModule } from './assignments.module.js';
