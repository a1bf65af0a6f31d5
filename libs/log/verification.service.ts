import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { problem } from '#problems';
import { AnchorStore } from './anchors.store.js';
import { entryDigest, entryOf } from './chain.rules.js';
import { LogStore, type ChainedRow } from './log.store.js';
import { broken, ChainCheck, type Break, type Link, type Point } from './verify.rules.js';

export interface Verification {
  after: Point;
  /** The last row that held. */
  until: Point;
  head: Point;
  /** Rows that have no seal yet, and are not part of the chain. */
  waiting: number;
  /** Rows whose personal fields were erased. */
  erased: number;
  /** Anchors, and the head, that the rows went through. */
  passed: number;
  /** Whether the rows were followed to the head. */
  whole: boolean;
  broken: Break | null;
}

const BATCH = 500;

/** Follows the chain in the database from one row on. */
@Injectable()
export class LogVerification {
  constructor(
    private readonly log: LogStore,
    private readonly anchors: AnchorStore,
  ) {}

  /** At most `limit` rows after a sequence. 404 `log.no-such-row`. */
  async verify(tx: Tx, after: number, limit: number): Promise<Verification> {
    const { head, last, waiting } = await this.log.ends(tx);
    const from = await this.log.pointAt(tx, after);
    if (!from) throw problem('log.no-such-row');
    const anchors = (await this.anchors.after(tx, after)).map((each) => ({
      ...each,
      name: `the anchor of ${each.day}`,
    }));
    const fixed = [...anchors, { ...head, name: 'the head' }];
    const check = new ChainCheck(from, fixed);
    const end = Math.min(after + limit, Math.max(head.sequence, last));
    const found = await this.follow(tx, check, end);
    const whole = end >= head.sequence;
    const late = found ?? check.end(whole) ?? (whole ? ahead(head, last) : short(check.point, end));
    const { point: until, erased, passed } = check;
    return { after: from, until, head, waiting, erased, passed, whole: whole && !late, broken: late ?? null };
  }

  /** By place and not by number of rows: two rows of one sequence are both read. */
  private async follow(tx: Tx, check: ChainCheck, end: number): Promise<Break | undefined> {
    for (let at = check.point.sequence; at < end; at += BATCH) {
      const rows = await this.log.chain(tx, at, Math.min(at + BATCH, end), 2 * BATCH);
      for (const row of rows) {
        const found = check.take(linkOf(row));
        if (found) return found;
      }
    }
    return undefined;
  }
}

export function linkOf(row: ChainedRow): Link {
  return {
    sequence: row.sequence,
    hash: row.hash,
    digest: entryDigest(entryOf(row)),
    personalDigest: row.personalDigest?.toString('hex') ?? null,
    personal: row.personal && { hidden: row.personal, salt: row.salt ?? Buffer.alloc(0) },
  };
}

function short({ sequence }: Point, end: number): Break | undefined {
  return sequence < end ? broken('missing', sequence + 1, `Row ${sequence + 1} is missing.`) : undefined;
}

function ahead(head: Point, last: number): Break | undefined {
  return last > head.sequence
    ? broken('contradicted', head.sequence + 1, `The rows go on to ${last}; the head was made at row ${head.sequence}.`)
    : undefined;
}
