import type { Membership } from '#newsroom';
import { unconflicted } from '#reviews';

/**
 * The one order of the queue: priority (what is live and open again one step up), due time, check-worthiness, time of
 * entry, id. Word for word that of the indexes `claim_queue`, `claim_queue_of_desk` and `claim_queue_of_all`.
 */
export const RANK = `(priority + (publication = 'live')::int)`;
export const ORDER = `${RANK} DESC, due_at, score DESC NULLS LAST, created_at, id`;
export const WAITS = `newsroom = $1 AND open_seats > 0 AND (not_before IS NULL OR not_before <= app.now())`;

/** Of each desk so many are looked at, best first: more than can be locked by others at one moment. */
const MOST_LOCKED = 100;

/**
 * Not for this person ($2): kept out of it by a recusal or a conflict of interest, or of a round in which they sit, sat, or gave the seat back. OFFSET 0: looked up
 * claim by claim; a join, planned while few rounds are open, would go on reading all of them.
 */
const FITS = `
  NOT EXISTS (SELECT FROM recusal WHERE recusal.newsroom = $1 AND recusal.claim_id = claim.id AND recusal.person_id = $2 OFFSET 0)
  AND ${unconflicted('claim.id', '$2')}
  AND NOT EXISTS (
    SELECT FROM round r JOIN assignment a ON a.newsroom = $1 AND a.round_id = r.id AND a.person_id = $2
    WHERE r.newsroom = $1 AND r.claim_id = claim.id AND r.status = 'open' AND a.end_cause IS DISTINCT FROM 'expired' OFFSET 0)`;

export interface Wanted {
  desk?: string;
  labels?: readonly string[];
  languages?: readonly string[];
}

/**
 * What waits for one person, as rows of ids with the sort keys: an ordered index scan for each of their desks and one for
 * claims of none, which PostgreSQL merges as they are asked for. A condition `desk IS NULL OR desk = ANY` would walk past
 * everybody else's claims instead. `values` holds newsroom and person as $1 and $2; more are added.
 */
export function waitingFor(
  values: unknown[],
  memberships: readonly Membership[],
  { desk, labels, languages }: Wanted,
  where = 'true',
  most = MOST_LOCKED,
): string {
  const given = (value: unknown) => `$${values.push(value)}`;
  const asked = [
    ...(labels === undefined ? [] : [`labels && ${given(labels)}::text[]`]),
    ...(languages === undefined ? [] : [speaks(given(languages.map(lower)))]),
  ];
  const arm = (conditions: string[]) => `(
    SELECT id AS waiting_id, ${RANK} AS waiting_rank, due_at AS waiting_due, score AS waiting_score, created_at AS waiting_since
    FROM claim WHERE ${[WAITS, ...conditions, ...asked, where, FITS].join(' AND ')}
    ORDER BY ${ORDER} LIMIT ${most})`;
  const own = memberships
    .filter((one) => desk === undefined || one.desk === desk)
    .map((one) => {
      const [at, full, tongues, about] = [
        one.desk,
        one.capacity,
        orNull(one.languages.map(lower)),
        orNull(one.labels),
      ].map(given);
      return arm([
        `desk = ${at}`,
        `(${full}::int IS NULL OR ${full} > (${held(at as string)}))`,
        `(${tongues}::text[] IS NULL OR ${speaks(tongues as string)})`,
        `(${about}::text[] IS NULL OR labels && ${about})`,
      ]);
    });
  if (desk !== undefined) return own.join(' UNION ALL ');
  const tongues = given(languagesOf(memberships));
  return [arm(['desk IS NULL', `(${tongues}::text[] IS NULL OR ${speaks(tongues)})`]), ...own].join(' UNION ALL ');
}

/** In the order of the queue, after a join of the claims themselves. */
export const IN_ORDER = 'waiting_rank DESC, waiting_due, waiting_score DESC NULLS LAST, waiting_since, waiting_id';

/** Claims of no desk: in a language of any of the person's desks; any, when one of those takes any. */
function languagesOf(memberships: readonly Membership[]): string[] | null {
  if (memberships.length === 0 || memberships.some(({ languages }) => languages.length === 0)) return null;
  return [...new Set(memberships.flatMap(({ languages }) => languages.map(lower)))];
}

/** A bare language covers all its regions; what has no language known is everybody's. */
function speaks(languages: string): string {
  return `(language IS NULL OR ARRAY[lower(language), split_part(lower(language), '-', 1)] && ${languages}::text[])`;
}

/** What the person has in hand of one desk. */
function held(desk: string): string {
  return `SELECT count(*) FROM assignment h JOIN claim hc ON hc.newsroom = h.newsroom AND hc.id = h.claim_id
    WHERE h.newsroom = $1 AND h.person_id = $2 AND h.ended_at IS NULL AND h.review_id IS NULL AND hc.desk = ${desk}`;
}

const lower = (text: string): string => text.toLowerCase();

function orNull(texts: readonly string[]): string[] | null {
  return texts.length === 0 ? null : [...texts];
}
