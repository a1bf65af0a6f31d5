import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Article, ArticleFacts, ArticleKind, ArticleStatus } from './article.types.js';

export const COLUMNS = `id, version, status, kind, title, url, author, publisher, published_at, language, desk, external_ref,
  supersedes, same_as, text_sha256, reading, claim_count, failure, created_at, created_by`;

export interface ArticleFilter {
  status?: ArticleStatus;
  externalRef?: string;
  /** The last row of the page before. */
  after?: [createdAt: string, id: string];
  limit: number;
}

export interface ArticleRow extends ArticleFacts {
  id: string;
  kind: ArticleKind;
  urlKey: Buffer | null;
  input: Buffer | null;
  inputType: string | null;
  inputSha256: Buffer | null;
  text: string | null;
  textSha256: Buffer | null;
  textKey: Buffer | null;
  createdBy: Article['createdBy'];
}

/** What makes an article that comes in the same as one that is there. */
export interface Likeness {
  kind: ArticleKind;
  inputSha256: Buffer | null;
  textKey: Buffer | null;
  urlKey: Buffer | null;
  externalRef: string | null;
  supersedes: string | null;
}

@Injectable()
export class ArticleStore {
  byId(tx: Tx, id: string): Promise<Article | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM article WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  /** The stored text; undefined: no such article, `text` null: not read yet. */
  text(
    tx: Tx,
    id: string,
  ): Promise<{ text: string | null; textSha256: Buffer | null; language: string | null } | undefined> {
    return tx.row('SELECT text, text_sha256, language FROM article WHERE newsroom = $1 AND id = $2', [tx.newsroom, id]);
  }

  /** Newest first. */
  list(tx: Tx, { status, externalRef, after, limit }: ArticleFilter): Promise<Article[]> {
    const values: unknown[] = [tx.newsroom, limit];
    const given = (value: unknown) => `$${values.push(value)}`;
    const where = ['newsroom = $1'];
    if (status) where.push(`status = ${given(status)}`);
    if (externalRef !== undefined) where.push(`external_ref = ${given(externalRef)}`);
    if (after) where.push(`(created_at, id) < (${given(after[0])}::timestamptz, ${given(after[1])}::uuid)`);
    return tx.rows(
      `SELECT ${COLUMNS} FROM article WHERE ${where.join(' AND ')} ORDER BY created_at DESC, id DESC LIMIT $2`,
      values,
    );
  }

  async insert(tx: Tx, a: ArticleRow): Promise<Article> {
    const row = await tx.row<Article>(
      `INSERT INTO article (newsroom, id, kind, url, url_key, title, author, publisher, published_at, language, desk, external_ref,
         supersedes, input, input_type, input_sha256, text, text_sha256, text_key, created_by, due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, app.now())
       RETURNING ${COLUMNS}`,
      [
        tx.newsroom,
        ...[a.id, a.kind, a.url ?? null, a.urlKey, a.title ?? null, a.author ?? null, a.publisher ?? null],
        ...[a.publishedAt ?? null, a.language ?? null, a.desk ?? null, a.externalRef ?? null, a.supersedes ?? null],
        ...[a.input, a.inputType, a.inputSha256, a.text, a.textSha256, a.textKey, JSON.stringify(a.createdBy)],
      ],
    );
    return row as Article;
  }

  /** Held until the transaction ends: of those who bring the same article at once, one stores it and the others find it. */
  async lockLikeness(tx: Tx, { inputSha256, urlKey, externalRef }: Likeness): Promise<void> {
    const keys = [inputSha256?.toString('hex'), urlKey?.toString('hex'), externalRef].filter((key) => key != null);
    await tx.rows(
      `SELECT pg_advisory_xact_lock(key) FROM
         (SELECT hashtextextended('article:' || $1::text || ':' || k, 0) AS key FROM unnest($2::text[]) AS k ORDER BY 1) AS keys`,
      [tx.newsroom, keys],
    );
  }

  /**
   * The article that is there already: the same input where neither address nor external reference speaks against it, the same
   * text under the same address or reference, or, for an address alone, the article fetched from there. Oldest first.
   */
  same(tx: Tx, like: Likeness): Promise<Article | undefined> {
    return tx.row(
      `SELECT ${COLUMNS} FROM article WHERE newsroom = $1 AND (
         (input_sha256 = $2 AND kind = $6 AND kind <> 'url'
           AND coalesce(url_key = $4, true) AND coalesce(external_ref = $5, true))
         OR (text_key = $3 AND (url_key = $4 OR external_ref = $5))
         OR ($6 = 'url' AND kind = 'url' AND url_key = $4 AND coalesce(external_ref = $5, true)
           AND supersedes IS NOT DISTINCT FROM $7::uuid))
       ORDER BY created_at, id LIMIT 1`,
      [tx.newsroom, like.inputSha256, like.textKey, like.urlKey, like.externalRef, like.kind, like.supersedes],
    );
  }
}
