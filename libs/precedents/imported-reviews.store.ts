import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import type { ImportedReview, ReadReview } from './precedents.types.js';

const REVIEW = `id, version, url, author, author_url, claim_reviewed, title, claimant, language, published_at, rating_name, rating_value,
  rating_best, rating_worst, appearances, import_id, created_at, updated_at, withdrawn_at`;

interface ReviewRow extends Omit<ImportedReview, 'rating'> {
  ratingName: string | null;
  ratingValue: number | null;
  ratingBest: number | null;
  ratingWorst: number | null;
}

function reviewOf({ ratingName: name, ratingValue: value, ratingBest: best, ratingWorst: worst, ...row }: ReviewRow) {
  return { ...row, rating: { name, value, best, worst } };
}

/** A review as it is kept: with what it is known again by, and what tells whether it changed. */
export interface KeptReview extends ReadReview {
  identity: Buffer;
  digest: Buffer;
}

/** All SQL on imported reviews. */
@Injectable()
export class ImportedReviewStore {
  async byId(tx: Tx, id: string): Promise<ImportedReview | undefined> {
    return (await this.byIds(tx, [id]))[0];
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<ImportedReview[]> {
    if (ids.length === 0) return [];
    const rows = await tx.rows<ReviewRow>(
      `SELECT ${REVIEW} FROM imported_review WHERE newsroom = $1 AND id = ANY ($2::uuid[]) ORDER BY id`,
      [tx.newsroom, ids],
    );
    return rows.map(reviewOf);
  }

  /** Newest first; withdrawn ones only when asked for. One row more than `limit` when there are more. */
  async list(
    tx: Tx,
    filter: { url?: string; importId?: string; withdrawn: boolean },
    page: { after?: readonly [string, string]; limit: number },
  ): Promise<ImportedReview[]> {
    const rows = await tx.rows<ReviewRow>(
      `SELECT ${REVIEW} FROM imported_review WHERE newsroom = $1 AND ($2::text IS NULL OR url = $2)
         AND ($3::uuid IS NULL OR import_id = $3) AND ($4 OR withdrawn_at IS NULL)
         AND ($5::timestamptz IS NULL OR (created_at, id) < ($5, $6::uuid))
       ORDER BY created_at DESC, id DESC LIMIT $7`,
      [
        tx.newsroom,
        filter.url ?? null,
        filter.importId ?? null,
        filter.withdrawn,
        page.after?.[0] ?? null,
        page.after?.[1] ?? null,
        page.limit + 1,
      ],
    );
    return rows.map(reviewOf);
  }

  /**
   * Keeps a batch of different reviews. One that is there already is changed when it says something else, and otherwise left as it is; what was
   * withdrawn stays withdrawn.
   */
  async keep(
    tx: Tx,
    importId: string,
    reviews: readonly KeptReview[],
  ): Promise<{ added: number; updated: number; unchanged: number }> {
    const rows = await tx.rows<{ added: boolean }>(
      `INSERT INTO imported_review (newsroom, id, identity, digest, url, author, author_url, claim_reviewed, title, claimant, language,
         published_at, rating_name, rating_value, rating_best, rating_worst, appearances, import_id)
       SELECT $1, r.id, decode(r.identity, 'hex'), decode(r.digest, 'hex'), r.url, r.author, r.author_url, r.claim_reviewed, r.title,
         r.claimant, r.language, r.published_at, r.rating_name, r.rating_value, r.rating_best, r.rating_worst, r.appearances, $2
       FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, identity text, digest text, url text, author text, author_url text,
         claim_reviewed text, title text, claimant text, language text, published_at timestamptz, rating_name text,
         rating_value double precision, rating_best double precision, rating_worst double precision, appearances text[])
       ON CONFLICT (newsroom, identity) DO UPDATE SET digest = excluded.digest, url = excluded.url, author = excluded.author,
         author_url = excluded.author_url, claim_reviewed = excluded.claim_reviewed, title = excluded.title, claimant = excluded.claimant,
         language = excluded.language, published_at = excluded.published_at, rating_name = excluded.rating_name,
         rating_value = excluded.rating_value, rating_best = excluded.rating_best, rating_worst = excluded.rating_worst,
         appearances = excluded.appearances, import_id = excluded.import_id, updated_at = app.now(), version = imported_review.version + 1
       WHERE imported_review.digest <> excluded.digest
       RETURNING version = 1 AS added`,
      [tx.newsroom, importId, JSON.stringify(reviews.map(columnsOf))],
    );
    const added = rows.filter((row) => row.added).length;
    return { added, updated: rows.length - added, unchanged: reviews.length - rows.length };
  }

  lock(tx: Tx, id: string): Promise<{ id: string; version: number; withdrawnAt: Date | null } | undefined> {
    return tx.row(
      'SELECT id, version, withdrawn_at FROM imported_review WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE',
      [tx.newsroom, id],
    );
  }

  async withdraw(tx: Tx, id: string): Promise<ImportedReview> {
    const row = await tx.row<ReviewRow>(
      `UPDATE imported_review SET withdrawn_at = app.now(), version = version + 1 WHERE newsroom = $1 AND id = $2 RETURNING ${REVIEW}`,
      [tx.newsroom, id],
    );
    return reviewOf(row as ReviewRow);
  }
}

function columnsOf(review: KeptReview) {
  const { rating } = review;
  return {
    id: uuidv7(),
    identity: review.identity.toString('hex'),
    digest: review.digest.toString('hex'),
    url: review.url,
    author: review.author,
    author_url: review.authorUrl,
    claim_reviewed: review.claimReviewed,
    title: review.title,
    claimant: review.claimant,
    language: review.language,
    published_at: review.publishedAt,
    rating_name: rating.name,
    rating_value: rating.value,
    rating_best: rating.best,
    rating_worst: rating.worst,
    appearances: review.appearances,
  };
}
