import type { Membership } from '#newsroom';
import { unconflicted } from '#reviews';
import type { NextFilter } from './queue.types.js';

/**
 * The one order of the queue: priority (what is live and open again one step up), due time, check-worthiness, time of
 * entry, id. Word for word that of the index `claim_queue`, and, in `waiting`, of `waiting_of_desk` and `waiting_in_language`.
 */
export const RANK = `(priority + (publication = 'live')::int)`;
export const ORDER = `${RANK} DESC, due_at, score DESC NULLS LAST, created_at, id`;
export const WAITS = `newsroom = $1 AND open_seats > 0 AND (not_before IS NULL OR not_before <= app.now())`;

const FIRST = 'rank DESC, due_at, score DESC NULLS LAST, created_at, claim_id';
const KEYS =
  'claim_id AS waiting_id, rank AS waiting_rank, due_at AS waiting_due, score AS waiting_score, created_at AS waiting_since';
const IN_ORDER = 'waiting_rank DESC, waiting_due, waiting_score DESC NULLS LAST, waiting_since, waiting_id';

/** Never reached. Without a limit PostgreSQL weighs what all rows of a subquery cost, and sorts; with one, what the first ones do. */
const AT_ONCE = 'LIMIT 1000000000';

/** Scans that one statement merges at most. Each costs some 10 microseconds to begin, and all are planned once for a connection. */
const MOST_ARMS = 40;

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

/** Where somebody may be given work: a desk of theirs, or (the empty one) among what lies on no desk. */
interface Place {
  desk: string;
  capacity: number | null;
  /** Each list narrows it further; none: any. */
  languages: readonly (readonly string[])[];
  labels: readonly (readonly string[])[];
}

/** `FROM` with its conditions over `claim`, and `ORDER BY`. */
interface Statement {
  from: string;
  order: string;
}

/** All that waits at one desk, whoever it is for. */
export function waitingAt(desk: string, where = 'true'): Statement {
  return inOrder(scan(`newsroom = $1 AND desk = ${desk} AND label = '' AND ${where}`));
}

/**
 * What waits for one person: an ordered index scan for each of their desks (and languages and labels, where these narrow it) and for
 * what lies on none. PostgreSQL merges them as rows are asked for, and what else speaks against a claim is looked up for those that come
 * out first. `values` holds newsroom and person as $1 and $2; more are added. `where` narrows each scan; `once`: a claim with several of the
 * labels shows once. Undefined: the person may be given nothing.
 */
export function waitingFor(
  values: unknown[],
  memberships: readonly Membership[],
  wanted: NextFilter,
  { where = 'true', once = false } = {},
): Statement | undefined {
  const given = (value: unknown) => `$${values.push(value)}`;
  const places = placesOf(memberships, wanted);
  if (places.length === 0) return undefined;
  const arms = narrowest(places).flatMap((keys) => armsOf(keys, given));
  const merged = arms.map((arm) => scan(`${arm} AND ${where}`)).join(' UNION ALL ');
  if (!once) return inOrder(`SELECT * FROM (${merged}) AS arms ORDER BY ${IN_ORDER} ${AT_ONCE}`, FITS);
  // Not DISTINCT, which would gather all that waits before it gives the first.
  return inOrder(
    `SELECT * FROM (SELECT *, lag(waiting_id) OVER (ORDER BY ${IN_ORDER}) AS before FROM (${merged}) AS arms ORDER BY ${IN_ORDER} ${AT_ONCE}) AS each
     WHERE before IS DISTINCT FROM waiting_id ORDER BY ${IN_ORDER} ${AT_ONCE}`,
    FITS,
  );
}

function scan(where: string): string {
  return `(SELECT ${KEYS} FROM waiting WHERE ${where} ORDER BY ${FIRST} ${AT_ONCE})`;
}

function inOrder(queue: string, fits = 'true'): Statement {
  return { from: `(${queue}) AS queue JOIN claim ON ${WAITS} AND id = waiting_id AND ${fits}`, order: IN_ORDER };
}

