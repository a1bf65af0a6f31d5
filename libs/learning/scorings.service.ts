import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { record } from '#log';
import type { Actor } from '#newsroom';
import { problem } from '#problems';
import { LabelStore, type LabelCounts } from './labels.store.js';
import { scoringChanged } from './learning.events.js';
import { ScoringStore, type KeptModel, type Scoring } from './scoring.store.js';

/** What an admin may change. `modelId` null: back to the built-in score. */
export interface ScoringEdit {
  automatic?: boolean;
  learnFrom?: number | null;
  modelId?: string | null;
}

export interface WholeScoring extends Scoring {
  labels: LabelCounts;
}

/** How a newsroom scores its claims, and how that is changed by hand. */
@Injectable()
export class Scorings {
  constructor(
    private readonly scoring: ScoringStore,
    private readonly labels: LabelStore,
  ) {}

  current(tx: Tx): Promise<Scoring> {
    return this.scoring.current(tx);
  }

  async whole(tx: Tx): Promise<WholeScoring> {
    return { ...(await this.scoring.current(tx)), labels: await this.labels.counts(tx) };
  }

  models(tx: Tx, before: number | undefined, limit: number): Promise<KeptModel[]> {
    return this.scoring.models(tx, before, limit);
  }

  /** 404 for a model that is not there. */
  async model(tx: Tx, id: string): Promise<KeptModel> {
    const model = await this.scoring.model(tx, id);
    if (!model) throw problem('scoring-model.not-found');
    return model;
  }

  /** Whoever chooses a model by hand keeps it: unless they say otherwise, nothing is switched by itself any more. 412, 422. */
  async edit(tx: Tx, actor: Actor, seen: number, edit: ScoringEdit): Promise<WholeScoring> {
    const before = await this.scoring.lock(tx);
    if (before.version !== seen) throw problem('version.stale', { extra: { currentVersion: before.version } });
    const { modelId = before.modelId, learnFrom = before.learnFrom } = edit;
    if (modelId !== null && !(await this.scoring.model(tx, modelId))) throw unknownModel();
    const automatic = edit.automatic ?? (edit.modelId === undefined && before.automatic);
    const now = await this.scoring.save(tx, { automatic, learnFrom, modelId });
    await record(tx, scoringChanged, {
      actor,
      subject: { id: tx.newsroom, version: now.version },
      data: { from: before.modelId, to: modelId, automatic, learnFrom },
    });
    return { ...now, labels: await this.labels.counts(tx) };
  }
}

function unknownModel() {
  const detail = 'names no scoring model of this newsroom';
  const errors = [{ pointer: '/modelId', code: 'scoring-model.not-found', detail }];
  return problem('request.unprocessable', { detail: `/modelId ${detail}.`, errors });
}
