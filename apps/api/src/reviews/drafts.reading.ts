import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Tx } from '#database';
import { EarlierVerdicts } from '#factchecks';
import { Drafts, type Draft } from '#reviews';
import { answer, type Answer } from '../http/answer.js';
import { uuid } from '../http/schemas.js';

/** What to know before the draft is handed in; none of it stands in the way. */
export const DraftWarning = z
  .object({
    code: z.enum(['match.rating-differs', 'match.rating-not-comparable']),
    detail: z.string(),
    matchId: uuid,
    earlierId: uuid.nullable(),
    reviewId: uuid.nullable(),
  })
  .meta({ id: 'DraftWarning' });

/** A draft as its author sees it, with what they should know before they hand it in. */
@Injectable()
export class DraftReading {
  constructor(
    readonly drafts: Drafts,
    private readonly earlier: EarlierVerdicts,
  ) {}

  async answer(tx: Tx, draft: Draft): Promise<Answer> {
    return answer({ ...draftView(draft), warnings: await this.warnings(tx, draft) }, { version: draft.version });
  }

  private async warnings(tx: Tx, { claimId, rating }: Draft): Promise<z.input<typeof DraftWarning>[]> {
    const differences = rating === null ? [] : await this.earlier.differences(tx, claimId, rating);
    return differences.map(({ matchId, earlierId, reviewId, comparison, theirs }) => {
      const named = theirs.name ?? `${theirs.value ?? '?'} of ${theirs.best ?? '?'}`;
      const found = `A confirmed match was rated “${named}”`;
      return comparison === 'different'
        ? {
            code: 'match.rating-differs',
            detail: `${found}, and this draft says otherwise.`,
            matchId,
            earlierId,
            reviewId,
          }
        : {
            ...{ code: 'match.rating-not-comparable', matchId, earlierId, reviewId },
            detail: `${found}, which has no place on this scale: compare the two yourself.`,
          };
    });
  }
}

export function draftView({ personId: _, ...draft }: Draft) {
  return draft;
}
