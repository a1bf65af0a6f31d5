import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '#database';
import { EarlierVerdicts } from '#factchecks';
import { Drafts, type Draft } from '#reviews';
import { answer, type Answer } from '../http/answer.js';
import { differenceWarning, type DraftWarning } from './difference-warnings.js';

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
    if (rating === null) return [];
    return (await this.earlier.differences(tx, claimId, rating)).map((one) =>
      differenceWarning(one, 'this draft says'),
    );
  }
}

export function draftView({ personId: _, ...draft }: Draft) {
  return draft;
}
