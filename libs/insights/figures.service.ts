import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { PeopleStore } from '#newsroom';
import { cohenKappa, krippendorffAlpha, type PairCell } from './agreement.rules.js';
import { AgreementStore } from './agreement.store.js';
import { FlowStore } from './flow.store.js';
import type { Period } from './period.sql.js';

export interface StageTime {
  stage: string;
  from: string;
  to: string;
  times: number;
  /** Seconds; null where nothing went through it. */
  median: number | null;
  p90: number | null;
}

export interface Agreement {
  /** Rounds of two or more reviews. */
  rounds: number;
  alpha: { nominal: number | null; ordinal: number | null };
  pairs: {
    one: string;
    oneName: string;
    other: string;
    otherName: string;
    times: number;
    observed: number;
    kappa: number | null;
  }[];
}

/** Stages by the step that ends them. */
const STAGES: readonly [step: string, stage: string, from: string, to: string][] = [
  ['queued', 'triage', 'proposed', 'queued'],
  ['taken', 'waiting', 'queued', 'taken'],
  ['submitted', 'review', 'taken', 'submitted'],
  ['approved', 'sign-off', 'submitted', 'approved'],
  ['published', 'publication', 'approved', 'published'],
  ['whole', 'whole', 'proposed', 'published'],
];

/** Figures that take more than a statement. */
@Injectable()
export class Figures {
  constructor(
    private readonly flow: FlowStore,
    private readonly given: AgreementStore,
    private readonly people: PeopleStore,
  ) {}

  /** Each stage, in order, whether anything went through it or not. */
  async turnaround(tx: Tx, period: Period): Promise<StageTime[]> {
    const found = new Map(
      (
        await this.flow.turnaround(
          tx,
          period,
          STAGES.map(([step]) => step),
        )
      ).map((row) => [row.step, row]),
    );
    return STAGES.map(([step, stage, from, to]) => {
      const { times, median, p90 } = found.get(step) ?? { times: 0, median: null, p90: null };
      return { stage, from, to, times, median, p90 };
    });
  }

  /** Among reviewers of the rounds that closed in the period, over the scale that most of them used. */
  async agreement(tx: Tx, period: Period): Promise<Agreement> {
    const [ended, pairs] = await Promise.all([this.given.rounds(tx, period), this.given.pairs(tx, period)]);
    const rounds = new Map<string, number>();
    for (const { scale, times } of ended) rounds.set(scale, (rounds.get(scale) ?? 0) + times);
    const [scale, count] = [...rounds].sort(([, one], [, other]) => other - one)[0] ?? ['', 0];
    const places = count > 0 ? await this.given.scale(tx, scale) : [];
    const units = ended
      .filter((round) => round.scale === scale)
      .map(({ ratings, times }) => ({ ratings: ratings.map((rating) => places.indexOf(rating) + 1), times }));
    return {
      rounds: count,
      alpha: { nominal: krippendorffAlpha(units, 'nominal'), ordinal: krippendorffAlpha(units, 'ordinal') },
      pairs: await this.named(tx, pairs),
    };
  }

  private async named(tx: Tx, found: Awaited<ReturnType<AgreementStore['pairs']>>): Promise<Agreement['pairs']> {
    const cells = new Map<string, PairCell[]>();
    for (const cell of found) {
      const key = `${cell.one} ${cell.other}`;
      const known = cells.get(key);
      if (known) known.push(cell);
      else cells.set(key, [cell]);
    }
    const pairs = [...cells.keys()].map((key) => key.split(' ') as [string, string]);
    const names = await this.people.names(tx, [...new Set(pairs.flat())]);
    return pairs.map(([one, other]) => ({
      one,
      oneName: names.get(one) ?? '',
      other,
      otherName: names.get(other) ?? '',
      ...cohenKappa(cells.get(`${one} ${other}`) ?? []),
    }));
  }
}
