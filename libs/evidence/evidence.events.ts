import { z } from 'zod';
import { defineEvent } from '#log';
import { type Evidence, evidenceKinds, evidenceStances, evidenceVisibilities } from './evidence.types.js';

/** What a log row tells of evidence: what it is and where, not what it says. */
const snapshot = {
  evidenceId: z.uuid(),
  claimId: z.uuid(),
  revision: z.int(),
  kind: z.enum(evidenceKinds),
  stance: z.enum(evidenceStances).nullable().describe('Null while a blind round keeps it its author’s alone.'),
  visibility: z.enum(evidenceVisibilities),
  sourceId: z.uuid().nullable(),
  url: z.string().nullable(),
  fileSha256: z.string().nullable(),
  path: z.string().describe('Where the evidence is to be had, under the address of the API.'),
};

/** `confidential`: nobody else is to learn from the log what a reviewer found in a blind round. */
export function evidenceSnapshot(evidence: Evidence, confidential: boolean) {
  const { id, claimId, revision, kind, stance, visibility, sourceId, url, file } = evidence;
  const silent = confidential || visibility === 'restricted';
  return {
    evidenceId: id,
    claimId,
    revision,
    kind,
    stance: silent ? null : stance,
    visibility,
    sourceId: silent ? null : sourceId,
    url: silent ? null : url,
    fileSha256: silent ? null : (file?.sha256 ?? null),
    path: `/v1/evidence/${id}`,
  };
}

const example = {
  evidenceId: '0193f2a1-3a90-7e2f-8c6b-5f0de0b7c913',
  claimId: '0193f29e-11d2-7c40-8a51-d1f2b3c4d5e6',
  revision: 1,
  kind: 'link' as const,
  stance: 'refutes' as const,
  visibility: 'newsroom' as const,
  sourceId: '0193f2a1-0f6b-7b0a-b1de-24c54a6e9a02',
  url: 'https://council.example.org/reports/harbour-bridge',
  fileSha256: null,
  path: '/v1/evidence/0193f2a1-3a90-7e2f-8c6b-5f0de0b7c913',
};

export const evidenceAttached = defineEvent({
  type: 'evidence.attached',
  summary: 'A piece of evidence was attached to a claim.',
  subject: 'evidence',
  data: z.object(snapshot),
  example,
});

export const evidenceRevised = defineEvent({
  type: 'evidence.revised',
  summary: 'A piece of evidence has a new revision.',
  subject: 'evidence',
  public: false,
  data: z.object(snapshot),
  example: { ...example, revision: 2 },
});

export const evidenceWithdrawn = defineEvent({
  type: 'evidence.withdrawn',
  summary: 'A piece of evidence was withdrawn, with a reason; it stays on record.',
  subject: 'evidence',
  data: z.object({ ...snapshot, reason: z.string().nullable().describe('Null while a blind round keeps it.') }),
  example: { ...example, reason: 'The page shows another bridge.' },
});
