import { Injectable } from '@nestjs/common';
import type { SystemTx, Tx } from '#database';
import type { IndexedText } from './document.rules.js';

/** A claim or an imported review, as much of it as can be found. */
export interface Subject {
  claimId: string | null;
  reviewId: string | null;
  text: string;
  others: (string | null)[];
  claimants: string[];
  published: boolean;
  since: Date;
  /** Gone from the archive: merged into another claim, or withdrawn. */
  gone: boolean;
  /** Where the claim stands; null for reviews. */
  state: string | null;
  context: string | null;
}

export interface Corpus {
  documents: number;
  words: number;
  /** The last number that a document got. */
  numbered: number;
  lettersVersion: number;
  /** Of the first so many documents letters were sampled. */
  lettersDocuments: number;
}

export interface NewDocument extends IndexedText {
  subject: Subject;
  textKey: string;
}

export interface KeptDocument extends Omit<IndexedText, 'terms'> {
  id: string;
  textKey: string;
  published: boolean;
  /** By which its postings know it; null: it is not posted yet. */
  number: number | null;
}

const KEPT = 'id, number, tsvector_to_array(terms) AS stems, length, letters, text_key, published';

/** All SQL on the archive's own tables. */
@Injectable()
export class ArchiveStore {
  /** One at a time in a newsroom writes its archive; held until the transaction ends. */
  async lock(tx: Tx): Promise<void> {
    await tx.row(`SELECT pg_advisory_xact_lock(hashtextextended('archive.' || $1, 0))`, [tx.newsroom]);
  }

  /** The oldest changes that the archive has not read. */
  work(tx: Tx, limit: number): Promise<{ position: number; claimId: string | null; reviewId: string | null }[]> {
    return tx.rows(
      'SELECT position, claim_id, review_id FROM match_work WHERE newsroom = $1 ORDER BY position LIMIT $2',
      [tx.newsroom, limit],
    );
  }

  async done(tx: Tx, positions: readonly number[]): Promise<void> {
    await tx.run('DELETE FROM match_work WHERE newsroom = $1 AND position = ANY ($2::bigint[])', [
      tx.newsroom,
      positions,
    ]);
  }

  /** Newsrooms with work. */
  due(tx: SystemTx, limit: number): Promise<{ newsroom: string }[]> {
    return tx.rows(
      `SELECT id AS newsroom FROM newsroom n WHERE EXISTS (SELECT FROM match_work w WHERE w.newsroom = n.id)
         OR EXISTS (SELECT FROM match_document d WHERE d.newsroom = n.id AND d.number IS NULL) LIMIT $1`,
      [limit],
    );
  }

  claims(tx: Tx, ids: readonly string[]): Promise<Subject[]> {
    return tx.rows(
      `SELECT c.id AS claim_id, NULL::uuid AS review_id, c.text, c.context, c.state, c.state = 'merged' AS gone,
         c.publication = 'live' AS published, c.created_at AS since,
         ARRAY[c.wording, (SELECT f.wording FROM fact_check f WHERE f.newsroom = $1 AND f.claim_id = c.id)] || ARRAY(
           SELECT m.text FROM claim m WHERE m.newsroom = $1 AND m.merged_into = c.id ORDER BY m.created_at, m.id LIMIT 50) AS others,
         ARRAY(SELECT DISTINCT a.claimant_name FROM appearance a
           WHERE a.newsroom = $1 AND a.claim_id = c.id AND a.claimant_name IS NOT NULL ORDER BY 1 LIMIT 20) AS claimants
       FROM claim c WHERE c.newsroom = $1 AND c.id = ANY ($2::uuid[])`,
      [tx.newsroom, ids],
    );
  }

  reviews(tx: Tx, ids: readonly string[]): Promise<Subject[]> {
    return tx.rows(
      `SELECT NULL::uuid AS claim_id, id AS review_id, claim_reviewed AS text, NULL::text AS context, NULL::text AS state,
         withdrawn_at IS NOT NULL AS gone, true AS published, created_at AS since, ARRAY[title] AS others,
         array_remove(ARRAY[claimant], NULL) AS claimants
       FROM imported_review WHERE newsroom = $1 AND id = ANY ($2::uuid[])`,
      [tx.newsroom, ids],
    );
  }

  /** The documents of these as they are kept, with their stems. */
  kept(tx: Tx, ids: readonly string[]): Promise<KeptDocument[]> {
    return tx.rows(
      `SELECT ${KEPT} FROM match_document
       WHERE newsroom = $1 AND id = ANY ($2::uuid[])`,
      [tx.newsroom, ids],
    );
  }

  /** Those that were there before the archive had postings, the oldest first. */
  unposted(tx: Tx, limit: number): Promise<KeptDocument[]> {
    return tx.rows(
      `SELECT ${KEPT} FROM match_document
       WHERE newsroom = $1 AND number IS NULL ORDER BY id LIMIT $2`,
      [tx.newsroom, limit],
    );
  }

