import { usableAtPublication } from '#evidence';
import {
  forPeople,
  liveVersion,
  ofPerson,
  recusalOf,
  seat,
  standingVerdict,
  wantsSignOffs,
  withBestInput,
} from './workflow.asking.js';
import type { ClaimFacts, DraftFacts } from './workflow.facts.js';
import { fine, guard, type Answer, type Guard } from './workflow.guard.js';
import { because, type Reason } from './workflow.reasons.js';
import {
  differsFromLive,
  isAuthorOfVerdict,
  isKeptOut,
  personOf,
  policyInForce,
  sitsInRound,
  voteOf,
} from './workflow.round.rules.js';

/** Guards of verdicts, votes and publication. */

type TextCode = 'claim.verdict-incomplete' | 'claim.evidence-missing' | 'claim.sources-not-independent';

function textFit(facts: ClaimFacts, text: DraftFacts, no: Answer<TextCode>): readonly Reason[] {
  const { minEvidence, minIndependentSources } = policyInForce(facts);
  const incomplete = text.missing.length > 0 || text.ratingKey === null;
  return [
    ...(incomplete ? no('claim.verdict-incomplete', `Missing: ${text.missing.join(', ') || 'rating'}.`) : fine),
    ...(text.evidence < minEvidence
      ? no('claim.evidence-missing', `It cites ${text.evidence} of ${minEvidence}.`)
      : fine),
    ...(text.independentSources < minIndependentSources
      ? no('claim.sources-not-independent', `It has ${text.independentSources} of ${minIndependentSources}.`)
      : fine),
  ];
}

export const draftComplete = guard<unknown, TextCode | 'claim.draft-missing'>(
  'a complete draft that meets the evidence policy',
  ['claim.draft-missing', 'claim.verdict-incomplete', 'claim.evidence-missing', 'claim.sources-not-independent'],
  ({ facts }, no) => (facts.draft === null ? no('claim.draft-missing') : textFit(facts, facts.draft, no)),
  () => ({ where: 'true', isRough: true }), // somebody sits on few claims: what their drafts cite is counted in the process
);

export const textComplete = guard<{ verdict?: object }, TextCode>(
  'a complete verdict that meets the evidence policy',
  ['claim.verdict-incomplete', 'claim.evidence-missing', 'claim.sources-not-independent'],
  ({ facts, input }, no) => {
    if (input?.verdict === undefined) return fine;
    const text = facts.about?.text;
    return text === undefined ? no('claim.verdict-incomplete') : textFit(facts, text, no);
  },
  withBestInput,
);

export const satInNoSeat = guard<unknown, 'claim.sat-in-round'>(
  'the caller sat in none of the seats',
  ['claim.sat-in-round'],
  ({ facts, actor }, no) => {
    const person = personOf(actor);
    return person !== null && sitsInRound(facts, person) ? no('claim.sat-in-round') : fine;
  },
  ofPerson((me) => `NOT ${seat(`r.status <> 'abandoned' AND a.person_id = ${me}`)}`, 'true'),
);

export const choiceOrText = guard<
  { choose?: string; verdict?: object },
  'claim.one-of-choose-and-verdict' | 'claim.review-not-found'
>(
  'one of the reviews chosen, or a verdict written anew',
  ['claim.one-of-choose-and-verdict', 'claim.review-not-found'],
  ({ facts, input }, no) => {
    if (input === undefined) return fine;
    if ((input.choose === undefined) === (input.verdict === undefined)) return no('claim.one-of-choose-and-verdict');
    const found = facts.round?.seats.some((seat) => seat.review !== null && seat.review.id === input.choose);
    return input.verdict !== undefined || found ? fine : no('claim.review-not-found');
  },
  withBestInput,
);

export const callerIsAuthor = guard<unknown, 'claim.not-an-author'>(
  'the caller is an author of the standing verdict',
  ['claim.not-an-author'],
  ({ facts, actor }, no) => (isAuthorOfVerdict(facts, personOf(actor)) ? fine : no('claim.not-an-author')),
  ofPerson((me) => standingVerdict(`${me} = ANY (v.authors)`), 'false'),
);

export const callerIsNoAuthor = guard<unknown, 'claim.not-your-own-verdict'>(
  'the caller is no author of the standing verdict',
  ['claim.not-your-own-verdict'],
  ({ facts, actor }, no) => (isAuthorOfVerdict(facts, personOf(actor)) ? no('claim.not-your-own-verdict') : fine),
  ofPerson((me) => `NOT ${standingVerdict(`${me} = ANY (v.authors)`)}`, 'true'),
);

const hasVoted = (me: string, vote: string): string => `EXISTS (
  SELECT FROM vote t WHERE t.newsroom = $1 AND t.verdict_id = v.id AND t.person_id = ${me} AND t.lapsed_at IS NULL
    AND t.vote = '${vote}')`;

export function voteIsNew(vote: 'signOff' | 'dissent'): Guard<unknown> {
  return guard<unknown, 'claim.already-voted'>(
    'not the vote that the caller has cast already',
    ['claim.already-voted'],
    ({ facts, actor }, no) => (voteOf(facts, personOf(actor)) === vote ? no('claim.already-voted') : fine),
    ofPerson((me) => `NOT ${standingVerdict(hasVoted(me, vote))}`, 'true'),
  );
}

