import './log.entity.js';
import { Injectable } from '@nestjs/common';
import type { SystemTx, Tx } from '#database';
import { genesis, type ChainRow } from './chain.rules.js';
import type { Point } from './verify.rules.js';

export interface SealedRow extends ChainRow {
  position: number;
  personal: Record<string, unknown> | null;
  requestId: string | null;
  traceparent: string | null;
  hash: Buffer;
}

/** A row with all that its place in the chain is proven by. */
export interface ChainedRow extends SealedRow {
  salt: Buffer | null;
}

const COLUMNS = `newsroom, id, at, position, type, actor, subject_kind, subject_id, subject_version, subject_external_ref,
  claim_id, data, personal, personal_digest, request_id, traceparent, sequence, hash`;

/** A row with the hash that its own follows from; null: it is the first of the newsroom. */
export interface ClaimRowInChain extends ChainedRow {
  previous: Buffer | null;
}

/** All SQL on the log but the insert, which is `record`. */
@Injectable()
export class LogStore {
  /** Sealed rows after a sequence, in order; `type` is one type or a group such as `claim.*`. */
  sealedAfter(tx: Tx, newsroom: string, after: number, limit: number, type = '*'): Promise<SealedRow[]> {
    const like = type.replace(/[\\%_]/g, '\\$&').replace(/\*$/, '%');
    return tx.rows(
      `SELECT ${COLUMNS} FROM log WHERE newsroom = $1 AND sequence > $2 AND type LIKE $4 ORDER BY sequence LIMIT $3`,
      [newsroom, after, limit, like],
    );
  }

  /** Sealed rows of the chain after a sequence and up to another, in order, with the salt of their personal fields. */
  chain(tx: Tx, after: number, until: number, limit: number): Promise<ChainedRow[]> {
    return tx.rows(
      `SELECT ${COLUMNS}, salt FROM log WHERE newsroom = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence LIMIT $4`,
      [tx.newsroom, after, until, limit],
    );
  }

  /** Where the chain closes after this row; undefined where there is no such row. */
  async pointAt(tx: Tx, sequence: number): Promise<Point | undefined> {
    if (sequence === 0) return { sequence, hash: genesis(tx.newsroom) };
    return tx.row('SELECT sequence, hash FROM log WHERE newsroom = $1 AND sequence = $2 LIMIT 1', [
      tx.newsroom,
      sequence,
    ]);
  }

  /** The head, the sequence of the last sealed row (one snapshot of both), and how many rows wait for their seal. */
  async ends(tx: Tx): Promise<{ head: Point; last: number; waiting: number; now: Date }> {
    type Row = { sequence: number | null; hash: Buffer | null; last: number | null; waiting: number; now: Date };
    const row = (await tx.row<Row>(
      `SELECT app.now() AS now, h.sequence, h.hash, (SELECT max(sequence) FROM log WHERE newsroom = $1 AND sequence IS NOT NULL) AS last,
         (SELECT count(*)::int FROM log WHERE newsroom = $1 AND sequence IS NULL) AS waiting
       FROM (SELECT 1) AS one LEFT JOIN log_head h ON h.newsroom = $1`,
      [tx.newsroom],
    )) as Row;
    const head = { sequence: row.sequence ?? 0, hash: row.hash ?? genesis(tx.newsroom) };
    return { head, last: row.last ?? 0, waiting: row.waiting, now: row.now };
  }

  /**
   * Takes the personal fields off every row about this person, and off those in which they said something; the chain keeps the
   * digest. Reads the whole log of the newsroom. The number of rows.
   */
  erasePersonal(tx: Tx, personId: string): Promise<number> {
    return tx.run(
      `UPDATE log SET personal = NULL, salt = NULL WHERE newsroom = $1 AND personal IS NOT NULL
         AND (subject_id = ($2::text)::uuid OR (actor ->> 'id' = $2 AND subject_kind <> 'person') OR data -> 'people' ? $2
           OR data ->> 'person' = $2 OR data -> 'owner' ->> 'id' = $2)`,
      [tx.newsroom, personId],
    );
  }

  /** The sequence of the newsroom's last sealed row; 0 before the first. */
  async head(tx: Tx): Promise<number> {
    const row = await tx.row<{ head: number }>(
      'SELECT coalesce(max(sequence), 0) AS head FROM log WHERE newsroom = $1 AND sequence IS NOT NULL',
      [tx.newsroom],
    );
    return row?.head ?? 0;
  }

