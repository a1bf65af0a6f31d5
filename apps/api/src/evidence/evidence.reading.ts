import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { type Evidence, EvidenceStore, type Viewer } from '#evidence';
import type { Actor } from '#newsroom';
import { problem } from '#problems';
import { RoundStore } from '#reviews';
import { answer, type Answer, type AnswerOptions } from '../http/answer.js';
import { EvidenceViews } from './evidence.views.js';
import { Viewers } from './viewers.js';

/** Finds evidence for a caller, and shapes what they get. */
@Injectable()
export class EvidenceReading {
  constructor(
    private readonly store: EvidenceStore,
    private readonly viewers: Viewers,
    private readonly shapes: EvidenceViews,
    private readonly rounds: RoundStore,
  ) {}

  /** 404 for what this caller may not see, too. */
  async found(tx: Tx, actor: Actor, id: string): Promise<Evidence> {
    const seen = await this.seen(tx, actor, id);
    if (!seen) throw problem('evidence.not-found');
    return seen;
  }

  async seen(tx: Tx, actor: Actor, id: string): Promise<Evidence | undefined> {
    const [known] = await this.store.byIds(tx, [id]);
    return known && this.store.byId(tx, id, await this.viewers.of(tx, actor, known.claimId));
  }

  viewer(tx: Tx, actor: Actor, claimId: string): Promise<Viewer> {
    return this.viewers.of(tx, actor, claimId);
  }

  confidential(tx: Tx, actor: Actor, claimId: string): Promise<boolean> {
    return this.viewers.confidential(tx, actor, claimId);
  }

  /** Any saved work renews the lease of whoever sits on the claim. */
  async renew(tx: Tx, actor: Actor, claimId: string): Promise<void> {
    if (actor.kind === 'person' && actor.id !== null) await this.rounds.renew(tx, claimId, actor.id);
  }

  views(tx: Tx, rows: readonly Evidence[]) {
    return this.shapes.of(tx, rows);
  }

  async answer(tx: Tx, evidence: Evidence, options: AnswerOptions = {}): Promise<Answer> {
    return answer(await this.shapes.one(tx, evidence), { version: evidence.version, ...options });
  }
}
