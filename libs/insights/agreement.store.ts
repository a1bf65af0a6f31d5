import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { PairCell } from './agreement.rules.js';
import { ENDED, EXPECT_MANY, type Period, within } from './period.sql.js';

/** What reviewers gave in the rounds that closed in a period. */
@Injectable()
export class AgreementStore {
  /** Rounds of several reviews by what was given in them, those that ended alike as one; in no order. */
  rounds(tx: Tx, period: Period): Promise<{ scale: string; ratings: string[]; times: number }[]> {
    return tx.rows(
      `WITH ${ENDED} SELECT scale_id AS scale, ratings, count(*)::int AS times FROM ended, ${EXPECT_MANY}
       WHERE cardinality(ratings) > 1 GROUP BY scale_id, ratings`,
      within(tx, period),
    );
  }

  /** The ratings of a scale, by their place on it. */
  async scale(tx: Tx, id: string): Promise<string[]> {
    const rows = await tx.rows<{ rating: string }>(
      `SELECT e.rating ->> 'key' AS rating FROM rating_scale z, jsonb_array_elements(z.ratings) WITH ORDINALITY AS e (rating, n)
       WHERE z.newsroom = $1 AND z.id = $2 ORDER BY e.n`,
      [tx.newsroom, id],
    );
    return rows.map(({ rating }) => rating);
  }

  /** How two people rated what both reviewed; the one with the smaller id is the first. */
  pairs(tx: Tx, period: Period): Promise<(PairCell & { one: string; other: string })[]> {
    return tx.rows(
      `WITH ${ENDED}, alike AS MATERIALIZED (
         SELECT people, ratings, count(*) AS times FROM ended, ${EXPECT_MANY}
         WHERE cardinality(ratings) > 1 GROUP BY people, ratings
       ), seats AS MATERIALIZED (
         SELECT i, j FROM (SELECT max(cardinality(people)) AS most FROM alike) AS m, generate_series(1, most - 1) AS i,
           generate_series(i + 1, most) AS j)
       SELECT people[i] AS one, people[j] AS other, ratings[i] AS first, ratings[j] AS second, sum(times)::int AS times
       FROM alike JOIN seats ON j <= cardinality(people) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2`,
      within(tx, period),
    );
  }
}
