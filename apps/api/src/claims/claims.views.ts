import type { Appearance, Claim } from '#claims';
import type { SealedRow } from '#log';
import type { Situation } from '#reviews';
import { isOpen, type AvailableAction } from '#workflow';

function appearanceView({
  id,
  claimant,
  reportedBy,
  stance,
  saidAt,
  articleId,
  url,
  spans,
  cueSpan,
  wording,
}: Appearance) {
  return { id, claimant, reportedBy, stance, saidAt, articleId, url, spans, cueSpan, wording };
}

function assignmentsOf({ round, seats }: Situation) {
  if (round?.status !== 'open') return [];
  return seats.map(({ personId, position, kind, since, givenBy, leaseExpiresAt, dueAt, message, review }) => ({
    person: personId,
    position,
    lead: position === 0,
    kind,
    since: utc(since),
    givenBy,
    leaseExpiresAt: utc(leaseExpiresAt),
    dueAt: utc(dueAt),
    message,
    submitted: review !== null,
  }));
}

/** PostgreSQL's JSON writes a time with its offset; the API writes UTC. */
function utc(at: string): string;
function utc(at: string | null): string | null;
function utc(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function roundOf({ round }: Situation, openSeats: number) {
  if (round === null) return null;
  const { number, status, policy } = round;
  const { reviewsRequired, blind, signOffsRequired } = policy;
  return { number, status, reviewsRequired, blind, signOffsRequired, openSeats: status === 'open' ? openSeats : 0 };
}

/** Without what a list leaves out: the verdict's text, and what the caller may do. */
export function claimInList(claim: Claim, situation: Situation, appearances: readonly Appearance[]) {
  const { publishDue: _due, publishCorrection: _correction, openSeats, suggestion, ...rest } = claim;
  return {
    ...rest,
    underReview: claim.publication === 'live' && isOpen(claim.state),
    suggestion: suggestion && { ...suggestion, target: suggestion.target ?? null },
    appearances: appearances.map(appearanceView),
    round: roundOf(situation, openSeats),
    assignments: assignmentsOf(situation),
  };
}

function verdictOf({ verdict, votes }: Situation) {
  if (verdict === null) return null;
  const { id, rating, summary, explanation, evidenceIds, origin, authors } = verdict;
  const cast = votes.map((vote) => ({ ...vote, at: utc(vote.at) }));
  return { id, rating, summary, explanation, evidenceIds, origin, authors, votes: cast };
}

export function claimView(
  claim: Claim,
  situation: Situation,
  appearances: readonly Appearance[],
  availableActions: readonly AvailableAction[],
) {
  const { keptOut } = situation;
  return { ...claimInList(claim, situation, appearances), verdict: verdictOf(situation), keptOut, availableActions };
}

const word = (value: unknown) => (typeof value === 'string' ? value : null);

/** One row of the log as a line of the claim's history. */
export function historyRow({ id, at, type, actor, data, personal, sequence }: SealedRow) {
  const whole = { ...(data as Record<string, unknown>), ...personal };
  const { action, from, to, reason, ...rest } = whole;
  return {
    id,
    at,
    type,
    actor,
    action: word(action),
    from: word(from),
    to: word(to),
    reason: word(reason),
    sequence,
    data: rest,
  };
}
