import type { Appearance, Claim } from '#claims';
import { dataFor, type SealedRow } from '#log';
import { isBlind, seenBy, sitsBlind, type Situation } from '#reviews';
import { isOpen } from '#workflow';
import type { Warned } from './available-actions.reading.js';

export function appearanceView({
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

function roundOf({ round }: Situation, openSeats: number | null) {
  if (round === null) return null;
  const { number, status, policy } = round;
  const { reviewsRequired, blind, signOffsRequired } = policy;
  return { number, status, reviewsRequired, blind, signOffsRequired, openSeats: status === 'open' ? openSeats : 0 };
}

/** Who looks at a claim. `person` null: a machine. `triages`: sees what reviewers propose to triage. */
export interface ClaimViewer {
  person: string | null;
  triages: boolean;
}

/** Without what a list leaves out: the verdict's text, and what the caller may do. */
export function claimInList(
  claim: Claim,
  whole: Situation,
  appearances: readonly Appearance[],
  { person, triages }: ClaimViewer,
) {
  const situation = seenBy(whole, person);
  const blind = sitsBlind(whole, person);
  const openSeats = blind ? null : claim.openSeats;
  const suggestion = isBlind(whole.round) && (blind || !triages) ? null : claim.suggestion;
  return {
    id: claim.id,
    version: claim.version,
    state: claim.state,
    publication: claim.publication,
    text: claim.text,
    wording: claim.wording,
    kind: claim.kind,
    articleId: claim.articleId,
    spans: claim.spans,
    context: claim.context,
    language: claim.language,
    checkworthiness: claim.checkworthiness,
    priority: claim.priority,
    desk: claim.desk,
    labels: claim.labels,
    dueAt: claim.dueAt,
    notBefore: claim.notBefore,
    externalRef: claim.externalRef,
    splitFrom: claim.splitFrom,
    mergedInto: claim.mergedInto,
    publishAt: claim.publishAt,
    createdAt: claim.createdAt,
    createdBy: claim.createdBy,
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
  availableActions: readonly Warned[],
  viewer: ClaimViewer,
) {
  const { keptOut } = seenBy(situation, viewer.person);
  const brief = claimInList(claim, situation, appearances, viewer);
  return { ...brief, verdict: verdictOf(situation), keptOut, availableActions };
}

const word = (value: unknown) => (typeof value === 'string' ? value : null);

/**
 * Of a claim's rows, those that this person may know of. Whoever sits in a blind round learns nothing of what `others` do
 * in it, before it closes.
 */
export function rowsSeenBy(
  rows: readonly SealedRow[],
  person: string | null,
  blind: { since: Date; others: readonly string[] } | undefined,
): SealedRow[] {
  if (blind === undefined) return [...rows];
  return rows.filter(({ at, actor, data }) => {
    const by = (actor as { id: string | null }).id;
    const { people = [] } = data as { people?: readonly string[] };
    if (at < blind.since || by === person || people.some((one) => one === person)) return true;
    return !blind.others.some((other) => other === by || people.includes(other));
  });
}

/** One row of the log as a line of the claim's history, for somebody with these permissions. */
export function historyRow(row: SealedRow, held: ReadonlySet<string>) {
  const { id, at, type, actor, sequence } = row;
  const whole = dataFor(row, held) as Record<string, unknown>;
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
