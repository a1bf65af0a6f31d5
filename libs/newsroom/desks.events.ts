import { z } from 'zod';
import { defineEvent } from '#log';

const EXAMPLE = '0198a1f2-7c00-7000-8000-000000000001';
const texts = z.array(z.string());
const desk = { desk: z.string(), name: z.string(), languages: texts, labels: texts };
const exampleDesk = { desk: 'city', name: 'City', languages: ['cs'], labels: [] };

export const deskOpened = defineEvent({
  type: 'desk.opened',
  summary: 'A desk was opened.',
  subject: 'desk',
  public: false,
  data: z.object(desk),
  example: exampleDesk,
});

export const deskEdited = defineEvent({
  type: 'desk.edited',
  summary: 'A desk was renamed, closed, opened again, or works on something else.',
  subject: 'desk',
  public: false,
  data: z.object({ ...desk, changed: texts, active: z.boolean() }),
  example: { ...exampleDesk, changed: ['name'], active: true },
});

const member = { desk: z.string(), person: z.uuid() };

export const deskMemberChanged = defineEvent({
  type: 'desk.member-changed',
  summary: 'Somebody works at a desk from now on, or works there otherwise than before.',
  subject: 'desk',
  public: false,
  data: z.object({
    ...member,
    weight: z.int(),
    capacity: z.int().nullable(),
    languages: texts,
    labels: texts,
  }),
  example: { desk: 'city', person: EXAMPLE, weight: 2, capacity: 5, languages: [], labels: [] },
});

export const deskMemberLeft = defineEvent({
  type: 'desk.member-left',
  summary: 'Somebody works at a desk no longer; what they have in hand stays with them.',
  subject: 'desk',
  public: false,
  data: z.object(member),
  example: { desk: 'city', person: EXAMPLE },
});

const absence = z.object({
  absenceId: z.uuid(),
  person: z.uuid(),
  from: z.string(),
  until: z.string(),
  giveBack: z.boolean(),
});
const exampleAbsence = {
  absenceId: EXAMPLE,
  person: EXAMPLE,
  from: '2026-12-24T08:00:00.000Z',
  until: '2027-01-02T08:00:00.000Z',
  giveBack: true,
};

export const absencePlanned = defineEvent({
  type: 'person.away',
  summary: 'Somebody is away, or will be: no offers, and no assignments without a reason.',
  subject: 'person',
  public: false,
  data: absence,
  example: exampleAbsence,
});

export const absenceEnded = defineEvent({
  type: 'person.back',
  summary: 'Somebody is back, or not away after all.',
  subject: 'person',
  public: false,
  data: absence,
  example: exampleAbsence,
});
