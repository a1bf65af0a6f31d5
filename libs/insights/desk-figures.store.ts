import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { isLabelled, type Period, STEPS, within } from './period.sql.js';

export interface PersonFigures {
  person: string;
  name: string;
  active: boolean;
  capacity: number;
  held: number;
  taken: number;
  submitted: number;
  released: number;
  expired: number;
  votes: number;
  median: number | null;
}

export interface DeskFigures {
  desk: string | null;
  proposed: number;
  queued: number;
  inReview: number;
  disputed: number;
  inSignoff: number;
  approved: number;
  overdue: number;
  submitted: number;
  published: number;
}

export interface DueFigures {
  desk: string | null;
  overdue: number;
  finished: number;
  late: number;
  median: number | null;
}

const OPEN = `('proposed', 'queued', 'in_review', 'disputed', 'in_signoff', 'approved')`;
const LABELLED = `($5::text IS NULL OR $5 = ANY (c.labels))`;

const timesOf = (step: string) => `(sum(times) FILTER (WHERE step = '${step}'))::int AS ${step}`;

/** Figures of people, desks and what they work on. */
@Injectable()
export class DeskFiguresStore {
  /**
   * What people hold now and did in the period, by name. A seat of a blind round that is open counts as held until the round
   * closes, whether its review was handed in or not.
   */
  people(tx: Tx, period: Period): Promise<PersonFigures[]> {
    return tx.rows(
      `WITH ${STEPS}, counts AS (
         SELECT k.step, c.* FROM unnest('{taken,submitted,released,expired,signed-off,dissented}'::text[]) AS k (step), LATERAL (
           SELECT s.person_id, count(*) AS times, array_agg(s.seconds) FILTER (WHERE s.step = 'submitted' AND s.seconds IS NOT NULL) AS seconds
           FROM steps s WHERE s.step = k.step AND s.person_id IS NOT NULL GROUP BY s.person_id) AS c
       ), did AS (
         SELECT person_id, ${['taken', 'submitted', 'released', 'expired'].map(timesOf).join(', ')},
           (sum(times) FILTER (WHERE step IN ('signed-off', 'dissented')))::int AS votes,
           (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY took) FROM unnest((array_agg(seconds) FILTER (WHERE seconds IS NOT NULL))) AS took) AS median
         FROM counts GROUP BY person_id
       ), holds AS (
         SELECT a.person_id, count(*)::int AS held FROM assignment a JOIN round r ON r.newsroom = $1 AND r.id = a.round_id AND r.status = 'open'
         JOIN claim c ON c.newsroom = $1 AND c.id = a.claim_id
         WHERE a.newsroom = $1 AND a.ended_at IS NULL AND ($4::text IS NULL OR c.desk = $4) AND ${LABELLED}
           AND (a.review_id IS NULL OR EXISTS (SELECT FROM blind b WHERE b.claim_id = a.claim_id))
         GROUP BY a.person_id)
       SELECT p.id AS person, p.name, p.active, p.capacity, coalesce(h.held, 0) AS held, coalesce(d.taken, 0) AS taken,
         coalesce(d.submitted, 0) AS submitted, coalesce(d.released, 0) AS released, coalesce(d.expired, 0) AS expired,
         coalesce(d.votes, 0) AS votes, d.median
       FROM person p LEFT JOIN did d ON d.person_id = p.id LEFT JOIN holds h ON h.person_id = p.id
       WHERE p.newsroom = $1 AND (d.person_id IS NOT NULL OR h.person_id IS NOT NULL) ORDER BY p.name, p.id`,
      within(tx, period),
    );
  }

  /** What lies on each desk now, and what left it in the period; claims of no desk last. */
  desks(tx: Tx, period: Period): Promise<DeskFigures[]> {
    const states = {
      proposed: 'proposed',
      queued: 'queued',
      in_review: 'in_review',
      disputed: 'disputed',
      in_signoff: 'in_signoff',
      approved: 'approved',
    };
    const counts = Object.keys(states).map((state) => `count(*) FILTER (WHERE state = '${state}')::int AS ${state}`);
    const shown = Object.keys(states).map((state) => `coalesce(n.${state}, 0) AS ${state}`);
    return tx.rows(
      `WITH ${STEPS}, moment AS MATERIALIZED (SELECT app.now() AS at), now AS (
         SELECT c.desk, ${counts.join(', ')}, count(*) FILTER (WHERE c.due_at <= (SELECT at FROM moment))::int AS overdue FROM claim c
         WHERE c.newsroom = $1 AND c.state IN ${OPEN} AND ($4::text IS NULL OR c.desk = $4) AND ${LABELLED} GROUP BY c.desk
       ), did AS (
         SELECT desk, count(*) FILTER (WHERE step = 'submitted')::int AS submitted, count(*) FILTER (WHERE step = 'published')::int AS published
         FROM steps WHERE step IN ('submitted', 'published') GROUP BY desk)
       SELECT coalesce(n.desk, d.desk) AS desk, ${shown.join(', ')}, coalesce(n.overdue, 0) AS overdue,
         coalesce(d.submitted, 0) AS submitted, coalesce(d.published, 0) AS published
       FROM now n FULL JOIN did d ON coalesce(d.desk, '') = coalesce(n.desk, '') ORDER BY 1 NULLS LAST`,
      within(tx, period),
    );
  }

