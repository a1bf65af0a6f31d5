import { z } from 'zod';
import { defineEvent } from '#log';

const EXAMPLE = '0198a1f2-7c00-7000-8000-000000000001';

export const planMade = defineEvent({
  type: 'plan.made',
  summary: 'Somebody planned who gets which claims; nobody got any yet.',
  subject: 'plan',
  public: false,
  data: z.object({ strategy: z.string(), claims: z.array(z.uuid()), people: z.array(z.uuid()) }),
  example: { strategy: 'even', claims: [EXAMPLE], people: [EXAMPLE] },
});

export const planCarriedOut = defineEvent({
  type: 'plan.carried-out',
  summary: 'A plan was carried out; each assignment has a row of its own.',
  subject: 'plan',
  public: false,
  data: z.object({ assigned: z.int(), movedOn: z.int(), refused: z.int() }),
  example: { assigned: 12, movedOn: 1, refused: 0 },
});