  byId(tx: Tx, id: string): Promise<SealedRow | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM log WHERE newsroom = $1 AND id = $2 AND sequence IS NOT NULL`, [
      tx.newsroom,
      id,
    ]);
  }

  /** Sealed rows of a span of time (`until` is not in it) after a sequence, in order: for sending them again. */
  sealedBetween(tx: Tx, span: { since: Date; until: Date }, after: number, limit: number): Promise<SealedRow[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM log WHERE newsroom = $1 AND at >= $2 AND at < $3 AND sequence > $4
       ORDER BY sequence LIMIT $5`,
      [tx.newsroom, span.since, span.until, after, limit],
    );
  }

  /** Of these, the sealed rows, in no order. */
  byIds(tx: Tx, ids: readonly string[]): Promise<SealedRow[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM log WHERE newsroom = $1 AND id = ANY ($2::uuid[]) AND sequence IS NOT NULL`,
      [tx.newsroom, ids],
    );
  }

  /** A claim's rows, sealed or not, newest last; `after` is a position. */
  ofClaim(tx: Tx, claimId: string, after: number, limit: number): Promise<SealedRow[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM log WHERE newsroom = $1 AND claim_id = $2 AND position > $3 ORDER BY position LIMIT $4`,
      [tx.newsroom, claimId, after, limit],
    );
  }

  /** A claim's sealed rows in order, each with its place in the chain. */
  claimInChain(tx: Tx, claimId: string): Promise<ClaimRowInChain[]> {
    return tx.rows(
      `SELECT ${COLUMNS}, salt,
         (SELECT p.hash FROM log p WHERE p.newsroom = $1 AND p.sequence = log.sequence - 1) AS previous
       FROM log WHERE newsroom = $1 AND claim_id = $2 AND sequence IS NOT NULL ORDER BY sequence`,
      [tx.newsroom, claimId],
    );
  }

  /** Newsrooms with rows that wait for their seal. */
  async unsealedNewsrooms(tx: SystemTx): Promise<string[]> {
    const rows = await tx.rows<{ newsroom: string }>('SELECT DISTINCT newsroom FROM log WHERE sequence IS NULL');
    return rows.map((row) => row.newsroom);
  }

  /**
   * The newsroom's head, locked; undefined when another process holds it. Rows asked for in the same turn are read after that,
   * so none of them has been sealed by somebody else.
   */
  lockHead(tx: SystemTx, newsroom: string): Promise<Point | undefined> {
    tx.tell('INSERT INTO log_head (newsroom, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      newsroom,
      genesis(newsroom),
    ]);
    return tx.row('SELECT sequence, hash FROM log_head WHERE newsroom = $1 FOR UPDATE SKIP LOCKED', [newsroom]);
  }

  unsealed(tx: SystemTx, newsroom: string, limit: number): Promise<SealedRow[]> {
    return tx.rows(`SELECT ${COLUMNS} FROM log WHERE newsroom = $1 AND sequence IS NULL ORDER BY position LIMIT $2`, [
      newsroom,
      limit,
    ]);
  }

  seal(tx: SystemTx, newsroom: string, rows: readonly SealedRow[]): void {
    const last = rows.at(-1);
    if (!last) return;
    tx.tell(
      `UPDATE log SET sequence = v.sequence, hash = v.hash
       FROM unnest($1::timestamptz[], $2::uuid[], $3::bigint[], $4::bytea[]) AS v (at, id, sequence, hash)
       WHERE log.at = v.at AND log.id = v.id`,
      [
        rows.map((row) => row.at),
        rows.map((row) => row.id),
        rows.map((row) => row.sequence),
        rows.map((row) => row.hash),
      ],
    );
    tx.tell('UPDATE log_head SET sequence = $2, hash = $3, sealed_at = app.now() WHERE newsroom = $1', [
      newsroom,
      last.sequence,
      last.hash,
    ]);
  }

  /** Which of these readers have not read a newsroom's sealed rows to the end. `sequence`: of the last row read; null: none ever. */
  behind(
    tx: SystemTx,
    readers: readonly string[],
  ): Promise<{ newsroom: string; reader: string; sequence: number | null }[]> {
    return tx.rows(
      `SELECT h.newsroom, n.reader, r.sequence FROM log_head h CROSS JOIN unnest($1::text[]) AS n (reader)
       LEFT JOIN log_reader r ON r.newsroom = h.newsroom AND r.reader = n.reader
       WHERE h.sequence > coalesce(r.sequence, 0) ORDER BY h.newsroom`,
      [readers],
    );
  }

  async openCursors(tx: SystemTx, newsroom: string, readers: readonly string[]): Promise<void> {
    await tx.run(
      'INSERT INTO log_reader (newsroom, reader) SELECT $1, n.reader FROM unnest($2::text[]) AS n (reader) ON CONFLICT DO NOTHING',
      [newsroom, readers],
    );
  }

  /** Of these readers, those that have read this far, locked; not those that another process reads for. */
  async lockCursors(tx: SystemTx, newsroom: string, readers: readonly string[], at: number): Promise<string[]> {
    const rows = await tx.rows<{ reader: string }>(
      `SELECT reader FROM log_reader WHERE newsroom = $1 AND reader = ANY ($2) AND sequence = $3
       ORDER BY reader FOR UPDATE SKIP LOCKED`,
      [newsroom, readers, at],
    );
    return rows.map(({ reader }) => reader);
  }

  moveCursors(tx: SystemTx, newsroom: string, readers: readonly string[], to: number): void {
    tx.tell('UPDATE log_reader SET sequence = $3 WHERE newsroom = $1 AND reader = ANY ($2)', [newsroom, readers, to]);
  }

  async makePartitions(tx: SystemTx): Promise<void> {
    await tx.rows(`SELECT app.make_partitions('log', 2)`);
  }
}
