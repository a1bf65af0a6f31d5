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

/** A fit that was taken. Whoever holds another fence writes nothing. */
export type FitTaken = NonNullable<Awaited<ReturnType<ScoringStore['take']>>>;

/** A fit with what it is made from. */
export interface FitWork {
  fence: string;
  decisions: Decision[];
  /** Decisions that counted when the work was taken. */
  counted: number;
  incumbent: Incumbent & { id: string | null };
}

/**
 * Fits a newsroom's scoring model: `take`, `gather` and `finish` in a unit of work each, `fit` between them. Thousands of decisions
 * are not gathered while the newsroom's row is held: the log's readers, and with them every delivery, would wait for it.
 */
@Injectable()
export class Fitting {
  constructor(
    private readonly labels: LabelStore,
    private readonly scoring: ScoringStore,
  ) {}

  /** Undefined: none is due, or another job is at it. */
  take(tx: Tx): Promise<FitTaken | undefined> {
    return this.scoring.take(tx);
  }

  async gather(tx: Tx, { fence, decisions: counted, modelId }: FitTaken): Promise<FitWork> {
    const [model, decisions] = await Promise.all([
      modelId === null ? undefined : this.scoring.model(tx, modelId),
      this.labels.decisions(tx),
    ]);
    return {
      fence,
      decisions,
      counted,
      incumbent: { id: modelId, model: model ?? null, fittedTo: model?.fittedTo ?? 0 },
    };
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
