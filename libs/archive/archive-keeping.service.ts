import { Injectable } from '@nestjs/common';
import { textKey } from '#claims';
import type { Tx } from '#database';
import { letterStatistics, packLetters } from '#matching';
import { ArchiveStore, type NewDocument, type Subject } from './archive.store.js';
import { indexed } from './document.rules.js';
import { Suggestions } from './suggestions.service.js';

/** Changes read in one transaction: a second's work, so that nobody waits long for the archive. */
const BATCH = 25;
const SAMPLE = 4_096;

/** Keeps the archive in step with the claims, fact-checks and imported reviews, and looks up earlier ones for claims that are being worked on. */
@Injectable()
export class ArchiveKeeping {
  constructor(
    private readonly store: ArchiveStore,
    private readonly suggestions: Suggestions,
  ) {}

  /** Reads the oldest changes; returns how many. Safe to run anywhere and again: one at a time in a newsroom. */
  async catchUp(tx: Tx, limit = BATCH): Promise<number> {
    await this.store.lock(tx);
    const work = await this.store.work(tx, limit);
    if (work.length === 0) return 0;
    const claims = await this.store.claims(tx, unique(work.map(({ claimId }) => claimId)));
    const reviews = await this.store.reviews(tx, unique(work.map(({ reviewId }) => reviewId)));
    await this.refile(tx, [...claims, ...reviews]);
    await this.store.done(
      tx,
      work.map(({ position }) => position),
    );
    for (const claim of claims) await this.suggestions.suggest(tx, claim);
    return work.length;
  }

  private async refile(tx: Tx, subjects: readonly Subject[]): Promise<void> {
    const kept = new Map((await this.store.kept(tx, subjects.map(idOf))).map((one) => [one.id, one]));
    const now = subjects.filter(({ gone }) => !gone).map(documentOf);
    const changed = now.filter((document) => !isAs(document, kept.get(idOf(document.subject))));
    const gone = [...subjects.filter((one) => one.gone), ...changed.map(({ subject }) => subject)]
      .map(idOf)
      .filter((id) => kept.has(id));
    if (gone.length + changed.length === 0) return;
    await this.store.replace(tx, gone, changed);
    const stems = new Map<string, number>();
    const add = (list: readonly string[], by: number) => {
      for (const stem of list) stems.set(stem, (stems.get(stem) ?? 0) + by);
    };
    let words = 0;
    for (const document of changed) {
      add(document.stems, 1);
      words += document.length;
    }
    for (const id of gone) {
      const before = kept.get(id);
      add(before?.stems ?? [], -1);
      words -= before?.length ?? 0;
    }
    await this.store.count(tx, stems, changed.length - gone.length, words);
    const corpus = await this.store.corpus(tx);
    if (corpus.documents < 2 * corpus.lettersDocuments || corpus.documents === 0) return;
    await this.store.keepLetters(tx, packLetters(letterStatistics(await this.store.sample(tx, SAMPLE))));
  }
}

function idOf({ claimId, reviewId }: Subject): string {
  return (claimId ?? reviewId) as string;
}

function unique(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids)].filter((id): id is string => id !== null);
}

function documentOf(subject: Subject): NewDocument {
  return { subject, textKey: textKey(subject.text), ...indexed(subject) };
}

type Kept = Awaited<ReturnType<ArchiveStore['kept']>>[number];

function isAs({ subject, letters, length, stems, textKey: key }: NewDocument, kept: Kept | undefined): boolean {
  if (kept === undefined || kept.published !== subject.published || kept.textKey !== key) return false;
  const before = new Set(kept.stems);
  return kept.letters === letters && kept.length === length && stems.every((stem) => before.has(stem));
}
