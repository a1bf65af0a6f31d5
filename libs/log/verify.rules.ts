import { digestOf, linkHash } from './chain.rules.js';

/** A place in a newsroom's chain: the last row up to there, and the hash that it closes with. */
export interface Point {
  sequence: number;
  hash: Buffer;
}

/** A point that is known from somewhere else: an anchor, the head. `name` says which in a finding. */
export interface FixedPoint extends Point {
  name: string;
}

/** What of a row is checked. A withheld row has its digest and nothing else. */
export interface Link extends Point {
  /** Of the entry: `entryDigest`. */
  digest: Buffer;
  /** Hexadecimal, from the entry; null: it never had personal fields. */
  personalDigest?: string | null;
  /** Null once they were erased. */
  personal?: { hidden: unknown; salt: Buffer } | null;
}

/**
 * `altered`: the row or its hash is not what was sealed. `missing`, `swapped`, `repeated`: its place. `cut`: the chain ends before
 * a point that it had reached. `contradicted`: another hash than the one known from elsewhere. `personal`: personal fields that
 * are not those that were sealed. `malformed`: no line of an export.
 */
export type BreakKind =
  'altered' | 'missing' | 'swapped' | 'repeated' | 'cut' | 'contradicted' | 'personal' | 'malformed';

export interface Break {
  kind: BreakKind;
  /** The first row that is not as it should be. */
  sequence: number;
  detail: string;
}

/** Follows a chain from one point, row by row, past the fixed points. Knows no database and no file. */
export class ChainCheck {
  erased = 0;
  withheld = 0;
  passed = 0;
  private at: Point;
  private early: number | undefined;
  private readonly ahead: FixedPoint[];

  constructor(from: Point, fixed: readonly FixedPoint[] = []) {
    this.at = from;
    this.ahead = fixed
      .filter(({ sequence }) => sequence > from.sequence)
      .sort((one, other) => one.sequence - other.sequence);
  }

  /** The last row that held. */
  get point(): Point {
    return this.at;
  }

  /** The first break, if this row (or the place before it) shows one. Nothing is checked after a break. */
  take(link: Link): Break | undefined {
    const expected = this.at.sequence + 1;
    if (this.early !== undefined) return this.gap(link.sequence === expected);
    if (link.sequence > expected) {
      this.early = link.sequence;
      return undefined;
    }
    if (link.sequence < expected)
      return broken('repeated', link.sequence, `Row ${link.sequence} stands after row ${this.at.sequence}.`);
    if (!linkHash(this.at.hash, link.digest).equals(link.hash))
      return broken('altered', expected, `Row ${expected} is not what was sealed.`);
    const personal = this.personal(link);
    if (personal) return personal;
    this.at = { sequence: link.sequence, hash: link.hash };
    return this.pass();
  }

  /** What only the end of the rows shows. `whole`: these were all rows there are. */
  end(whole: boolean): Break | undefined {
    if (this.early !== undefined) return this.gap(false);
    const [next] = this.ahead;
    if (!whole || !next) return undefined;
    const detail = `The rows end with ${this.at.sequence}; ${next.name} was made at row ${next.sequence}.`;
    return broken('cut', this.at.sequence + 1, detail);
  }

  private gap(swapped: boolean): Break {
    const expected = this.at.sequence + 1;
    return swapped
      ? broken('swapped', expected, `Row ${this.early} stands before row ${expected}.`)
      : broken('missing', expected, `Row ${expected} is missing: row ${this.early} follows row ${this.at.sequence}.`);
  }

  private personal({ sequence, personalDigest, personal }: Link): Break | undefined {
    if (personalDigest === undefined) {
      this.withheld++;
      return undefined;
    }
    if (!personal) {
      if (personalDigest !== null) this.erased++;
      return undefined;
    }
    return digestOf(personal.salt, personal.hidden).toString('hex') === personalDigest
      ? undefined
      : broken('personal', sequence, `The personal fields of row ${sequence} are not those that were sealed.`);
  }

  private pass(): Break | undefined {
    for (let next = this.ahead[0]; next && next.sequence === this.at.sequence; next = this.ahead[0]) {
      this.ahead.shift();
      this.passed++;
      if (!next.hash.equals(this.at.hash))
        return broken('contradicted', next.sequence, `Row ${next.sequence} has another hash in ${next.name}.`);
    }
    return undefined;
  }
}

export function broken(kind: BreakKind, sequence: number, detail: string): Break {
  return { kind, sequence, detail };
}
