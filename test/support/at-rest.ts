import { eventually } from './eventually.js';
import type { TestDatabase } from './test-database.js';

/**
 * True when every log row is sealed, each reader has read to the end and all claims were compared with earlier ones. One
 * condition for one statement: each step leaves the next one's work in its own transaction, so a look can't fall between.
 */
export const AT_REST = `(NOT EXISTS (SELECT FROM match_work)
  AND NOT EXISTS (SELECT FROM log WHERE sequence IS NULL)
  AND NOT EXISTS (SELECT FROM log_head h LEFT JOIN log_reader r ON r.newsroom = h.newsroom
    WHERE coalesce(r.sequence, 0) < h.sequence))`;

/** Until what was done so far has had all its effects in the log, and nothing more is written by itself. */
export async function atRest(db: TestDatabase): Promise<void> {
  await eventually(async () => (await db.sql<{ rests: boolean }>(`SELECT ${AT_REST} AS rests`))[0]?.rests, {
    within: 60_000,
    what: 'a log at rest',
  });
}
