import { z } from 'zod';
import { buckets } from '#insights';
import { time, timeGiven, uuid } from '../http/schemas.js';

const period = {
  from: timeGiven.optional().meta({ description: 'start of the period; thirty days before its end unless given' }),
  until: timeGiven.optional().meta({ description: 'end of the period, which is not in it; now unless given' }),
  desk: z.string().min(1).max(100).optional().meta({ description: 'claims of this desk only' }),
  label: z.string().min(1).max(100).optional().meta({ description: 'claims with this label only' }),
  format: z.enum(['json', 'csv']).optional().meta({ description: 'unless given, as the Accept header has it' }),
};
export const StatsQuery = z.strictObject(period);
export const ThroughputQuery = z.strictObject({ ...period, by: z.enum(buckets).default('day') });
export type StatsQuery = z.output<typeof StatsQuery>;

const count = z.number().int();
const seconds = z.number().nullable().meta({ description: 'seconds; null where there is nothing to measure' });
const coefficient = z.number().nullable().meta({ description: 'null where nothing could differ' });

/** The figures of a period, row by row. */
function figures<T extends z.ZodRawShape, M extends z.ZodRawShape>(id: string, row: T, more: M = {} as M) {
  const asked = { from: time, until: time, desk: z.string().nullable(), label: z.string().nullable() };
  return z.object({ ...asked, ...more, data: z.array(z.object(row)) }).meta({ id });
}

export const Turnaround = figures('Turnaround', {
  stage: z.enum(['triage', 'waiting', 'review', 'sign-off', 'publication', 'whole']),
  from: z.string().meta({ description: 'the step that it begins with' }),
  to: z.string().meta({ description: 'the step that it ends with; counted in the period in which that falls' }),
  times: count,
  median: seconds,
  p90: seconds,
});

export const Throughput = figures('Throughput', {
  start: time.meta({ description: 'of the day, week or month in the newsroom’s time zone' }),
  proposed: count,
  queued: count,
  dismissed: count,
  merged: count,
  submitted: count,
  approved: count,
  published: count,
  corrected: count,
  retracted: count,
});

const rate = z.number().nullable().meta({ description: '0 to 1; null of nothing' });
export const Rates = figures('Rates', {
  rate: z.enum(['acceptance', 'dispute']),
  of: count,
  times: count,
  share: rate,
});

export const AgreementOfReviewers = figures(
  'AgreementOfReviewers',
  {
    one: uuid,
    oneName: z.string(),
    other: uuid,
    otherName: z.string(),
    times: count,
    observed: z.number(),
    kappa: coefficient,
  },
  {
    rounds: count.meta({ description: 'rounds of several reviews that closed in the period' }),
    alpha: z
      .object({ nominal: coefficient, ordinal: coefficient })
      .meta({ description: 'Krippendorff’s alpha over all reviewers; ordinal by the order of the rating scale' }),
  },
);

export const PeopleFigures = figures('PeopleFigures', {
  person: uuid,
  name: z.string(),
  active: z.boolean(),
  capacity: count,
  held: count.meta({ description: 'seats now; one in a blind round that is open counts until the round closes' }),
  taken: count,
  submitted: count,
  released: count,
  expired: count,
  votes: count,
  median: seconds.meta({ description: 'seconds from taking a claim to handing its review in, the median' }),
});

export const DeskFigures = figures('DeskFigures', {
  desk: z.string().nullable(),
  proposed: count,
  queued: count,
  inReview: count,
  disputed: count,
  inSignoff: count,
  approved: count,
  overdue: count,
  submitted: count.meta({ description: 'in the period; the states are those of now' }),
  published: count.meta({ description: 'in the period' }),
});

export const DueFigures = figures('DueFigures', {
  desk: z.string().nullable(),
  overdue: count.meta({ description: 'open now, after their due time' }),
  finished: count.meta({ description: 'with a due time, published, dismissed or merged in the period' }),
  late: count.meta({ description: 'of them, after their due time' }),
  median: seconds.meta({ description: 'seconds by which they came late, the median' }),
});

export const RatingFigures = figures('RatingFigures', {
  rating: z.string(),
  reviews: count.meta({ description: 'in rounds that closed in the period' }),
  published: count.meta({ description: 'first versions published in the period' }),
  live: count.meta({ description: 'live now' }),
});

export const SourceFigures = figures('SourceFigures', {
  health: z.string(),
  sources: count,
  underLive: count.meta({ description: 'of them, cited under a live fact-check' }),
  rechecks: count.meta({ description: 'that they caused in the period' }),
});
