import type { Asked } from './workflow.asking.js';
import type { Actor, ClaimFacts } from './workflow.facts.js';
import { because, type Reason, type ReasonCode } from './workflow.reasons.js';
import { states } from './workflow.states.js';

/**
 * What a guard looks at. `input` undefined: the caller asks what is possible, and a guard then answers for the best input
 * that this caller could send, so that "allowed" means "there is a way", and never hides one.
 */
export interface Case<I> {
  facts: ClaimFacts;
  actor: Actor;
  input: I | undefined;
}

/**
 * One small condition. `check` returns nothing when it holds, else why not, in one of its `codes`; `asked` is the same in
 * SQL, for whoever asks which of all claims they could act on.
 */
export interface Guard<I> {
  name: string;
  codes: readonly ReasonCode[];
  check: (asked: Case<I>) => readonly Reason[];
  asked: Asked;
  /** What stands in the way of nothing, and is to be known before it is done. */
  warns?: (asked: Case<I>) => readonly Reason[];
}

export type Answer<C extends ReasonCode> = (code: C, more?: string) => readonly Reason[];
export const fine: readonly Reason[] = [];

export function guard<I, C extends ReasonCode>(
  name: string,
  codes: readonly C[],
  check: (asked: Case<I>, no: Answer<C>) => readonly Reason[],
  asked: Asked,
): Guard<I> {
  return { name, codes, check: (one) => check(one, (code, more) => [because(code, more)]), asked };
}

/** The state that the claim is in, in the words that a refusal uses. */
export function wrongState(facts: ClaimFacts, from: readonly string[]): Reason {
  const now = facts.claim.state;
  return because('claim.wrong-state', `It is ${now} (${states[now].means}); needed: ${from.join(', ')}.`);
}
