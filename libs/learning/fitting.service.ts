import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { record } from '#log';
import { systemActor } from '#newsroom';
import { fitAside } from './fitting-thread.js';
import { LabelStore } from './labels.store.js';
import { scoringChanged, scoringFitted } from './learning.events.js';
import type { Decision } from './model.rules.js';
import { ScoringStore } from './scoring.store.js';
import type { Incumbent, TrialResult } from './trial.rules.js';

/** A fit under way. Whoever holds another fence writes nothing. */
export interface FitWork {
  fence: string;
  decisions: Decision[];
  /** Decisions that counted when the work was taken. */
  counted: number;
  incumbent: Incumbent & { id: string | null };
}

/** Fits a newsroom's scoring model: `take` and `finish` in a unit of work each, `fit` between them. */
@Injectable()
export class Fitting {
  constructor(
    private readonly labels: LabelStore,
    private readonly scoring: ScoringStore,
  ) {}

  async take(tx: Tx): Promise<FitWork | undefined> {
    const taken = await this.scoring.take(tx);
    if (!taken) return undefined;
    const model = taken.modelId === null ? undefined : await this.scoring.model(tx, taken.modelId);
    const decisions = await this.labels.decisions(tx);
    const incumbent = { id: model?.id ?? null, model: model ?? null, fittedTo: model?.fittedTo ?? 0 };
    return { fence: taken.fence, decisions, counted: taken.decisions, incumbent };
  }

  fit({ decisions, incumbent }: FitWork): Promise<TrialResult> {
    return fitAside(decisions, incumbent);
  }

  /** The model and both figures on record; in force only when it is better, and the newsroom leaves that to the service. */
  async finish(tx: Tx, { fence, decisions, counted, incumbent }: FitWork, result: TrialResult): Promise<void> {
    const scoring = await this.scoring.settle(tx, fence, counted);
    if (!scoring) return;
    const told = { actor: systemActor(tx.newsroom), subject: { id: tx.newsroom, version: scoring.version } };
    if ('tooFew' in result) {
      const data = { outcome: 'too-few' as const, modelId: null, decisions: decisions.length, figures: null };
      await record(tx, scoringFitted, { ...told, data });
      return;
    }
    const { trial, model } = result;
    const { recipe, figures, better } = trial;
    const fittedTo = Math.max(0, ...decisions.map(({ sequence }) => sequence));
    const kept = await this.scoring.keep(tx, {
      ...model,
      ...{ recipe, decisions: decisions.length, fittedTo, against: incumbent.id, figures, better },
    });
    const switches = better && scoring.automatic && scoring.modelId === incumbent.id;
    const outcome = switches ? 'switched' : 'kept';
    const data = { outcome, modelId: kept.id, decisions: decisions.length, figures } as const;
    await record(tx, scoringFitted, { ...told, data });
    if (!switches) return;
    const { automatic, learnFrom } = scoring;
    const now = await this.scoring.save(tx, { automatic, learnFrom, modelId: kept.id });
    const subject = { id: tx.newsroom, version: now.version };
    const change = { from: scoring.modelId, to: kept.id, automatic, learnFrom };
    await record(tx, scoringChanged, { actor: told.actor, subject, data: change });
  }
}
