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

/** The row as canonical JSON (RFC 8785). */
export function canonicalEntry(row: ChainRow): string {
  return canonicalize({
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
  }) as string;
}

/** SHA-256 over the previous hash and the canonical row. */
export function chainHash(previous: Buffer, row: ChainRow): Buffer {
  return createHash('sha256').update(previous).update(canonicalEntry(row)).digest();
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
