import type { Permission } from '#newsroom';
import type { Effect } from './workflow.effects.js';
import type { Actor, ClaimFacts } from './workflow.facts.js';
import { wrongState, type Case } from './workflow.guard.js';
import { because, type Reason } from './workflow.reasons.js';
import { personOf } from './workflow.round.rules.js';
import type { Publication, State } from './workflow.states.js';
import { actions, table, type Action, type InputOf, type Row, type Who, type WorkflowEvent } from './workflow.table.js';

export interface Decided {
  ok: true;
  action: Action;
  from: State;
  to: State;
  publication: Publication;
  effects: readonly Effect[];
  events: readonly WorkflowEvent[];
}

export interface Refused {
  ok: false;
  action: Action;
  reasons: readonly Reason[];
}

export interface AvailableAction {
  action: Action;
  allowed: boolean;
  reasons: readonly Reason[];
  /** Of what is allowed: what to know before it is done. Left out where there is nothing. */
  warnings?: readonly Reason[];
}

/** The row with its input forgotten: a row's guards and outcome are only ever given that same row's input. */
export function rowOf(action: Action): Row<unknown, WorkflowEvent> {
  return table[action] as unknown as Row<unknown, WorkflowEvent>;
}

function missing(actor: Actor & { permissions: ReadonlySet<Permission> }, needed: Permission): readonly Reason[] {
  return actor.permissions.has(needed) ? [] : [because('permission.missing', `Needed: ${needed}.`)];
}

function named(input: unknown): string | undefined {
  const person = (input as { person?: unknown } | undefined)?.person;
  return typeof person === 'string' ? person : undefined;
}

type Asker = Pick<Case<unknown>, 'actor' | 'input'>;

function personMay(who: Who, { actor, input }: Asker): readonly Reason[] {
  if (actor.kind !== 'person') return [];
  if (who.people === 'nobody') return [because('permission.system-only')];
  const own = who.people === 'anybody' ? [] : missing(actor, who.people);
  if (who.others === undefined) return own;
  const person = named(input);
  if (person !== undefined && person !== personOf(actor)) return missing(actor, who.others);
  return input === undefined && actor.permissions.has(who.others) ? [] : own;
}

function mayAtAll(who: Who, asked: Asker): readonly Reason[] {
  const { actor } = asked;
  if (actor.kind === 'system') return who.system ? [] : [because('permission.not-the-systems')];
  if (actor.kind === 'person') return personMay(who, asked);
  if (!who.machines || who.people === 'anybody' || who.people === 'nobody')
    return [because('permission.machines-never')];
  return missing(actor, who.people);
}

/**
 * Every reason against it; none: it may be done. A guard presumes the states that the row starts from, so in another
 * state only the permission and the state are answered for.
 */
function refusals(action: Action, asked: Case<unknown>): readonly Reason[] {
  const row = rowOf(action);
  const may = mayAtAll(row.who, asked);
  if (row.moves[asked.facts.claim.state] === undefined)
    return [...may, wrongState(asked.facts, Object.keys(row.moves))];
  return [...may, ...row.guards.flatMap((guard) => guard.check(asked))];
}

/** Whether this caller's permissions open the action at all, on whatever claim. */
export function mayEver(action: Action, actor: Actor): boolean {
  return mayAtAll(rowOf(action).who, { actor, input: undefined }).length === 0;
}

/** The one decision about a claim. Pure: the same facts give the same answer, in the service and in every test. */
export function decide<A extends Action>(
  action: A,
  facts: ClaimFacts,
  actor: Actor,
  input: InputOf<A>,
): Decided | Refused {
  const reasons = refusals(action, { facts, actor, input });
  if (reasons.length > 0) return { ok: false, action, reasons };
  const { moves, outcome } = rowOf(action);
  const { to, publication, effects, events } = outcome({ facts, actor, input });
  const from = facts.claim.state;
  if (!moves[from]?.includes(to))
    throw new Error(`The outcome of "${action}" leads from ${from} to ${to}, which its row does not list.`);
  return { ok: true, action, from, to, publication: publication ?? facts.claim.publication, effects, events };
}

/**
 * What this caller could do now, with every reason against the rest, by the same guards as `decide`. Guards that depend
 * on the input answer for the best input that the caller could send, so `allowed` can still be refused for what is sent.
 */
export function availableActions(facts: ClaimFacts, actor: Actor): readonly AvailableAction[] {
  return actions.map((action) => available(action, facts, actor));
}

/** The same, of one action. */
export function available(action: Action, facts: ClaimFacts, actor: Actor): AvailableAction {
  const asked: Case<unknown> = { facts, actor, input: undefined };
  const reasons = refusals(action, asked);
  if (reasons.length > 0) return { action, allowed: false, reasons };
  const warnings = rowOf(action).guards.flatMap((guard) => guard.warns?.(asked) ?? []);
  return { action, allowed: true, reasons, ...(warnings.length > 0 && { warnings }) };
}
