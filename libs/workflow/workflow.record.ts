import { claimProposed, snapshotOf, type Claim } from '#claims';
import type { Tx } from '#database';
import { record, type EventType } from '#log';
import type { Actor as Caller } from '#newsroom';
import type { Situation } from '#reviews';
import { inBlindRound } from './workflow.blind.rules.js';
import type { Decided } from './workflow.decide.rules.js';
import { workflowEvents } from './workflow.events.js';
import type { ClaimFacts } from './workflow.facts.js';
import { because } from './workflow.reasons.js';
import { policyInForce, signOffs } from './workflow.round.rules.js';
import { repliesRequired } from './workflow.verdict-guards.rules.js';

/** A move that was carried out. `situation` and `facts` as they were before it; a new verdict is in the situation. */
export interface Moved {
  caller: Caller;
  claim: Claim;
  situation: Situation;
  facts: ClaimFacts;
  decided: Decided;
  input: unknown;
}

const declared: Partial<Record<string, EventType>> = { ...workflowEvents, 'claim.proposed': claimProposed };

/**
 * One row for the change, and one for each thing that follows from it. Those of fact-checks and rechecks are in the log
 * already: their nouns wrote them.
 */
export async function recordMove(tx: Tx, moved: Moved): Promise<void> {
  const { caller, claim, decided } = moved;
  const mine = decided.events.filter((event) => declared[event] !== undefined);
  for (const event of mine) {
    const isCause = event === decided.events[0];
    const { personal, ...data } = dataOf(moved, isCause);
    await record(tx, declared[event] as EventType, {
      actor: caller,
      subject: { id: claim.id, version: claim.version, externalRef: claim.externalRef },
      claimId: claim.id,
      data,
      personal: isCause ? personal : undefined,
    });
  }
}

/** A superset: each event's schema keeps what it declares. */
function dataOf(moved: Moved, isCause: boolean) {
  const { claim, situation, decided, input, facts } = moved;
  const { action, from, to } = decided;
  const given = (input ?? {}) as Record<string, unknown>;
  const why = given['reason'] ?? given['overruleCapacity'] ?? given['overruleAbsence'];
  const reason = typeof why === 'string' ? why : null;
  const silent = keptSilent(moved);
  const told = { reason: isCause && !silent ? reason : null, ...seatOf(moved) };
  return {
    ...snapshotOf(claim),
    action: isCause ? action : null,
    from,
    to,
    people: concerned(decided),
    round: situation.round?.number ?? null,
    score: claim.checkworthiness?.score ?? null,
    note: given['text'] ?? null,
    target: silent ? null : (given['target'] ?? null),
    stance: given['stance'] ?? null,
    suggest: silent ? null : (given['suggest'] ?? null),
    at: given['at'] ?? null,
    reasons: [...(facts.gate ?? []).map(({ code, detail }) => because(code, detail)), ...repliesRequired(facts)],
    ...told,
    ...personalOf(action, told),
    ...roundOf(moved),
    ...verdictOf(moved),
  };
}

/** What people say to each other about their work is a personal field of the row, and not in its data; why a claim moves is its record. */
function personalOf(action: string | null, told: { reason: string | null; message: string | null }) {
  if (action === 'recuse') return { reason: null, personal: { reason: told.reason } };
  if (action !== 'assign' && action !== 'release') return {};
  const words = Object.entries({ reason: told.reason, message: told.message }).filter(([, said]) => said !== null);
  return { reason: null, message: null, personal: words.length > 0 ? Object.fromEntries(words) : undefined };
}

/** Why somebody gave a seat back says what they found: in a blind round that goes on, the log does not tell it. */
function keptSilent({ facts, decided }: Moved): boolean {
  const goesOn = !decided.effects.some(({ effect }) => effect === 'abandonRound');
  return decided.action === 'release' && inBlindRound(facts) && goesOn;
}

function concerned({ effects }: Decided): string[] {
  const people = effects.flatMap((effect) =>
    'person' in effect && effect.effect !== 'addVote' ? [effect.person] : [],
  );
  return [...new Set(people)];
}

/** Who sits down and who gets up, so that both can be told; `givenBy`: who gave the work, now or, of a seat given up, then. */
function seatOf({ decided: { effects }, situation, caller }: Moved) {
  const seat = effects.find((effect) => effect.effect === 'seat');
  const left = effects.find((effect) => effect.effect === 'endSeat')?.person ?? null;
  const before = situation.seats.find(({ personId }) => personId === left);
  const giver = caller.kind === 'person' ? caller.id : null;
  return {
    person: seat?.person ?? left,
    replaces: seat === undefined ? null : left,
    kind: seat?.kind ?? before?.kind ?? 'lease',
    givenBy: seat === undefined ? (before?.givenBy ?? null) : giver,
    seatDueAt: seat?.dueAt ?? null,
    message: seat?.message ?? null,
  };
}

function roundOf({ situation, decided }: Moved) {
  const closed = decided.effects.find((effect) => effect.effect === 'closeRound');
  const reviews = situation.seats.flatMap(({ personId, review }) =>
    review === null ? [] : [{ person: personId, rating: review.ratingKey }],
  );
  return { agreed: closed?.agreed ?? false, reviews: closed === undefined ? [] : reviews };
}

function verdictOf({ situation, facts, decided, caller }: Moved) {
  const { verdict } = situation;
  if (verdict === null) return {};
  const vote = decided.effects.find((effect) => effect.effect === 'addVote')?.vote;
  const signing = vote === 'signOff' ? caller.id : null;
  const isNew = decided.effects.some(({ effect }) => effect === 'setVerdict' || effect === 'amendVerdict');
  const dissenter = vote === 'dissent' ? caller.id : null;
  return {
    rating: verdict.rating,
    origin: verdict.origin,
    authors: verdict.authors,
    signOffs: isNew ? Number(signing !== null) : signOffs(facts, signing, dissenter),
    signOffsRequired: policyInForce(facts).signOffsRequired,
  };
}
