import type {
  CandidateFacts,
  ClaimFacts,
  Decided,
  DraftFacts,
  Effect,
  Policy,
  Publication,
  SeatFacts,
  State,
} from '#workflow';

/** As much of a claim as decisions look at. */
export interface ClaimOnPaper {
  state: State;
  publication: Publication;
  round: { status: 'open' | 'closed' | 'abandoned'; policy: Policy; seats: readonly SeatFacts[] } | null;
  verdict: ClaimFacts['verdict'];
  live: ClaimFacts['live'];
  keptOut: readonly string[];
  scheduled: boolean;
  rechecks: number;
  /** Somebody was asked for comment, or had their turn; absent: nobody was. */
  asked?: 'awaited' | 'heard';
}

export const proposedOnPaper: ClaimOnPaper = {
  state: 'proposed',
  publication: 'none',
  round: null,
  verdict: null,
  live: null,
  keptOut: [],
  scheduled: false,
  rechecks: 0,
};

/** The newsroom around it, as decisions look at that. */
export interface Around {
  policy: Policy;
  conflicts: ClaimFacts['conflicts'];
  mayReview: (person: string) => boolean;
  caller: CandidateFacts | null;
}

export function factsOnPaper(claim: ClaimOnPaper, { policy, conflicts, mayReview, caller }: Around): ClaimFacts {
  const { state, publication, round, verdict, live, keptOut, rechecks } = claim;
  const lead = round?.seats[0]?.person ?? null;
  const isOut = (person: string) => keptOut.includes(person) || conflicts.some((one) => one.person === person);
  return {
    claim: { id: 'claim', state, publication, scheduled: claim.scheduled ? { due: true, correction: true } : null },
    policy,
    round: round && { ...round, leadAvailable: lead !== null && mayReview(lead) && !isOut(lead) },
    verdict,
    live,
    keptOut,
    conflicts,
    openRechecks: rechecks,
    caller,
    draft: null,
    gate: [],
    replies: {
      concerned: true,
      asked: claim.asked === undefined ? 0 : 1,
      awaitedUntil: claim.asked === 'awaited' ? '2030-01-01T00:00:00Z' : null,
    },
  };
}

/** A complete text, as a draft or as what somebody brings. */
export const written = (ratingKey: string): DraftFacts => ({
  ratingKey,
  missing: [],
  evidence: 3,
  independentSources: 3,
});

/** The effects of a decision, as the service carries them out on rows. Throws where that would be nonsense. */
export function carriedOut<C extends ClaimOnPaper>(claim: C, { to, publication, effects }: Decided): C {
  const moved = { ...claim, state: to, publication };
  return effects.reduce((now, effect) => ({ ...now, ...changed(now, effect) }), moved);
}

const emptySeat = (position: number): SeatFacts => ({
  position,
  person: null,
  kind: null,
  leaseOver: false,
  review: null,
});

type Round = NonNullable<ClaimOnPaper['round']>;
type Verdict = NonNullable<ClaimOnPaper['verdict']>;

function changed(claim: ClaimOnPaper, effect: Effect): Partial<ClaimOnPaper> {
  const round = claim.round as Round;
  const verdict = claim.verdict as Verdict;
  switch (effect.effect) {
    case 'openRound': {
      const seats = Array.from({ length: effect.policy.reviewsRequired }, (_, position) => emptySeat(position));
      return { round: { status: 'open', policy: effect.policy, seats } };
    }
    case 'closeRound':
      return { round: { ...round, status: 'closed' } };
    case 'abandonRound':
      return { round: { ...round, status: 'abandoned' } };
    case 'seat': {
      const { person, kind, position } = effect;
      if (round.seats.some((seat) => seat.person === person)) throw new Error(`${person} would sit twice`);
      if (round.seats[position]?.person !== null) throw new Error('two people on one seat');
      return { round: seated(round, position, { person, kind }) };
    }
    case 'endSeat':
      return { round: seated(round, effect.position, emptySeat(effect.position)) };
    case 'recordReview': {
      const review = { id: `review${effect.position}`, ratingKey: effect.ratingKey };
      return { round: seated(round, effect.position, { review }) };
    }
    case 'recordRecusal':
      return { keptOut: [...claim.keptOut, effect.person] };
    case 'publishVersion':
      return { live: { ratingKey: verdict.ratingKey, authors: verdict.authors }, verdict: null };
    case 'retractVersion':
      return { live: null };
    case 'closeRechecks':
      return { rechecks: 0 };
    case 'setPublishAt':
      return { scheduled: true };
    case 'clearPublishAt':
      return { scheduled: false };
    default:
      return verdictChanged(verdict, effect);
  }
}

function verdictChanged(verdict: Verdict, effect: Effect): Partial<ClaimOnPaper> {
  const votesWithout = (person: string) => verdict.votes.filter((one) => one.person !== person);
  switch (effect.effect) {
    case 'setVerdict':
      return { verdict: { ratingKey: effect.ratingKey, authors: effect.authors, votes: [] } };
    case 'amendVerdict':
      return { verdict: { ...verdict, ratingKey: effect.text.rating, authors: effect.authors } };
    case 'dropVerdict':
      return { verdict: null };
    case 'addVote': {
      const { person, vote } = effect;
      if (verdict.authors.includes(person)) throw new Error(`${person} would vote on what they wrote`);
      return { verdict: { ...verdict, votes: [...votesWithout(person), { person, vote }] } };
    }
    case 'lapseVotes':
      return { verdict: { ...verdict, votes: [] } };
    case 'liftVote':
      return { verdict: { ...verdict, votes: votesWithout(effect.person) } };
    default:
      return {};
  }
}

function seated(round: Round, position: number, change: Partial<SeatFacts>): Round {
  return {
    ...round,
    seats: round.seats.map((seat) => (seat.position === position ? { ...seat, ...change } : seat)),
  };
}