  /** Numbers that no document had: the first of `count` in a row. */
  async numbers(tx: Tx, count: number): Promise<number> {
    const row = await tx.row<{ numbered: number }>(
      `INSERT INTO match_corpus (newsroom, documents, words, numbered) VALUES ($1, 0, 0, $2)
       ON CONFLICT (newsroom) DO UPDATE SET numbered = match_corpus.numbered + excluded.numbered RETURNING numbered`,
      [tx.newsroom, count],
    );
    return (row as { numbered: number }).numbered - count + 1;
  }

  async number(tx: Tx, ids: readonly string[], numbers: readonly number[]): Promise<void> {
    await tx.run(
      `UPDATE match_document d SET number = n.number FROM unnest($2::uuid[], $3::int[]) AS n (id, number)
       WHERE d.newsroom = $1 AND d.id = n.id`,
      [tx.newsroom, ids, numbers],
    );
  }

  async replace(
    tx: Tx,
    gone: readonly string[],
    documents: readonly (NewDocument & { number: number })[],
  ): Promise<void> {
    if (gone.length > 0)
      await tx.run('DELETE FROM match_document WHERE newsroom = $1 AND id = ANY ($2::uuid[])', [tx.newsroom, gone]);
    if (documents.length === 0) return;
    const rows = documents.map(({ subject, textKey, terms, length, letters, number }) => {
      const { claimId, reviewId, published, since } = subject;
      const ids = { claim_id: claimId, review_id: reviewId, number };
      return { ...ids, text_key: textKey, terms, length, letters, published, since };
    });
    await tx.run(
      `INSERT INTO match_document (newsroom, id, number, claim_id, review_id, text_key, terms, length, letters, published, since)
       SELECT $1, coalesce(d.claim_id, d.review_id), d.number, d.claim_id, d.review_id, d.text_key, d.terms::tsvector, d.length, d.letters,
         d.published, d.since
       FROM jsonb_to_recordset($2::jsonb) AS d (claim_id uuid, review_id uuid, number integer, text_key text, terms text, length integer, letters text,
         published boolean, since timestamptz)`,
      [tx.newsroom, JSON.stringify(rows)],
    );
  }

  /** How many more documents hold each stem now, or fewer. */
  async count(tx: Tx, stems: ReadonlyMap<string, number>, documents: number, words: number): Promise<void> {
    const changed = [...stems].filter(([, by]) => by !== 0);
    if (changed.length > 0)
      await tx.run(
        `INSERT INTO match_term (newsroom, term, documents) SELECT $1, term, by FROM unnest($2::text[], $3::int[]) AS t (term, by)
         ON CONFLICT (newsroom, term) DO UPDATE SET documents = match_term.documents + excluded.documents`,
        [tx.newsroom, changed.map(([stem]) => stem), changed.map(([, by]) => by)],
      );
    await tx.run(
      `INSERT INTO match_corpus (newsroom, documents, words) VALUES ($1, $2, $3)
       ON CONFLICT (newsroom) DO UPDATE SET documents = match_corpus.documents + excluded.documents, words = match_corpus.words + excluded.words`,
      [tx.newsroom, documents, words],
    );
  }

  async corpus(tx: Tx): Promise<Corpus> {
    const row = await tx.row<Corpus>(
      'SELECT documents, words, numbered, letters_version, letters_documents FROM match_corpus WHERE newsroom = $1',
      [tx.newsroom],
    );
    return row ?? { documents: 0, words: 0, numbered: 0, lettersVersion: 0, lettersDocuments: 0 };
  }

  async letters(tx: Tx): Promise<{ letters: Buffer; lettersVersion: number } | undefined> {
    return tx.row('SELECT letters, letters_version FROM match_corpus WHERE newsroom = $1 AND letters IS NOT NULL', [
      tx.newsroom,
    ]);
  }

  /** The letters of some of the first `upTo` documents, drawn by a hash of the letters themselves: the same documents give the same sample. */
  async sample(tx: Tx, upTo: number, size: number): Promise<string[]> {
    const rows = await tx.rows<{ letters: string }>(
      'SELECT letters FROM match_document WHERE newsroom = $1 AND number <= $2 ORDER BY md5(letters), number LIMIT $3',
      [tx.newsroom, upTo, size],
    );
    return rows.map(({ letters }) => letters);
  }

  /** `upTo`: the number of the last document that the sample was drawn from. */
  async keepLetters(tx: Tx, letters: Buffer, upTo: number): Promise<void> {
    await tx.run(
      `UPDATE match_corpus SET letters = $2, letters_version = letters_version + 1, letters_documents = $3 WHERE newsroom = $1`,
      [tx.newsroom, letters, upTo],
    );
  }
}
