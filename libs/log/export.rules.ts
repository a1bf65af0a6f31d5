import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { entryDigest, entryOf, genesis, type ChainEntry, type ChainRow } from './chain.rules.js';
import { broken, ChainCheck, type Break, type Link, type Point } from './verify.rules.js';

/*
 * An export of a log: lines of canonical JSON (RFC 8785), each ended by a line feed. First `log`, then its anchors, then the rows
 * in order, whole (`row`) or as their digest alone (`withheld`), last `end` with the SHA-256 of all bytes before it.
 */
const FORMAT = 'corroborate-log/1';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const sequence = z.number().int().min(0);
const point = { sequence, hash: hex32 };
const opening = z.strictObject({
  kind: z.literal('log'),
  format: z.literal(FORMAT),
  newsroom: z.strictObject({ id: z.uuid(), slug: z.string(), name: z.string() }),
  exportedAt: z.iso.datetime(),
  after: z.strictObject(point),
  head: z.strictObject(point),
});
const anchor = z.strictObject({
  kind: z.literal('anchor'),
  day: z.iso.date(),
  ...point,
  madeAt: z.iso.datetime(),
  /** A time-stamp token (RFC 3161), base64. */
  token: z.base64().nullable(),
});
const row = z.strictObject({
  kind: z.literal('row'),
  entry: z.looseObject({ newsroom: z.uuid(), sequence, personalDigest: hex32.nullable() }),
  personal: z.record(z.string(), z.unknown()).nullable(),
  salt: z
    .string()
    .regex(/^([0-9a-f]{2})+$/)
    .nullable(),
  hash: hex32,
});
const withheld = z.strictObject({ kind: z.literal('withheld'), ...point, digest: hex32 });
const end = z.strictObject({ kind: z.literal('end'), rows: sequence, sha256: hex32 });
const line = z.discriminatedUnion('kind', [opening, anchor, row, withheld, end]);

export type ExportOpening = Omit<z.output<typeof opening>, 'kind' | 'format' | 'after' | 'head'> & {
  after: Point;
  head: Point;
};
export type ExportAnchor = Omit<z.output<typeof anchor>, 'kind'>;

const written = (value: z.output<typeof line>) => `${canonicalize(value) as string}\n`;
const spelled = ({ sequence: at, hash }: Point) => ({ sequence: at, hash: hash.toString('hex') });

export function openingLine(about: ExportOpening): string {
  const { after, head } = about;
  return written({ ...about, kind: 'log', format: FORMAT, after: spelled(after), head: spelled(head) });
}

export function anchorLine(about: ExportAnchor): string {
  return written({ kind: 'anchor', ...about });
}

export function rowLine(
  given: ChainRow & { hash: Buffer; personal: Record<string, unknown> | null; salt: Buffer | null },
): string {
  const { personal, salt, hash } = given;
  return written({
    kind: 'row',
    entry: entryOf(given) as never,
    personal,
    salt: salt?.toString('hex') ?? null,
    hash: hash.toString('hex'),
  });
}

export function withheldLine(given: ChainRow & { hash: Buffer }): string {
  return written({ kind: 'withheld', ...spelled(given), digest: entryDigest(entryOf(given)).toString('hex') });
}

export function endLine(rows: number, sha256: Buffer): string {
  return written({ kind: 'end', rows, sha256: sha256.toString('hex') });
}

export interface ExportFindings {
  ok: boolean;
  newsroom: { id: string; slug: string; name: string } | null;
  /** Rows that held. */
  rows: number;
  withheld: number;
  /** Rows whose personal fields are gone. */
  erased: number;
  /** Known points that the rows went through. */
  passed: number;
  head: { sequence: number; hash: string } | null;
  anchors: ExportAnchor[];
  broken: (Break & { line: number }) | null;
}

/** An anchor as it was published. */
export type KnownAnchor = Pick<ExportAnchor, 'day' | 'sequence' | 'hash' | 'madeAt'>;

/** Reads an export line by line, in the memory of one line. `known`: anchors from elsewhere; those made after the export say nothing of it. */
export class ExportCheck {
  private readonly sha256 = createHash('sha256');
  private readonly anchors: ExportAnchor[] = [];
  private about: z.output<typeof opening> | undefined;
  private chain: ChainCheck | undefined;
  private found: (Break & { line: number }) | undefined;
  private count = 0;
  private rows = 0;
  private ended = false;

  constructor(private readonly known: readonly KnownAnchor[] = []) {}

  /** One line without its line feed. False: there is no use in reading on. */
  take(text: string): boolean {
    if (this.found) return false;
    this.count++;
    const found = this.read(text);
    if (found) this.found = { ...found, line: this.count };
    return !found;
  }