function placesOf(memberships: readonly Membership[], { desk, labels, languages }: NextFilter): Place[] {
  const lists = (...all: (readonly string[] | undefined)[]) =>
    all.filter((list) => list !== undefined && list.length > 0) as (readonly string[])[];
  const own = memberships
    .filter((one) => desk === undefined || one.desk === desk)
    .map((one) => ({
      desk: one.desk,
      capacity: one.capacity,
      languages: lists(one.languages, languages).map(lower),
      labels: lists(labels, one.labels),
    }));
  if (desk !== undefined) return own;
  const nobodys = lists(languagesOf(memberships), languages).map(lower);
  return [{ desk: '', capacity: null, languages: nobodys, labels: lists(labels) }, ...own];
}

/** Claims of no desk: in a language of any of the person's desks; any, when one of those takes any. */
function languagesOf(memberships: readonly Membership[]): string[] {
  if (memberships.some(({ languages }) => languages.length === 0)) return [];
  return memberships.flatMap(({ languages }) => languages);
}

interface Keys extends Place {
  /** The keys under which it is looked up: labels (the empty one: whatever they are) and languages without regions. */
  byLabel: readonly string[];
  byTongue: readonly string[] | undefined;
}

/** By label and language where these narrow it; by fewer keys, with the rest as a filter, where there would be too many scans. */
function narrowest(places: readonly Place[]): Keys[] {
  for (const [useLabels, useTongues] of [
    [true, true],
    [true, false],
    [false, true],
  ]) {
    const keys = places.map((place) => ({
      ...place,
      byLabel: useLabels && place.labels[0] !== undefined ? [...new Set(place.labels[0])] : [''],
      byTongue: useTongues ? tonguesOf(place.languages) : undefined,
    }));
    const count = keys.reduce((sum, { byLabel, byTongue }) => sum + byLabel.length * (byTongue?.length ?? 1), 0);
    if (count <= MOST_ARMS) return keys;
  }
  return places.map((place) => ({ ...place, byLabel: [''], byTongue: undefined }));
}

/** Without their regions, those that are in every list; the unknown one is everybody's. Undefined: no list narrows them. */
function tonguesOf(lists: readonly (readonly string[])[]): string[] | undefined {
  if (lists.length === 0) return undefined;
  const [first = [], ...others] = lists.map((list) => list.map((language) => language.split('-', 1)[0] as string));
  return ['', ...new Set(first.filter((tongue) => others.every((other) => other.includes(tongue))))];
}

/** Conditions of one scan each, over `waiting`; a claim with several of the labels comes out of several. */
function armsOf(
  { desk, capacity, languages, labels, byLabel, byTongue }: Keys,
  given: (value: unknown) => string,
): string[] {
  const place = given(desk);
  const filters = [`newsroom = $1 AND desk = ${place}`];
  if (capacity !== null) filters.push(`${given(capacity)}::int > (${held(place)})`);
  for (const list of languages) {
    if (byTongue !== undefined && list.every((language) => !language.includes('-'))) continue;
    const among = given(list);
    filters.push(`(language = '' OR language = ANY (${among}::text[]) OR tongue = ANY (${among}))`);
  }
  for (const list of byLabel[0] === '' ? labels : labels.slice(1)) filters.push(bears(given(list)));
  return byLabel.flatMap((label) => {
    const labelled = [...filters, `label = ${given(label)}`].join(' AND ');
    return byTongue === undefined ? [labelled] : byTongue.map((tongue) => `${labelled} AND tongue = ${given(tongue)}`);
  });
}

/** OFFSET 0: looked up row by row, as in `FITS`. */
function bears(labels: string): string {
  return `EXISTS (SELECT FROM waiting also WHERE also.newsroom = $1 AND also.claim_id = waiting.claim_id AND also.label = ANY (${labels}::text[]) OFFSET 0)`;
}

/** What the person has in hand of one desk. */
function held(desk: string): string {
  return `SELECT count(*) FROM assignment h JOIN claim hc ON hc.newsroom = h.newsroom AND hc.id = h.claim_id
    WHERE h.newsroom = $1 AND h.person_id = $2 AND h.ended_at IS NULL AND h.review_id IS NULL AND hc.desk = ${desk}`;
}

const lower = (list: readonly string[]): string[] => list.map((text) => text.toLowerCase());
