import { Injectable } from '@nestjs/common';
import { Plans } from '#assignments';
import { CommentErasure } from '#comments';
import type { Tx } from '#database';
import { AbsenceStore } from '#newsroom';
import { ConflictStore, DraftStore, RoundStore, VerdictStore } from '#reviews';

/** What of somebody's was erased, in numbers. */
export interface Traces {
  drafts: number;
  /** Of theirs, which lost their words. */
  comments: number;
  /** Texts of others' that called them by name. */
  mentions: number;
  /** Seats with a message, or with why they were given back. */
  seats: number;
  plans: number;
  recusals: number;
  conflicts: number;
  absences: number;
}

/** What was said as work was given and given back: to them, by them, in plans of theirs. */
@Injectable()
export class WordsOfWork {
  constructor(
    private readonly rounds: RoundStore,
    private readonly plans: Plans,
  ) {}

  async erase(tx: Tx, personId: string): Promise<{ seats: number; plans: number }> {
    const seats = await this.rounds.eraseWords(tx, personId);
    return { seats, plans: await this.plans.eraseWords(tx, personId) };
  }
}

/** Why somebody was kept out of claims. */
@Injectable()
export class KeptOut {
  constructor(
    private readonly verdicts: VerdictStore,
    private readonly conflicts: ConflictStore,
  ) {}

  async erase(tx: Tx, personId: string): Promise<{ recusals: number; conflicts: number }> {
    const recusals = await this.verdicts.forgetReasons(tx, personId);
    return { recusals, conflicts: await this.conflicts.erase(tx, personId) };
  }
}

/** What somebody left behind at work, and what was said of them there. Reviews, verdicts and votes are the record, and stay. */
@Injectable()
export class TracesAtWork {
  constructor(
    private readonly drafts: DraftStore,
    private readonly comments: CommentErasure,
    private readonly work: WordsOfWork,
    private readonly kept: KeptOut,
    private readonly absences: AbsenceStore,
  ) {}

  async erase(tx: Tx, personId: string): Promise<Traces> {
    const drafts = await this.drafts.erase(tx, personId);
    const said = await this.comments.erase(tx, personId);
    const work = await this.work.erase(tx, personId);
    const kept = await this.kept.erase(tx, personId);
    return { drafts, ...said, ...work, ...kept, absences: await this.absences.erase(tx, personId) };
  }
}