  end(): ExportFindings {
    const late = this.found ? undefined : this.missingEnd();
    if (late) this.found = { ...late, line: this.count + 1 };
    const at = this.chain?.point;
    return {
      ok: !this.found,
      newsroom: this.about?.newsroom ?? null,
      rows: at && this.about ? at.sequence - this.about.after.sequence : 0,
      withheld: this.chain?.withheld ?? 0,
      erased: this.chain?.erased ?? 0,
      passed: this.chain?.passed ?? 0,
      head: at ? spelled(at) : null,
      anchors: this.anchors,
      broken: this.found ?? null,
    };
  }

  private missingEnd(): Break | undefined {
    if (!this.about) return malformed(0, 'There is no line.');
    if (this.ended) return undefined;
    return this.check().end(true) ?? broken('cut', this.check().point.sequence + 1, 'The export has no last line.');
  }

  private read(text: string): Break | undefined {
    const at = this.chain ? this.chain.point.sequence + 1 : 0;
    const parsed = parse(text);
    if (!parsed) return malformed(at, `Line ${this.count} is no line of an export.`);
    if (this.ended) return malformed(at, 'There is a line after the last.');
    if ((parsed.kind === 'log') !== (this.count === 1))
      return malformed(at, 'An export begins with its one opening line.');
    if (parsed.kind === 'end') return this.close(parsed);
    this.sha256.update(`${text}\n`);
    if (parsed.kind === 'log') return this.open(parsed);
    if (parsed.kind === 'anchor') return this.keep(parsed, at);
    return this.link(parsed, at);
  }

  private open(about: z.output<typeof opening>): Break | undefined {
    this.about = about;
    const { id } = about.newsroom;
    if (about.after.sequence === 0 && about.after.hash !== genesis(id).toString('hex'))
      return broken('altered', 0, 'The chain does not begin as that of this newsroom.');
    return undefined;
  }

  private keep({ kind: _kind, ...anchorGiven }: z.output<typeof anchor>, at: number): Break | undefined {
    if (this.chain) return malformed(at, 'Anchors stand before the rows.');
    this.anchors.push(anchorGiven);
    return undefined;
  }

  private link(given: z.output<typeof row> | z.output<typeof withheld>, at: number): Break | undefined {
    this.rows++;
    if (given.kind === 'row' && given.entry.newsroom !== this.about?.newsroom.id)
      return malformed(at, 'This row is of another newsroom.');
    return this.check().take(given.kind === 'row' ? linkOf(given) : bareLink(given));
  }

  private close({ rows, sha256 }: z.output<typeof end>): Break | undefined {
    this.ended = true;
    const { sequence: last } = this.check().point;
    const short = this.check().end(true);
    if (short) return short;
    if (rows !== this.rows)
      return broken('cut', last + 1, `The last line counts ${rows} rows; there are ${this.rows}.`);
    if (this.sha256.digest('hex') !== sha256)
      return broken('altered', 0, 'The bytes of the export are not those that its last line was made from.');
    return undefined;
  }

  private check(): ChainCheck {
    if (this.chain) return this.chain;
    const { after, head, exportedAt } = this.about as z.output<typeof opening>;
    const known = this.known.filter(({ madeAt }) => Date.parse(madeAt) <= Date.parse(exportedAt));
    const fixed = [
      ...this.anchors.map((each) => ({ ...pointOf(each), name: `the anchor of ${each.day}` })),
      ...known.map((each) => ({ ...pointOf(each), name: `the published anchor of ${each.day}` })),
      { ...pointOf(head), name: 'the head of the export' },
    ];
    return (this.chain = new ChainCheck(pointOf(after), fixed));
  }
}

function parse(text: string): z.output<typeof line> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalize(value) === text ? line.safeParse(value).data : undefined;
  } catch {
    return undefined;
  }
}

function linkOf({ entry, personal, salt, hash }: z.output<typeof row>): Link {
  return {
    sequence: entry.sequence,
    hash: Buffer.from(hash, 'hex'),
    digest: entryDigest(entry as unknown as ChainEntry),
    personalDigest: entry.personalDigest,
    personal: personal && { hidden: personal, salt: Buffer.from(salt ?? '', 'hex') },
  };
}

function bareLink(given: z.output<typeof withheld>): Link {
  return { ...pointOf(given), digest: Buffer.from(given.digest, 'hex') };
}

function pointOf(given: { sequence: number; hash: string }): Point {
  return { sequence: given.sequence, hash: Buffer.from(given.hash, 'hex') };
}

function malformed(at: number, detail: string): Break {
  return broken('malformed', at, detail);
}
