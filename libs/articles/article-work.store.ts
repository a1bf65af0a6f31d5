import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { SystemTx, Tx } from '#database';
import { COLUMNS } from './article.store.js';
import type { Article, ArticleFailure, ArticleKind, ReadingFacts } from './article.types.js';

export type WorkKind = 'fetch' | 'extract';

/** An article that a job works on. Whoever holds another fence, or is too late, writes nothing. */
export interface ArticleWork {
  id: string;
  fence: string;
  /** 1 for the first try. */
  attempts: number;
  kind: ArticleKind;
  url: string | null;
  fetchedFrom: string | null;
  title: string | null;
  author: string | null;
  language: string | null;
  publishedAt: Date | null;
  desk: string | null;
  externalRef: string | null;
  supersedes: string | null;
  input: Buffer | null;
  inputType: string | null;
  text: string | null;
}

export interface FetchedPage {
  bytes: Buffer;
  contentType: string | null;
  sha256: Buffer;
  finalUrl: string;
}

/** What reading adds: facts that the sender gave stay as they are. */
export interface ReadText {
  text: string;
  textSha256: Buffer;
  textKey: Buffer;
  title: string | null;
  author: string | null;
  publisher: string | null;
  publishedAt: string | null;
  language: string | null;
  reading: ReadingFacts;
  claimCount: number;
  sameAs: string | null;
}

/** To be fetched: an address whose page is not there yet. All else that is due is to be extracted. */
const NEXT: Record<WorkKind, string> = {
  fetch: `kind = 'url' AND input IS NULL`,
  extract: `NOT (kind = 'url' AND input IS NULL)`,
};
const WORKING: Record<WorkKind, string> = { fetch: 'fetching', extract: 'extracting' };

/** Moves an article from received to extracted or failed. */
@Injectable()
export class ArticleWorkStore {
  /** What waits for a job, or has waited too long for one that never came back. */
  due(tx: SystemTx, kind: WorkKind, limit: number): Promise<{ newsroom: string; articleId: string }[]> {
    return tx.rows(
      `SELECT newsroom, id AS article_id FROM article WHERE due_at <= app.now() AND ${NEXT[kind]} ORDER BY due_at LIMIT $1`,
      [limit],
    );
  }

  /** The address of a page that is due to be fetched. */
  async addressIfDue(tx: Tx, id: string): Promise<string | undefined> {
    const row = await tx.row<{ url: string }>(
      `SELECT url FROM article WHERE newsroom = $1 AND id = $2 AND due_at <= app.now() AND ${NEXT.fetch}`,
      [tx.newsroom, id],
    );
    return row?.url;
  }

  /** Not now: nobody has taken it, and no try is lost. */
  async wait(tx: Tx, id: string, ms: number): Promise<void> {
    await tx.run(
      `UPDATE article SET due_at = app.now() + make_interval(secs => $3)
       WHERE newsroom = $1 AND id = $2 AND due_at <= app.now() AND ${NEXT.fetch}`,
      [tx.newsroom, id, ms / 1_000],
    );
  }

  /** Takes the work for `leaseMinutes`; undefined when it is done, or somebody else is at it. */
  take(tx: Tx, kind: WorkKind, id: string, leaseMinutes: number): Promise<ArticleWork | undefined> {
    return tx.row(
      `UPDATE article SET status = '${WORKING[kind]}', fence = $3, attempts = attempts + 1, version = version + (status <> '${WORKING[kind]}')::int,
         due_at = app.now() + make_interval(mins => $4)
       WHERE newsroom = $1 AND id = $2 AND due_at <= app.now() AND ${NEXT[kind]}
       RETURNING id, fence, attempts, kind, url, fetched_from, title, author, language, published_at, desk,
         external_ref, supersedes, input, input_type, text`,
      [tx.newsroom, id, uuidv7(), leaseMinutes],
    );
  }

  /** The page as fetched; undefined when the fence no longer holds. Extraction is due at once. */
  storeFetched(tx: Tx, work: ArticleWork, page: FetchedPage): Promise<Article | undefined> {
    return tx.row(
      `UPDATE article SET status = 'extracting', input = $4, input_type = $5, input_sha256 = $6, fetched_from = $7, failure = NULL,
         attempts = 0, fence = NULL, due_at = app.now(), version = version + 1
       WHERE newsroom = $1 AND id = $2 AND fence = $3 RETURNING ${COLUMNS}`,
      [tx.newsroom, work.id, work.fence, page.bytes, page.contentType, page.sha256, page.finalUrl],
    );
  }

