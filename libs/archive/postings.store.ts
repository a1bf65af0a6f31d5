import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { blockOf, type Chosen, type Posting } from './postings.rules.js';

export interface CandidateRow {
  id: string;
  number: number | null;
  claimId: string | null;
  reviewId: string | null;
  textKey: string;
  terms: string;
  length: number;
  letters: string;
}

/** What keeps candidates out: the claim itself, claims that came after it, and pairs that a person rejected. */
export interface Barring {
  self: string | null;
  before: Date | null;
  barred: readonly string[];
}

/** A document, as the postings of its stems know it; see `entryOf`. */
export interface Posted {
  number: number;
  entry: number;
  stems: readonly string[];
}

const CANDIDATE = 'd.id, d.number, d.claim_id, d.review_id, d.text_key, d.terms::text, d.length, d.letters';
/** Of $3 the claim itself, $4 its time, $5 those that are barred. */
const ALLOWED = `d.id IS DISTINCT FROM $3::uuid AND d.id <> ALL ($5::uuid[])
  AND ($4::timestamptz IS NULL OR d.review_id IS NOT NULL OR d.published OR (d.since, d.id) < ($4, $3))`;

/** All SQL on which documents hold a word. */
@Injectable()
export class PostingStore {
  /** How many documents hold each of the stems; for those that none holds, the stems in use that are spelt alike. */
  terms(
    tx: Tx,
    stems: readonly string[],
  ): Promise<{ wantedTerm: string; term: string; documents: number; likeness: number }[]> {
    return tx.rows('SELECT wanted_term, term, documents, likeness FROM app.match_terms($1)', [stems]);
  }

  postings(tx: Tx, chosen: readonly Chosen[]): Promise<Posting[]> {
    if (chosen.length === 0) return Promise.resolve([]);
    return tx.rows(
      `SELECT p.term, p.block, p.documents::text AS entries FROM unnest($2::text[], $3::int[]) AS w (term, since)
       JOIN match_posting p ON p.newsroom = $1 AND p.term = w.term AND p.block >= w.since`,
      [tx.newsroom, chosen.map(({ term }) => term), chosen.map(({ since }) => since)],
    );
  }

  /** Documents by their numbers, in that order, the first `most` that are not barred. */
  documents(
    tx: Tx,
    numbers: readonly number[],
    { self, before, barred }: Barring,
    most: number,
  ): Promise<CandidateRow[]> {
    return tx.rows(
      `SELECT ${CANDIDATE} FROM unnest($2::int[]) WITH ORDINALITY AS w (number, place)
       JOIN match_document d ON d.newsroom = $1 AND d.number = w.number WHERE ${ALLOWED} ORDER BY w.place LIMIT $6`,
      [tx.newsroom, numbers, self, before, barred, most],
    );
  }

  /** Documents in the same words, the earliest first. */
  same(tx: Tx, textKey: string, { self, before, barred }: Barring, most: number): Promise<CandidateRow[]> {
    return tx.rows(
      `SELECT ${CANDIDATE} FROM match_document d WHERE d.newsroom = $1 AND d.text_key = $2 AND ${ALLOWED} ORDER BY d.id LIMIT $6`,
      [tx.newsroom, textKey, self, before, barred, most],
    );
  }

  /** Puts documents into the postings of their stems, and takes others out. */
  async post(tx: Tx, added: readonly Posted[], removed: readonly Posted[] = []): Promise<void> {
    const [gone, come] = [flat(removed), flat(added)];
    if (gone.terms.length > 0)
      await tx.run(
        `UPDATE match_posting p SET documents = (SELECT coalesce(array_agg(kept), '{}') FROM unnest(p.documents) AS kept WHERE kept <> ALL (g.entries))
         FROM (SELECT term, block, array_agg(entry) AS entries FROM unnest($2::text[], $3::int[], $4::smallint[]) AS g (term, block, entry)
           GROUP BY term, block) AS g
         WHERE p.newsroom = $1 AND p.term = g.term AND p.block = g.block`,
        [tx.newsroom, gone.terms, gone.blocks, gone.entries],
      );
    if (come.terms.length > 0)
      await tx.run(
        `INSERT INTO match_posting (newsroom, term, block, documents)
         SELECT $1, term, block, array_agg(entry) FROM unnest($2::text[], $3::int[], $4::smallint[]) AS c (term, block, entry)
         GROUP BY term, block
         ON CONFLICT (newsroom, term, block) DO UPDATE SET documents = match_posting.documents || excluded.documents`,
        [tx.newsroom, come.terms, come.blocks, come.entries],
      );
  }
}

function flat(documents: readonly Posted[]) {
  const each = documents.flatMap(({ number, entry, stems }) => stems.map((term) => ({ term, number, entry })));
  return {
    terms: each.map(({ term }) => term),
    blocks: each.map(({ number }) => blockOf(number)),
    entries: each.map(({ entry }) => entry),
  };
}
