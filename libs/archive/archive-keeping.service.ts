import { Injectable } from '@nestjs/common';
import { textKey } from '#claims';
import type { Tx } from '#database';
import { letterStatistics, packLetters } from '#matching';
import { ArchiveStore, type KeptDocument, type NewDocument, type Subject } from './archive.store.js';
import { indexed } from './document.rules.js';
import { entryOf } from './postings.rules.js';
import { PostingStore, type Posted } from './postings.store.js';
import { Suggestions } from './suggestions.service.js';

/** Changes read in one transaction: a second's work, so that nobody waits long for the archive. */
const BATCH = 25;
const SAMPLE = 8_192;
/** Documents posted in one transaction that were there before postings were kept. */
const OLDER = 500;

/** Keeps the archive in step with the claims, fact-checks and imported reviews, and looks up earlier ones for claims that are being worked on. */
@Injectable()
export class ArchiveKeeping {
  constructor(
    private readonly store: ArchiveStore,
    private readonly postings: PostingStore,
    private readonly suggestions: Suggestions,
  ) {}

  /** Reads the oldest changes; returns how many. Safe to run anywhere and again: one at a time in a newsroom. */
  async catchUp(tx: Tx, limit = BATCH): Promise<number> {
    await this.store.lock(tx);
    const work = await this.store.work(tx, limit);
    if (work.length === 0) return this.postOlder(tx);
    const claims = await this.store.claims(tx, unique(work.map(({ claimId }) => claimId)));
    const reviews = await this.store.reviews(tx, unique(work.map(({ reviewId }) => reviewId)));
    const came = work.map(({ claimId, reviewId }) => claimId ?? reviewId);
    const subjects = [...claims, ...reviews].sort((a, b) => came.indexOf(idOf(a)) - came.indexOf(idOf(b)));
    await this.refile(tx, subjects);
    await this.store.done(
      tx,
      work.map(({ position }) => position),
    );
    for (const claim of claims) await this.suggestions.suggest(tx, claim);
    return work.length;
  }

  /** Documents get their numbers in the order in which they came; one that changed keeps its own. */
  private async repost(tx: Tx, gone: readonly KeptDocument[], changed: readonly NewDocument[]): Promise<void> {
    const had = new Map(gone.flatMap(({ id, number }) => (number === null ? [] : [[id, number] as const])));
    const without = changed.filter(({ subject }) => !had.has(idOf(subject)));
    let next = without.length === 0 ? 0 : await this.store.numbers(tx, without.length);
    const numbered = changed.map((one) => ({ ...one, number: had.get(idOf(one.subject)) ?? next++ }));
    await this.store.replace(
      tx,
      gone.map(({ id }) => id),
      numbered,
    );
    const entries = (list: readonly Pick<KeptDocument, 'number' | 'length' | 'stems'>[]) =>
      list.flatMap((one) => postedOf(one) ?? []);
    await this.postings.post(tx, entries(numbered), entries(gone));
  }

  /** Documents that were there before the archive had postings; returns how many it posted. */
  private async postOlder(tx: Tx): Promise<number> {
    const older = await this.store.unposted(tx, OLDER);
    if (older.length === 0) return 0;
    let next = await this.store.numbers(tx, older.length);
    const numbered = older.map((one) => ({ ...one, number: next++ }));
    await this.store.number(
      tx,
      numbered.map(({ id }) => id),
      numbered.map(({ number }) => number),
    );
    await this.postings.post(
      tx,
      numbered.flatMap((one) => postedOf(one) ?? []),
    );
    return older.length;
  }

  private async refile(tx: Tx, subjects: readonly Subject[]): Promise<void> {
    const kept = new Map((await this.store.kept(tx, subjects.map(idOf))).map((one) => [one.id, one]));
    const now = subjects.filter(({ gone }) => !gone).map(documentOf);
    const changed = now.filter((document) => !isAs(document, kept.get(idOf(document.subject))));
    const gone = [...subjects.filter((one) => one.gone), ...changed.map(({ subject }) => subject)]
      .map(idOf)
      .filter((id) => kept.has(id));
    if (gone.length + changed.length === 0) return;
    await this.repost(
      tx,
      gone.flatMap((id) => kept.get(id) ?? []),
      changed,
    );
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
    await this.sampleLetters(tx);
  }

  /**
   * Whenever the archive has doubled, from the documents that came until then: what is drawn hangs on them alone, and not on how many changes a
   * transaction read.
   */
  private async sampleLetters(tx: Tx): Promise<void> {
    const { numbered, lettersDocuments } = await this.store.corpus(tx);
    const upTo = numbered === 0 ? 0 : 2 ** Math.floor(Math.log2(numbered));
    if (upTo <= lettersDocuments) return;
    const letters = await this.store.sample(tx, upTo, SAMPLE);
    await this.store.keepLetters(tx, packLetters(letterStatistics(letters)), upTo);
  }
}

/** How a document stands in the postings; undefined where it does not. */
function postedOf({ number, length, stems }: Pick<KeptDocument, 'number' | 'length' | 'stems'>): Posted | undefined {
  return number === null ? undefined : { number, entry: entryOf(number, length), stems };
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

function isAs({ subject, letters, length, stems, textKey: key }: NewDocument, kept: KeptDocument | undefined): boolean {
  if (kept === undefined || kept.published !== subject.published || kept.textKey !== key) return false;
  const before = new Set(kept.stems);
  return kept.letters === letters && kept.length === length && stems.every((stem) => before.has(stem));
}
