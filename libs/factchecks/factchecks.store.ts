import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { SystemTx, Tx } from '#database';
import type { Correction } from './factchecks.types.js';
import { slugApart, slugOf } from './slug.rules.js';
import type { CorrectionEntry, FactCheck, Version, VersionContent } from './version.types.js';

const FACT_CHECK = `id, claim_id, slug, publication, desk, number, rating_key, wording, language, first_published_at,
  updated_at, retracted_at, retraction_reason, version`;
const VERSION = `id, fact_check_id, claim_id, number, published_at, published_by, correction_type, correction_notice, content`;
const CORRECTION = `c.id, c.fact_check_id, f.claim_id, f.slug, f.wording, c.number, c.previous_number, c.type, c.notice,
  c.from_rating, c.to_rating, c.at
  FROM correction c JOIN fact_check f ON f.newsroom = c.newsroom AND f.id = c.fact_check_id`;

interface VersionRow extends Omit<Version, 'correction'> {
  correctionType: Correction['type'] | null;
  correctionNotice: string | null;
}

function versionOf({ correctionType, correctionNotice, ...row }: VersionRow): Version {
  const correction = correctionType === null ? null : { type: correctionType, notice: correctionNotice ?? '' };
  return { ...row, correction };
}

export interface FactCheckFilter {
  publication?: FactCheck['publication'];
  claimId?: string;
  rating?: string;
  desk?: string;
}

/** Keys of the last row of the page before. */
export interface After {
  at: Date | string;
  id: string;
}

