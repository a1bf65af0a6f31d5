import { z } from 'zod';
import type { Difference } from '#factchecks';
import { uuid } from '../http/schemas.js';

const warning = {
  code: z.enum(['match.rating-differs', 'match.rating-not-comparable']),
  detail: z.string(),
  matchId: uuid,
  earlierId: uuid.nullable(),
  reviewId: uuid.nullable(),
};

/** What to know before the draft is handed in; none of it stands in the way. */
export const DraftWarning = z.object(warning).meta({ id: 'DraftWarning' });

/** What to know before something is done with a claim; none of it stands in the way. One shape for all actions. */
export const ActionWarning = z
  .object({
    code: z.string(),
    detail: z.string(),
    matchId: uuid.nullable().meta({
      description: 'Of the confirmed match that says otherwise; null, as the two after it, where it is about none.',
    }),
    earlierId: uuid.nullable(),
    reviewId: uuid.nullable(),
    ratings: z
      .array(z.string())
      .meta({ description: 'Keys of the ratings that it is true of; none where it is true of any.' }),
  })
  .meta({ id: 'ActionWarning' });

/** A reason that only warns, in the shape of all warnings. */
export function plainWarning({ code, detail }: { code: string; detail: string }): z.output<typeof ActionWarning> {
  return { code, detail, matchId: null, earlierId: null, reviewId: null, ratings: [] };
}

/** `whoSays`: whose rating it is, as the end of the sentence begins. */
export function differenceWarning(
  { matchId, earlierId, reviewId, comparison, theirs }: Difference,
  whoSays: string,
): z.output<typeof DraftWarning> {
  const named = theirs.name ?? `${theirs.value ?? '?'} of ${theirs.best ?? '?'}`;
  const found = `A confirmed match was rated “${named}”`;
  const of = { matchId, earlierId, reviewId };
  return comparison === 'different'
    ? { code: 'match.rating-differs', detail: `${found}, and ${whoSays} otherwise.`, ...of }
    : {
        code: 'match.rating-not-comparable',
        detail: `${found}, which has no place on this scale: compare the two yourself.`,
        ...of,
      };
}
