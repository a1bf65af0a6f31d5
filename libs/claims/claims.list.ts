import { CLAIM } from './claims.row.js';
import type { ClaimFilter, ClaimPage, ClaimSort } from './claims.types.js';

const sorts: Record<ClaimSort, { column: string; compare: string; order: string }> = {
  created: { column: 'created_at', compare: '>', order: 'created_at, id' },
  '-created': { column: 'created_at', compare: '<', order: 'created_at DESC, id DESC' },
  due: { column: 'due_at', compare: '>', order: 'due_at, id' },
};

export const OPEN = `state IN ('proposed', 'queued', 'in_review', 'disputed', 'in_signoff', 'approved')`;

const WORDS = `to_tsvector('simple', text || ' ' || coalesce(wording, ''))`;

/**
 * The statement that reads one page and a row more; null: nothing can fit. By time of entry, several states (and desks, where
 * only some fit) are an index scan each, which PostgreSQL merges: one scan over all would walk past what is none of them.
 */
export function listing(newsroom: string, filter: ClaimFilter, page: ClaimPage) {
  const { values, where } = conditions(newsroom, filter);
  const { column, compare, order } = sorts[page.sort];
  if (page.sort === 'due') where.push(`due_at IS NOT NULL AND ${OPEN}`);
  if (page.after !== undefined) {
    values.push(...page.after);
    where.push(`(${column}, id) ${compare} ($${values.length - 1}::timestamptz, $${values.length}::uuid)`);
  }
  const arms = armsOf(filter, page.sort, values);
  if (arms.length === 0) return null;
  const end = `ORDER BY ${order} LIMIT ${page.limit + 1}`;
  const [first, ...more] = arms.map(
    (arm) => `SELECT ${CLAIM} FROM claim WHERE ${[...where, ...arm].join(' AND ')} ${end}`,
  );
  if (more.length === 0) return { sql: first as string, values };
  const merged = [first, ...more].map((arm) => `(${arm})`).join(' UNION ALL ');
  return { sql: `SELECT * FROM (${merged}) AS merged ${end}`, values };
}

/** What each scan is narrowed to: one state, at one desk where only some fit. */
function armsOf({ states, desk, only }: ClaimFilter, sort: ClaimSort, values: unknown[]): string[][] {
  const places = only?.desks === undefined ? undefined : only.desks.filter((one) => desk === undefined || one === desk);
  const given = (value: unknown) => `$${values.push(value)}`;
  const anyOf = (some: readonly string[]) => `state IN (${some.map((one) => `'${one}'`).join(', ')})`;
  const at = places?.map((one) => (one === null ? 'desk IS NULL' : `desk = ${given(one)}`)) ?? [null];
  const among = states === undefined ? [null] : sort === 'due' ? [anyOf(states)] : states.map((one) => anyOf([one]));
  if (states?.length === 0) return [];
  return among.flatMap((state) => at.map((place) => [state, place].filter((one) => one !== null)));
}

function conditions(newsroom: string, filter: ClaimFilter): { values: unknown[]; where: string[] } {
  const values: unknown[] = filter.only === undefined ? [newsroom] : [...filter.only.values];
  const where = ['newsroom = $1', ...(filter.only?.where ?? [])];
  const add = (value: unknown, sql: (place: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  add(filter.publication, (at) => `publication = ${at}`);
  add(filter.only?.desks === undefined ? filter.desk : undefined, (at) => `desk = ${at}`);
  add(filter.language, (at) => `language = ${at}`);
  add(filter.label, (at) => `labels @> ARRAY[${at}]`);
  add(filter.articleId, (at) => `article_id = ${at}`);
  add(filter.externalRef, (at) => `external_ref = ${at}`);
  add(filter.dueBefore, (at) => `due_at < ${at}::timestamptz AND ${OPEN}`);
  add(filter.ids, (at) => `id = ANY (${at}::uuid[])`);
  add(filter.q, (at) => `${WORDS} @@ websearch_to_tsquery('simple', ${at})`);
  add(
    filter.claimant?.toLowerCase(),
    (at) => `id IN (SELECT claim_id FROM appearance WHERE newsroom = $1 AND lower(claimant_name) = ${at})`,
  );
  return { values, where };
}
