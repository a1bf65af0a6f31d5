import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** What of a log row is chained. `personalDigest` stands in for the personal fields, which may be erased. */
export interface ChainRow {
  newsroom: string;
  sequence: number;
  id: string;
  at: Date;
  type: string;
  actor: unknown;
  subjectKind: string;
  subjectId: string;
  subjectVersion: number | null;
  subjectExternalRef: string | null;
  claimId: string | null;
  data: unknown;
  personalDigest: Buffer | null;
}

/** The row as it is chained and exported: plain JSON. */
export interface ChainEntry {
  newsroom: string;
  sequence: number;
  id: string;
  at: string;
  type: string;
  actor: unknown;
  subject: { kind: string; id: string; version: number | null; externalRef: string | null };
  claimId: string | null;
  data: unknown;
  personalDigest: string | null;
}

export function entryOf(row: ChainRow): ChainEntry {
  return {
    newsroom: row.newsroom,
    sequence: row.sequence,
    id: row.id,
    at: row.at.toISOString(),
    type: row.type,
    actor: row.actor,
    subject: {
      kind: row.subjectKind,
      id: row.subjectId,
      version: row.subjectVersion,
      externalRef: row.subjectExternalRef,
    },
    claimId: row.claimId,
    data: row.data,
    personalDigest: row.personalDigest?.toString('hex') ?? null,
  };
}

/** SHA-256 over the entry as canonical JSON (RFC 8785). The random bits of its id keep what it says from being guessed. */
export function entryDigest(entry: ChainEntry): Buffer {
  return createHash('sha256')
    .update(canonicalize(entry) as string)
    .digest();
}

/** SHA-256 over the hash before and the entry's digest: a row can be withheld, and its place in the chain still proven. */
export function linkHash(previous: Buffer, digest: Buffer): Buffer {
  return createHash('sha256').update(previous).update(digest).digest();
}

export function chainHash(previous: Buffer, row: ChainRow): Buffer {
  return linkHash(previous, entryDigest(entryOf(row)));
}

/** The hash before the first row of a newsroom. */
export function genesis(newsroom: string): Buffer {
  return createHash('sha256').update(`corroborate:log:${newsroom}`).digest();
}

/** SHA-256 over a salt and the canonical JSON of what it hides. */
export function digestOf(salt: Buffer, hidden: unknown): Buffer {
  return createHash('sha256')
    .update(salt)
    .update(canonicalize(hidden) as string)
    .digest();
}
