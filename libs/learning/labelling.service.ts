import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { LogReaders, type SealedRow } from '#log';
import { triageIn, verdictOf, type Move, type TriageDecision } from './decisions.rules.js';
import { LabelStore, type NewLabel } from './labels.store.js';

/** Keeps what triage decides, from the sealed log: every decision once, the hot path of triage untouched, and those before today's version too. */
@Injectable()
export class Labelling {
  constructor(
    private readonly labels: LabelStore,
    readers: LogReaders,
  ) {
    readers.add({ name: 'labels', read: (tx, rows) => this.read(tx, rows) });
  }

  private async read(tx: Tx, rows: readonly SealedRow[]): Promise<void> {
    const last = new Map(rows.flatMap(labelOf).map((label) => [label.claimId, label]));
    if (last.size === 0) return;
    await this.labels.put(tx, [...last.values()]);
  }
}

function labelOf(row: SealedRow): NewLabel[] {
  const triage = triageIn(row.type, row.data as Move);
  if (!triage) return [];
  const by = row.actor as { kind: TriageDecision['by']; id: string | null };
  const { subjectId: claimId, at: decidedAt, sequence } = row;
  const decidedBy = { kind: by.kind, id: by.id };
  return [{ ...triage, claimId, worth: verdictOf({ ...triage, by: by.kind }), decidedBy, decidedAt, sequence }];
}
