import { z } from 'zod';
import { defineEvent } from '#log';
import { permissions } from './permissions.rules.js';

const EXAMPLE = '0198a1f2-7c00-7000-8000-000000000001';
const names = z.array(z.string());

/** Names of people, and names that people give, travel as personal fields, so that they can be erased from the log. */
export const personAdded = defineEvent({
  type: 'person.added',
  summary: 'Somebody joined the newsroom.',
  subject: 'person',
  public: false,
  data: z.object({ roles: names, desks: names, capacity: z.number().int() }),
  example: { roles: ['reviewer'], desks: ['politics'], capacity: 10 },
});

export const personEdited = defineEvent({
  type: 'person.edited',
  summary: 'A person’s roles, desks, capacity or standing changed.',
  subject: 'person',
  public: false,
  data: z.object({ changed: names, roles: names, desks: names, capacity: z.number().int(), active: z.boolean() }),
  example: { changed: ['roles'], roles: ['editor'], desks: ['politics'], capacity: 10, active: true },
});

export const personErased = defineEvent({
  type: 'person.erased',
  summary: 'What names a person was erased: name, address, ids elsewhere, tokens, and the personal fields of the log.',
  subject: 'person',
  public: false,
  data: z.object({}),
  example: {},
});

export const machineAdded = defineEvent({
  type: 'machine.added',
  summary: 'A machine was let into the newsroom.',
  subject: 'machine',
  public: false,
  data: z.object({ name: z.string() }),
  example: { name: 'tip line' },
});

export const machineEdited = defineEvent({
  type: 'machine.edited',
  summary: 'A machine was renamed, switched off or on.',
  subject: 'machine',
  public: false,
  data: z.object({ name: z.string(), active: z.boolean() }),
  example: { name: 'tip line', active: false },
});

const owner = { kind: z.enum(['person', 'machine']), id: z.string() };

export const tokenMade = defineEvent({
  type: 'token.made',
  summary: 'A token was made; the row names its owner and scopes, never the token.',
  subject: 'token',
  public: false,
  data: z.object({
    application: z.string().nullable(),
    owner: z.object(owner),
    scopes: z.array(z.enum(permissions as [string, ...string[]])).nullable(),
    expiresAt: z.string().nullable(),
  }),
  example: { application: null, owner: { kind: 'person', id: EXAMPLE }, scopes: null, expiresAt: null },
});

export const tokenRevoked = defineEvent({
  type: 'token.revoked',
  summary: 'A token was revoked.',
  subject: 'token',
  public: false,
  data: z.object({ owner: z.object(owner) }),
  example: { owner: { kind: 'person', id: EXAMPLE } },
});

const policyValue = z.union([z.number(), z.boolean(), z.string(), z.null()]);
const policyChange = z.object({
  desk: z.string().nullable(),
  field: z.string(),
  from: policyValue,
  to: policyValue,
});

export const policyChanged = defineEvent({
  type: 'policy.changed',
  summary: 'The newsroom works by another policy from now on; rounds that are open keep theirs.',
  subject: 'newsroom',
  public: false,
  data: z.object({ policy: z.record(z.string(), z.unknown()), changes: z.array(policyChange) }),
  example: {
    policy: { reviewsRequired: 2 },
    changes: [{ desk: null, field: 'reviewsRequired', from: 1, to: 2 }],
  },
});

export const calendarChanged = defineEvent({
  type: 'calendar.changed',
  summary: 'The newsroom works, or is left in peace, at other hours from now on; due times that stand stay.',
  subject: 'newsroom',
  public: false,
  data: z.object({ calendar: z.record(z.string(), z.unknown()) }),
  example: { calendar: { timeZone: 'Europe/Berlin' } },
});

export const ratingScaleChanged = defineEvent({
  type: 'rating-scale.changed',
  summary: 'A rating scale was made or edited; published versions keep the labels of their day.',
  subject: 'rating-scale',
  public: false,
  data: z.object({ name: z.string(), keys: names, isDefault: z.boolean() }),
  example: { name: 'Truth scale', keys: ['false', 'true'], isDefault: true },
});

export const newsroomOpened = defineEvent({
  type: 'newsroom.opened',
  summary: 'The newsroom was created.',
  subject: 'newsroom',
  public: false,
  data: z.object({ slug: z.string(), name: z.string() }),
  example: { slug: 'demo', name: 'Demo newsroom' },
});

export const newsroomEdited = defineEvent({
  type: 'newsroom.edited',
  summary: 'The newsroom was renamed.',
  subject: 'newsroom',
  public: false,
  data: z.object({ name: z.string() }),
  example: { name: 'The Daily Record' },
});
