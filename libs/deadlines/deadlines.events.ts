import { z } from 'zod';
import { claimSnapshot, exampleClaim } from '#claims';
import { defineEvent } from '#log';
import { escalationLevels } from '#newsroom';

const EVA = '0193f2a2-5b6c-7d8e-9f00-112233445566';
const person = z.uuid();

const deadline = {
  deadline: z.enum(['claim', 'assignment']).describe('Whether the claim is due, or the work that somebody was given.'),
  deadlineAt: z.iso.datetime(),
  assignee: person.nullable().describe('Whose work is due; null where the claim itself is.'),
  people: z.array(person).describe('Who works on the claim and has not handed in.'),
  to: z.array(person).describe('Whom it concerns: those who work on it, where nobody does the editors of its desk.'),
};
const example = {
  ...exampleClaim,
  state: 'in_review',
  deadline: 'claim' as const,
  deadlineAt: exampleClaim.dueAt,
  assignee: null,
  people: [EVA],
  to: [EVA],
};

export const claimDueSoon = defineEvent({
  type: 'claim.due-soon',
  summary: 'A claim, or the work on it that somebody was given, is due soon. Once for a due time.',
  subject: 'claim',
  data: z.object({ ...claimSnapshot, ...deadline }),
  example,
});

export const claimOverdue = defineEvent({
  type: 'claim.overdue',
  summary: 'A due time passed and the work is not done. Once for a due time.',
  subject: 'claim',
  data: z.object({ ...claimSnapshot, ...deadline }),
  example,
});

export const claimEscalated = defineEvent({
  type: 'claim.escalated',
  summary: 'Work is still overdue after the delay that the policy sets: the desk’s editors are told, later the admins.',
  subject: 'claim',
  data: z.object({
    ...claimSnapshot,
    ...deadline,
    to: z.array(person).describe('The editors of the desk, or the admins.'),
    level: z.enum(escalationLevels),
  }),
  example: { ...example, level: 'editors' },
});
