import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { LogReaders, type SealedRow } from '#log';
import { stepEvents, stepsOf } from './steps.rules.js';
import { StepStore } from './steps.store.js';

/** Counts steps behind the desk: the log's reader writes them, no request does. A new one reads the log from its first row. */
@Injectable()
export class StepReader {
  constructor(
    private readonly steps: StepStore,
    readers: LogReaders,
  ) {
    readers.add({ name: 'figures', read: (tx, rows) => this.read(tx, rows) });
  }

  private async read(tx: Tx, rows: readonly SealedRow[]): Promise<void> {
    const mine = rows.filter(({ type, claimId }) => claimId !== null && stepEvents[type] !== undefined);
    if (mine.length === 0) return;
    const claimIds = [...new Set(mine.map(({ claimId }) => claimId as string))];
    const known = (await this.steps.ofClaims(tx, claimIds)).sort((one, other) => one.sequence - other.sequence);
    const first = (mine[0] as SealedRow).sequence;
    const before = known.filter(({ sequence }) => sequence < first);
    const steps = stepsOf(mine, before);
    const ended = steps.filter(({ step }) => step === 'closed');
    await Promise.all([this.steps.add(tx, steps), ended.length > 0 ? this.steps.addEnded(tx, ended) : undefined]);
  }
}