  /** What is late now, and of what was finished in the period with a due time, how much came late and by how many seconds. */
  due(tx: Tx, period: Period): Promise<DueFigures[]> {
    return tx.rows(
      `WITH ${STEPS}, late AS (
         SELECT c.desk, count(*)::int AS overdue FROM claim c WHERE c.newsroom = $1 AND c.due_at <= app.now() AND c.state IN ${OPEN}
           AND ($4::text IS NULL OR c.desk = $4) AND ${LABELLED} GROUP BY c.desk
       ), did AS (
         SELECT desk, count(*)::int AS finished, count(*) FILTER (WHERE at > due_at)::int AS late,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM at - due_at)) FILTER (WHERE at > due_at) AS median
         FROM steps WHERE step IN ('published', 'dismissed', 'merged') AND due_at IS NOT NULL GROUP BY desk)
       SELECT coalesce(l.desk, d.desk) AS desk, coalesce(l.overdue, 0) AS overdue, coalesce(d.finished, 0) AS finished,
         coalesce(d.late, 0) AS late, d.median
       FROM late l FULL JOIN did d ON coalesce(d.desk, '') = coalesce(l.desk, '') ORDER BY 1 NULLS LAST`,
      within(tx, period),
    );
  }

  /** How ratings fell: in reviews of rounds that closed, and in what was published for the first time; and what is live now. */
  ratings(tx: Tx, period: Period): Promise<{ rating: string; reviews: number; published: number; live: number }[]> {
    return tx.rows(
      `WITH ${STEPS}, ended AS (
         SELECT e.ratings, count(*) AS times FROM ended_round e WHERE e.newsroom = $1 AND e.at >= $2 AND e.at < $3
           AND ($4::text IS NULL OR e.desk = $4) AND ${isLabelled('e.claim_id')} GROUP BY e.ratings
       ), fell AS (
         SELECT rating, times AS reviews, 0 AS published, 0 AS live FROM ended, unnest(ratings) AS rating
         UNION ALL
         SELECT rating, 0, count(*), 0 FROM steps WHERE step = 'whole' AND rating IS NOT NULL GROUP BY rating
         UNION ALL
         SELECT f.rating_key, 0, 0, count(*) FROM fact_check f WHERE f.newsroom = $1 AND f.publication = 'live'
           AND ($4::text IS NULL OR f.claim_id IN (SELECT id FROM claim WHERE newsroom = $1 AND desk = $4))
           AND ${isLabelled('f.claim_id')} GROUP BY f.rating_key)
       SELECT rating, sum(reviews)::int AS reviews, sum(published)::int AS published, sum(live)::int AS live
       FROM fell GROUP BY rating ORDER BY rating`,
      within(tx, period),
    );
  }

  /** Cited pages by their health, how many of them stand under a live fact-check, and the rechecks that they caused in the period. */
  sources(tx: Tx, period: Period): Promise<{ health: string; sources: number; underLive: number; rechecks: number }[]> {
    return tx.rows(
      `WITH cited AS (
         SELECT DISTINCT s.id, s.health, bool_or(f.id IS NOT NULL) AS live FROM source s
         JOIN evidence e ON e.newsroom = $1 AND e.source_id = s.id AND e.withdrawn_at IS NULL
         JOIN claim c ON c.newsroom = $1 AND c.id = e.claim_id AND ($4::text IS NULL OR c.desk = $4) AND ${LABELLED}
         LEFT JOIN fact_check f ON f.newsroom = $1 AND f.claim_id = c.id AND f.publication = 'live'
         WHERE s.newsroom = $1 AND NOT EXISTS (
           SELECT FROM round r WHERE r.newsroom = $1 AND r.claim_id = c.id AND r.status = 'open' AND (r.policy ->> 'blind')::boolean
             AND (r.policy ->> 'reviewsRequired')::int > 1 AND e.created_at >= r.opened_at)
         GROUP BY s.id, s.health
       ), asked AS (
         SELECT k.source_id, count(*)::int AS rechecks FROM recheck k WHERE k.newsroom = $1 AND k.opened_at >= $2 AND k.opened_at < $3
         GROUP BY k.source_id)
       SELECT health, count(*)::int AS sources, count(*) FILTER (WHERE live)::int AS under_live,
         coalesce(sum(a.rechecks), 0)::int AS rechecks
       FROM cited LEFT JOIN asked a ON a.source_id = cited.id GROUP BY health ORDER BY health`,
      within(tx, period),
    );
  }
}