/** All SQL on fact-checks, their versions and the corrections log. */
@Injectable()
export class FactCheckStore {
  byId(tx: Tx, id: string): Promise<FactCheck | undefined> {
    return tx.row(`SELECT ${FACT_CHECK} FROM fact_check WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  /** Newsrooms that have published something, by name. */
  publishers(tx: SystemTx, limit: number): Promise<{ name: string; slug: string }[]> {
    return tx.rows(
      `SELECT n.name, n.slug FROM newsroom n WHERE EXISTS (SELECT FROM fact_check f WHERE f.newsroom = n.id)
       ORDER BY n.name, n.slug LIMIT $1`,
      [limit],
    );
  }

  ofClaim(tx: Tx, claimId: string): Promise<FactCheck | undefined> {
    return tx.row(`SELECT ${FACT_CHECK} FROM fact_check WHERE newsroom = $1 AND claim_id = $2`, [tx.newsroom, claimId]);
  }

  bySlug(tx: Tx, slug: string): Promise<FactCheck | undefined> {
    return tx.row(`SELECT ${FACT_CHECK} FROM fact_check WHERE newsroom = $1 AND slug = $2`, [tx.newsroom, slug]);
  }

  /** Newest change first. */
  list(tx: Tx, filter: FactCheckFilter, after: After | undefined, limit: number): Promise<FactCheck[]> {
    const values: unknown[] = [tx.newsroom];
    const where = ['newsroom = $1'];
    const add = (sql: (n: number) => string, ...given: unknown[]) => {
      where.push(sql(values.length + 1));
      values.push(...given);
    };
    if (filter.publication) add((n) => `publication = $${n}`, filter.publication);
    if (filter.claimId) add((n) => `claim_id = $${n}`, filter.claimId);
    if (filter.rating) add((n) => `rating_key = $${n}`, filter.rating);
    if (filter.desk) add((n) => `desk = $${n}`, filter.desk);
    if (after) add((n) => `(updated_at, id) < ($${n}::timestamptz, $${n + 1}::uuid)`, after.at, after.id);
    add((n) => `true ORDER BY updated_at DESC, id DESC LIMIT $${n}`, limit);
    return tx.rows(`SELECT ${FACT_CHECK} FROM fact_check WHERE ${where.join(' AND ')}`, values);
  }

  async insert(tx: Tx, claim: { id: string; desk?: string | null }, content: VersionContent): Promise<FactCheck> {
    const id = uuidv7();
    const slug = slugOf(content.wording);
    for (const each of [slug, slugApart(slug, id)]) {
      const row = await tx.row<FactCheck>(
        `INSERT INTO fact_check (newsroom, id, claim_id, slug, publication, desk, number, rating_key, wording, language)
         VALUES ($1, $2, $3, $4, 'live', $5, 1, $6, $7, $8)
         ON CONFLICT (newsroom, slug) DO NOTHING RETURNING ${FACT_CHECK}`,
        [tx.newsroom, id, claim.id, each, claim.desk ?? null, content.rating.key, content.wording, content.language],
      );
      if (row) return row;
    }
    throw new Error(`No address is free for fact-check ${id}.`);
  }

  /** The next version is out: live (again), under its new number. */
  async advance(tx: Tx, id: string, number: number, desk: string | null, content: VersionContent): Promise<FactCheck> {
    const row = await tx.row<FactCheck>(
      `UPDATE fact_check SET number = $3, rating_key = $4, wording = $5, language = $6, desk = $7, publication = 'live',
         retracted_at = NULL, retraction_reason = NULL, updated_at = app.now(), version = version + 1
       WHERE newsroom = $1 AND id = $2 RETURNING ${FACT_CHECK}`,
      [tx.newsroom, id, number, content.rating.key, content.wording, content.language, desk],
    );
    return row as FactCheck;
  }

  async retract(tx: Tx, id: string, reason: string): Promise<FactCheck> {
    const row = await tx.row<FactCheck>(
      `UPDATE fact_check SET publication = 'retracted', retracted_at = app.now(), retraction_reason = $3,
         updated_at = app.now(), version = version + 1
       WHERE newsroom = $1 AND id = $2 RETURNING ${FACT_CHECK}`,
      [tx.newsroom, id, reason],
    );
    return row as FactCheck;
  }

  async insertVersion(tx: Tx, version: Omit<Version, 'id' | 'publishedAt'>): Promise<Version> {
    const { factCheckId, claimId, number, publishedBy, correction, content } = version;
    const row = await tx.row<VersionRow>(
      `INSERT INTO fact_check_version (newsroom, id, fact_check_id, claim_id, number, published_by, rating_key,
         correction_type, correction_notice, content)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${VERSION}`,
      [
        tx.newsroom,
        uuidv7(),
        factCheckId,
        claimId,
        number,
        publishedBy,
        content.rating.key,
        correction?.type ?? null,
        correction?.notice ?? null,
        JSON.stringify(content),
      ],
    );
    return versionOf(row as VersionRow);
  }

  async versionByNumber(tx: Tx, factCheckId: string, number: number): Promise<Version | undefined> {
    const row = await tx.row<VersionRow>(
      `SELECT ${VERSION} FROM fact_check_version WHERE newsroom = $1 AND fact_check_id = $2 AND number = $3`,
      [tx.newsroom, factCheckId, number],
    );
    return row && versionOf(row);
  }

  /** All versions of one fact-check, newest first. */
  async versions(tx: Tx, factCheckId: string): Promise<Version[]> {
    const rows = await tx.rows<VersionRow>(
      `SELECT ${VERSION} FROM fact_check_version WHERE newsroom = $1 AND fact_check_id = $2 ORDER BY number DESC`,
      [tx.newsroom, factCheckId],
    );
    return rows.map(versionOf);
  }

  /** The newest version of each of these fact-checks. */
  async newestVersions(tx: Tx, factCheckIds: readonly string[]): Promise<Map<string, Version>> {
    const rows = await tx.rows<VersionRow>(
      `SELECT DISTINCT ON (fact_check_id) ${VERSION} FROM fact_check_version
       WHERE newsroom = $1 AND fact_check_id = ANY ($2::uuid[]) ORDER BY fact_check_id, number DESC`,
      [tx.newsroom, factCheckIds],
    );
    return new Map(rows.map((row) => [row.factCheckId, versionOf(row)]));
  }

  async insertCorrection(
    tx: Tx,
    entry: Pick<
      CorrectionEntry,
      'factCheckId' | 'number' | 'previousNumber' | 'type' | 'notice' | 'fromRating' | 'toRating'
    >,
  ): Promise<void> {
    await tx.run(
      `INSERT INTO correction (newsroom, id, fact_check_id, number, previous_number, type, notice, from_rating, to_rating)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        tx.newsroom,
        uuidv7(),
        entry.factCheckId,
        entry.number,
        entry.previousNumber,
        entry.type,
        entry.notice,
        entry.fromRating,
        entry.toRating,
      ],
    );
  }

  /** The corrections log, newest first; of one fact-check, when asked. */
  corrections(
    tx: Tx,
    filter: { factCheckId?: string },
    after: After | undefined,
    limit: number,
  ): Promise<CorrectionEntry[]> {
    return tx.rows(
      `SELECT ${CORRECTION} WHERE c.newsroom = $1 AND ($2::uuid IS NULL OR c.fact_check_id = $2)
         AND ($3::timestamptz IS NULL OR (c.at, c.id) < ($3, $4::uuid))
       ORDER BY c.at DESC, c.id DESC LIMIT $5`,
      [tx.newsroom, filter.factCheckId ?? null, after?.at ?? null, after?.id ?? null, limit],
    );
  }

  /** All corrections of these fact-checks, newest first. */
  correctionsOf(tx: Tx, factCheckIds: readonly string[]): Promise<CorrectionEntry[]> {
    return tx.rows(
      `SELECT ${CORRECTION} WHERE c.newsroom = $1 AND c.fact_check_id = ANY ($2::uuid[]) ORDER BY c.at DESC, c.id DESC`,
      [tx.newsroom, factCheckIds],
    );
  }
}
