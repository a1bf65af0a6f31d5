import type { SealedRow } from '#log';

export const flavours = ['slack', 'mattermost'] as const;
export type Flavour = (typeof flavours)[number];

/** What a desk can have told in its channel, and whether it is unless the desk says otherwise. */
const vocabulary = {
  proposed: true,
  queued: false,
  'given-back': true,
  disputed: true,
  'sign-off-wanted': true,
  approved: false,
  'due-soon': false,
  overdue: true,
  escalated: true,
  published: true,
  corrected: true,
  retracted: true,
  'source-changed': true,
  'publish-blocked': true,
} as const;

export type News = keyof typeof vocabulary;
export const newsKinds = Object.keys(vocabulary) as [News, ...News[]];
export const usualNews: readonly News[] = newsKinds.filter((kind) => vocabulary[kind]);

/** A line of a message: news of claims, a test, or the desk's figures of the day. */
export type NoticeKind = News | 'test' | 'digest';

/** News that is none any more once the claim has left these states: what lay over the quiet hours may be done by now. */
export const tellsWhile: Partial<Record<News, readonly string[]>> = {
  proposed: ['proposed'],
  queued: ['queued'],
  'given-back': ['queued', 'in_review'],
  disputed: ['disputed'],
  'sign-off-wanted': ['in_signoff'],
  approved: ['approved'],
  'publish-blocked': ['approved'],
};

/** One claim that a row of the log brings news of. */
export interface NewsOfClaim {
  kind: News;
  claimId: string;
  /** Whose work it comes from: no news while that seat is blind. */
  seat: string | null;
  /** What it is about, where its author may sit on a blind seat. */
  evidenceId: string | null;
}

type Row = Pick<SealedRow, 'type' | 'claimId' | 'data' | 'actor'>;

const byType: Record<string, News> = {
  'claim.proposed': 'proposed',
  'claim.queued': 'queued',
  'claim.released': 'given-back',
  'claim.expired': 'given-back',
  'claim.disputed': 'disputed',
  'verdict.ready-for-signoff': 'sign-off-wanted',
  'verdict.approved': 'approved',
  'claim.due-soon': 'due-soon',
  'claim.overdue': 'overdue',
  'claim.escalated': 'escalated',
  'factcheck.published': 'published',
  'factcheck.corrected': 'corrected',
  'factcheck.retracted': 'retracted',
  'recheck.opened': 'source-changed',
  'publish.blocked': 'publish-blocked',
};

/** To another desk: news for that one. */
const arrivals: Record<string, News> = { proposed: 'proposed', queued: 'queued' };

/** Of a quote: the page still says it. */
const STANDS = ['exact', 'normalised'];

interface Data {
  changed?: string[];
  state?: string;
  assignee?: string | null;
  person?: string | null;
  people?: string[];
  quotes?: { claimId: string; evidenceId: string; state: string }[];
}

/** What a row says to the desks that its claims lie at. Who did it, who sits where and what they found is no news. */
export function newsOf({ type, claimId, data, actor }: Row): NewsOfClaim[] {
  const { changed, state, quotes = [], ...seats } = data as Data;
  if (type === 'source.changed') {
    const touched = quotes.filter((quote) => !STANDS.includes(quote.state));
    return touched.map(({ claimId: id, evidenceId }) => ({
      kind: 'source-changed',
      claimId: id,
      seat: null,
      evidenceId,
    }));
  }
  const moved = type === 'claim.edited' && changed?.includes('desk') ? arrivals[state ?? ''] : undefined;
  const kind = moved ?? byType[type];
  if (!kind || claimId === null) return [];
  return [{ kind, claimId, seat: seatOf(kind, seats, actor as { kind: string; id: string | null }), evidenceId: null }];
}

function seatOf(
  kind: News,
  { assignee, person, people = [] }: Pick<Data, 'assignee' | 'person' | 'people'>,
  actor: { kind: string; id: string | null },
): string | null {
  if (assignee) return assignee;
  if (kind === 'given-back') return person ?? people[0] ?? actor.id;
  return actor.kind === 'person' ? actor.id : null;
}