  /** Locks the article's row and says whether the fence still holds. */
  async holds(tx: Tx, work: ArticleWork): Promise<boolean> {
    const row = await tx.row(
      'SELECT 1 AS one FROM article WHERE newsroom = $1 AND id = $2 AND fence = $3 FOR NO KEY UPDATE',
      [tx.newsroom, work.id, work.fence],
    );
    return row !== undefined;
  }

  finish(tx: Tx, work: ArticleWork, read: ReadText): Promise<Article | undefined> {
    return tx.row(
      `UPDATE article SET status = 'extracted', text = $4, text_sha256 = $5, text_key = $6, title = coalesce(title, $7),
         author = coalesce(author, $8), publisher = coalesce(publisher, $9), published_at = coalesce(published_at, $10),
         language = coalesce(language, $11), reading = $12, claim_count = $13, same_as = $14, failure = NULL, fence = NULL,
         due_at = NULL, version = version + 1
       WHERE newsroom = $1 AND id = $2 AND fence = $3 RETURNING ${COLUMNS}`,
      [
        ...[tx.newsroom, work.id, work.fence, read.text, read.textSha256, read.textKey, read.title, read.author],
        ...[
          read.publisher,
          read.publishedAt,
          read.language,
          JSON.stringify(read.reading),
          read.claimCount,
          read.sameAs,
        ],
      ],
    );
  }

  fail(tx: Tx, work: ArticleWork, failure: ArticleFailure): Promise<Article | undefined> {
    return tx.row(
      `UPDATE article SET status = 'failed', failure = $4, fence = NULL, due_at = NULL, version = version + 1
       WHERE newsroom = $1 AND id = $2 AND fence = $3 RETURNING ${COLUMNS}`,
      [tx.newsroom, work.id, work.fence, JSON.stringify(failure)],
    );
  }

  /** Puts the work off: another job takes it after `seconds`. The reason shows meanwhile. */
  async putOff(tx: Tx, work: ArticleWork, seconds: number, failure: ArticleFailure | null): Promise<void> {
    await tx.run(
      `UPDATE article SET fence = NULL, due_at = app.now() + make_interval(secs => $4), failure = coalesce($5, failure)
       WHERE newsroom = $1 AND id = $2 AND fence = $3`,
      [tx.newsroom, work.id, work.fence, seconds, failure && JSON.stringify(failure)],
    );
  }

  /** A failed article from the beginning; undefined when it did not fail. */
  reset(tx: Tx, id: string): Promise<Article | undefined> {
    return tx.row(
      `UPDATE article SET status = 'received', failure = NULL, attempts = 0, fence = NULL, due_at = app.now(), version = version + 1
       WHERE newsroom = $1 AND id = $2 AND status = 'failed' RETURNING ${COLUMNS}`,
      [tx.newsroom, id],
    );
  }

  /** Whether the page is there, or has to be fetched (again). */
  async next(tx: Tx, id: string): Promise<WorkKind> {
    const row = await tx.row<{ fetch: boolean }>(
      `SELECT ${NEXT.fetch} AS fetch FROM article WHERE newsroom = $1 AND id = $2`,
      [tx.newsroom, id],
    );
    return row?.fetch ? 'fetch' : 'extract';
  }

  /** The article and what it supersedes, and so on back to the first version: newest first. */
  async versions(tx: Tx, supersedes: string | null): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(
      `WITH RECURSIVE older AS (
         SELECT id, supersedes, 1 AS depth FROM article WHERE newsroom = $1 AND id = $2
         UNION ALL
         SELECT a.id, a.supersedes, o.depth + 1 FROM older o JOIN article a ON a.newsroom = $1 AND a.id = o.supersedes
         WHERE o.depth < 1000)
       SELECT id FROM older ORDER BY depth`,
      [tx.newsroom, supersedes],
    );
    return rows.map((row) => row.id);
  }

  /** Another article that was read already, with this text at the same address or under the same reference. */
  async sameText(tx: Tx, work: ArticleWork, key: Buffer, urls: readonly Buffer[]): Promise<string | undefined> {
    const row = await tx.row<{ id: string }>(
      `SELECT id FROM article WHERE newsroom = $1 AND id <> $2 AND text_key = $3 AND status = 'extracted' AND same_as IS NULL
         AND (url_key = ANY ($4::bytea[]) OR external_ref = $5) ORDER BY created_at, id LIMIT 1`,
      [tx.newsroom, work.id, key, urls, work.externalRef],
    );
    return row?.id;
  }

  /** One article of a newsroom at a time brings its claims in, so that equal ones find each other. */
  async lockIntake(tx: Tx): Promise<void> {
    await tx.rows(`SELECT pg_advisory_xact_lock(hashtextextended('intake:' || $1::text, 0))`, [tx.newsroom]);
  }
}
