import { z } from 'zod';
import { defineEvent } from '#log';
import type { Permission } from '#newsroom';
import { conflictKinds } from './conflicts.types.js';

/** With whom, and why, are personal fields: they can be erased, and are for those who assign. */
const data = z.object({
  conflictId: z.uuid(),
  person: z.uuid(),
  kind: z.enum(conflictKinds),
  from: z.iso.datetime(),
  until: z.iso.datetime().nullable(),
});
const example = {
  conflictId: '0193f2a1-3a90-7e2f-8c6b-5f0de0b7c913',
  person: '0193f2a2-5b6c-7d8e-9f00-112233445566',
  kind: 'claimant' as const,
  from: '2026-11-22T09:00:00.000Z',
  until: null,
};
const personalFor: Permission = 'claim.assign';

export const conflictRecorded = defineEvent({
  type: 'conflict.recorded',
  summary: 'A standing conflict of interest keeps somebody out of certain claims.',
  subject: 'conflict',
  public: false,
  personalFor,
  data,
  example,
});

export const conflictEnded = defineEvent({
  type: 'conflict.ended',
  summary: 'A conflict of interest keeps nobody out any longer.',
  subject: 'conflict',
  public: false,
  personalFor,
  data,
  example: { ...example, until: '2026-12-22T09:00:00.000Z' },
});