export const personToKeepOut = guard<{ person?: string }, 'claim.person-not-found' | 'claim.already-kept-out'>(
  'somebody of this newsroom who is not kept out already',
  ['claim.person-not-found', 'claim.already-kept-out'],
  ({ facts, actor, input }, no) => {
    const person = input?.person ?? personOf(actor);
    if (input?.person !== undefined && facts.about?.personKnown === false) return no('claim.person-not-found');
    const mayKeepOthersOut = actor.kind === 'person' && actor.permissions.has('claim.assign');
    if (input === undefined && mayKeepOthersOut) return fine;
    return isKeptOut(facts, person) ? no('claim.already-kept-out') : fine;
  },
  ({ actor, given }) => {
    if (actor.kind !== 'person' || actor.permissions.has('claim.assign')) return { where: 'true' };
    return { where: `NOT ${recusalOf(`${given(actor.person)}::uuid`)}` };
  },
);

/** At a set hour a missing correction is an event, as a gate that fails is (see the outcome of `publish`). */
export const correctionGiven = guard<{ correction?: object }, 'claim.correction-required' | 'claim.nothing-to-correct'>(
  'type and notice of the correction, when the rating differs from that of the live version; none before the first one',
  ['claim.correction-required', 'claim.nothing-to-correct'],
  ({ facts, actor, input }, no) => {
    if (input === undefined || actor.kind === 'system') return fine;
    if (input.correction) return facts.claim.publication === 'none' ? no('claim.nothing-to-correct') : fine;
    return differsFromLive(facts) ? no('claim.correction-required', ratingsOf(facts)) : fine;
  },
  withBestInput,
);

function ratingsOf({ live, verdict }: ClaimFacts): string {
  return `Live: ${live?.ratingKey}, new: ${verdict?.ratingKey}.`;
}

export const hourHasCome = guard<unknown, 'publish.not-due'>(
  'for the system: the hour that was set has come',
  ['publish.not-due'],
  ({ facts, actor }, no) =>
    actor.kind === 'system' && facts.claim.scheduled?.due !== true ? no('publish.not-due') : fine,
  forPeople,
);

type PublishCode = 'publish.evidence-withdrawn' | 'publish.evidence-without-capture' | 'publish.markup-invalid';

/** A person is told now; at a set hour, a gate that fails is an event (see the outcome of `publish`). */
export const gateOpen = guard<unknown, PublishCode>(
  'cited evidence usable and markup valid, when it goes out now',
  ['publish.evidence-withdrawn', 'publish.evidence-without-capture', 'publish.markup-invalid'],
  ({ facts, actor }) => {
    if (actor.kind === 'system' || facts.about?.atIsLater === true) return fine;
    return (facts.gate ?? []).map(({ code, detail }) => because(code, detail));
  },
  // Markup is checked in the process.
  () => ({ where: standingVerdict(usableAtPublication('v.claim_id', 'v.evidence_ids')), isRough: true }),
);

type ReplyCode = 'publish.reply-not-asked' | 'publish.reply-awaited';

/** What the right of reply still wants, whatever the policy makes of it. */
function repliesWanting({ replies }: ClaimFacts): readonly Reason[] {
  if (replies?.concerned !== true) return fine;
  if (replies.asked === 0) return [because('publish.reply-not-asked')];
  return replies.awaitedUntil === null ? fine : [because('publish.reply-awaited', `Until ${replies.awaitedUntil}.`)];
}

/** Why it cannot go out before somebody was heard; empty where the policy does not require it. */
export function repliesRequired(facts: ClaimFacts): readonly Reason[] {
  return policyInForce(facts).rightOfReply === 'required' ? repliesWanting(facts) : fine;
}

/** A person is told now; at a set hour, it is an event as a gate that fails is (see the outcome of `publish`). */
export const rightOfReplyGiven: Guard<unknown> = {
  ...guard<unknown, ReplyCode>(
    'by policy: somebody was asked for comment, and who was asked replied or had their time, when it goes out now',
    ['publish.reply-not-asked', 'publish.reply-awaited'],
    ({ facts, actor }) => (actor.kind === 'system' || facts.about?.atIsLater === true ? fine : repliesRequired(facts)),
    // For which ratings, the scale says.
    () => ({ where: 'true', isRough: true }),
  ),
  warns: ({ facts }) => (policyInForce(facts).rightOfReply === 'warn' ? repliesWanting(facts) : fine),
};

export const noAuthorOfLive = guard<unknown, 'claim.not-your-own-verdict'>(
  'where votes are required: the caller is no author of the live version',
  ['claim.not-your-own-verdict'],
  ({ facts, actor }, no) => {
    const person = personOf(actor);
    const own = person !== null && (facts.live?.authors.includes(person) ?? false);
    return own && policyInForce(facts).signOffsRequired > 0 ? no('claim.not-your-own-verdict') : fine;
  },
  ofPerson(
    (me, asking) =>
      `(NOT ${liveVersion(`v.content -> 'authors' @> jsonb_build_array(jsonb_build_object('id', ${me}))`)}
        OR NOT ${wantsSignOffs(asking)})`,
    'true',
  ),
);

export const recheckOpensReview = guard<unknown, 'claim.recheck-opens-no-review' | 'claim.no-open-recheck'>(
  'for the system: an open recheck, and a policy by which it opens a review',
  ['claim.recheck-opens-no-review', 'claim.no-open-recheck'],
  ({ facts, actor }, no) => {
    if (actor.kind !== 'system') return fine;
    if (facts.openRechecks === 0) return no('claim.no-open-recheck');
    return facts.policy.recheckOpensReview ? fine : no('claim.recheck-opens-no-review');
  },
  forPeople,
);
