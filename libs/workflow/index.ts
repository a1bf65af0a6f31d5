// Owns: the workflow table, and the one statement that writes a claim's state.
// Promises: one decision for permitting, refusing and explaining; a transition is one transaction, or nothing happened.
// Never: sends mail, HTTP or a job, and never moves a claim along an edge that the table does not have.
export * from './workflow.states.js';
export * from './workflow.inputs.js';
export * from './workflow.effects.js';
export * from './workflow.facts.js';
export { reasons, type Reason, type ReasonCode, type GateCode } from './workflow.reasons.js';
export { actions, table, type Action, type InputOf, type WorkflowEvent } from './workflow.table.js';
export { availableActions, decide, type AvailableAction, type Decided, type Refused } from './workflow.decide.rules.js';
export { edges, proveTable, statePairs } from './workflow.prove.rules.js';
export { drawWorkflow, permissionMatrix } from './workflow.draw.rules.js';
export { workflowEvents } from './workflow.events.js';
export { expireLease, publishAtHour } from './workflow.jobs.js';
export { Workflow, type Performed } from './workflow.service.js';
export { PossibleClaims, sortKeys, type PossiblePage } from './workflow.possible.service.js';
export type { Looked } from './workflow.facts.service.js';
export { WorkflowModule } from './workflow.module.js';
export { ClaimEntry, type Further, type ItemResult } from './workflow.entry.service.js';
