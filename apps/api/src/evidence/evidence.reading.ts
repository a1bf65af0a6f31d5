import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { type Evidence, EvidenceStore } from '#evidence';
import { type Actor, personOf } from '#newsroom';
import { problem } from '#problems';
import { RoundStore } from '#reviews';
import { answer, type Answer, type AnswerOptions } from '../http/answer.js';
import { EvidenceViews } from './evidence.views.js';
import { viewerOf } from './viewers.js';

/** Finds evidence for a caller, and shapes what they get. */
@Injectable()
export class EvidenceReading {
  constructor(
    private readonly store: EvidenceStore,
    private readonly shapes: EvidenceViews,
    private readonly rounds: RoundStore,
  ) {}

  /** 404 for what this caller may not see, too. */
  async found(tx: Tx, actor: Actor, id: string): Promise<Evidence> {
    const seen = await this.seen(tx, actor, id);
    if (!seen) throw problem('evidence.not-found');
    return seen;
  }

  seen(tx: Tx, actor: Actor, id: string): Promise<Evidence | undefined> {
    return this.store.byId(tx, id, viewerOf(actor));
  }

  /** Any saved work renews the lease of whoever sits on the claim. */
  async renew(tx: Tx, actor: Actor, claimId: string): Promise<void> {
    const person = personOf(actor);
    if (person !== null) await this.rounds.renew(tx, claimId, person);
  }

  views(tx: Tx, rows: readonly Evidence[]) {
    return this.shapes.of(tx, rows);
  }

  async answer(tx: Tx, evidence: Evidence, options: AnswerOptions = {}): Promise<Answer> {
    return answer(await this.shapes.one(tx, evidence), { version: evidence.version, ...options });
  }
}
