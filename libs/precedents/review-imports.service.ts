import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { urlKey } from '#articles';
import type { Tx } from '#database';
import { record, type LogActor } from '#log';
import { systemActor } from '#newsroom';
import { problem } from '#problems';
import { BlobMissing, Storage } from '#storage';
import { reviewsIn, type Fault } from './claim-review-reading.rules.js';
import { ImportedReviewStore, type KeptReview } from './imported-reviews.store.js';
import { JsonRecords, NotJson, type JsonRecord } from './json-records.rules.js';
import { importFailed, importFinished, importReceived, reviewWithdrawn } from './precedents.events.js';
import type { ImportedReview, ReadReview } from './precedents.types.js';
import { ReviewImportStore, type ImportWork, type ReviewImport } from './review-imports.store.js';

/** Records of a file that are written together. */
export interface RecordBatch {
  /** Records of the file that are read with it. */
  read: number;
  reviews: KeptReview[];
  faults: Fault[];
}

const BATCH = 200;
/** Taken that often without an end: the file itself is the likely cause. */
const MOST_TRIES = 20;

/** The file cannot be read; no other try will change that. */
export class ImportUnreadable extends Error {}

/** Takes files of ClaimReviews in and reads them, a batch at a time: `take`, `keep` and `finish` in units of work of their own. */
@Injectable()
export class ReviewImports {
  constructor(
    private readonly imports: ReviewImportStore,
    private readonly reviews: ImportedReviewStore,
    private readonly storage: Storage,
  ) {}

  /** The bytes are in storage already. */
  async receive(tx: Tx, actor: LogActor, file: { name: string; sha256: string; bytes: number }): Promise<ReviewImport> {
    const made = await this.imports.insert(tx, { ...file, createdBy: { kind: actor.kind, id: actor.id } });
    const data = { name: made.name, bytes: made.bytes };
    await record(tx, importReceived, { actor, subject: { id: made.id, version: made.version }, data });
    return made;
  }

  /** Undefined: it is read, or another job is at it. */
  async take(tx: Tx, id: string): Promise<ImportWork | undefined> {
    const work = await this.imports.take(tx, id);
    if (work === undefined || work.fence <= MOST_TRIES) return work;
    await this.end(tx, work, `It was tried ${MOST_TRIES} times without an end.`);
    return undefined;
  }

  /** The file from where the last batch ended; memory holds a batch of it. Throws ImportUnreadable. */
  async *batches({ sha256, read }: ImportWork): AsyncGenerator<RecordBatch> {
    const known = new Map<string, Record<string, unknown>>();
    let batch: RecordBatch = { read, reviews: [], faults: [] };
    let index = 0;
    for await (const one of this.records(sha256)) {
      const readings = readingsOf(one, known);
      if (index++ < read) continue;
      batch.read = index;
      for (const reading of readings) {
        if ('review' in reading) batch.reviews.push(keptReview(reading.review));
        else batch.faults.push(reading.fault);
      }
      if (index % BATCH !== 0 && batch.reviews.length < BATCH) continue;
      yield batch;
      batch = { read: index, reviews: [], faults: [] };
    }
    if (batch.read > read) yield batch;
  }

  /** False when the import was taken over by another job; then nothing is written. */
  async keep(tx: Tx, work: ImportWork, { read, reviews, faults }: RecordBatch): Promise<boolean> {
    if (!(await this.imports.holds(tx, work))) return false;
    const different = [...new Map(reviews.map((one) => [one.identity.toString('hex'), one])).values()];
    const kept = await this.reviews.keep(tx, work.id, different);
    const unchanged = kept.unchanged + reviews.length - different.length;
    await this.imports.count(tx, work, { ...kept, unchanged, read, skipped: faults.length, faults });
    return true;
  }

  /** `failure`: why the file could not be read to its end. */
  async finish(tx: Tx, work: ImportWork, failure: string | null = null): Promise<void> {
    if (await this.imports.holds(tx, work)) await this.end(tx, work, failure);
  }

  giveBack(tx: Tx, work: ImportWork): Promise<void> {
    return this.imports.giveBack(tx, work);
  }

  /** Out of matching, for good: the same file again does not bring it back. 404, 412. */
  async withdraw(tx: Tx, actor: LogActor, id: string, seenVersion: number): Promise<ImportedReview> {
    const before = await this.reviews.lock(tx, id);
    if (!before) throw problem('claim-review.not-found');
    if (before.version !== seenVersion) throw problem('version.stale', { extra: { currentVersion: before.version } });
    if (before.withdrawnAt !== null) return (await this.reviews.byId(tx, id)) as ImportedReview;
    const review = await this.reviews.withdraw(tx, id);
    const subject = { id, version: review.version };
    await record(tx, reviewWithdrawn, { actor, subject, data: { url: review.url } });
    return review;
  }

  private async end(tx: Tx, { id }: ImportWork, failure: string | null): Promise<void> {
    const { version, name, bytes, read, added, updated, unchanged, skipped } = await this.imports.finish(
      tx,
      id,
      failure,
    );
    const path = `/v1/claim-reviews/imports/${id}`;
    const data = { name, bytes, read, added, updated, unchanged, skipped, path };
    const row = { actor: systemActor(tx.newsroom), subject: { id, version } };
    if (failure === null) await record(tx, importFinished, { ...row, data });
    else await record(tx, importFailed, { ...row, data: { ...data, failure } });
  }

  private async *records(sha256: string): AsyncGenerator<JsonRecord> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const scanner = new JsonRecords();
    try {
      for await (const chunk of await this.storage.open(sha256))
        yield* scanner.push(decoder.decode(chunk as Buffer, { stream: true }));
      yield* scanner.push(decoder.decode());
      yield* scanner.end();
    } catch (error) {
      if (error instanceof NotJson) throw new ImportUnreadable(`The file is not JSON: ${error.message}.`);
      if (error instanceof BlobMissing) throw new ImportUnreadable('The file is no longer in storage.');
      if ((error as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
        throw new ImportUnreadable('The file is not UTF-8.');
      throw error;
    }
  }
}

function readingsOf({ pointer, text }: JsonRecord, known: Map<string, Record<string, unknown>>) {
  if (text === null) {
    const detail = 'is longer than a record may be';
    return [{ fault: { pointer, code: 'too-long' as const, detail } }];
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const detail = `is not JSON: ${(error as Error).message.slice(0, 200)}`;
    return [{ fault: { pointer, code: 'not-json' as const, detail } }];
  }
  return reviewsIn(value, pointer, known);
}

/** Known again by its address, its author and the claim's words. */
function keptReview(review: ReadReview): KeptReview {
  const words = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}%.-]+/gu, ' ')
      .trim();
  const identity = [urlKey(review.url).toString('hex'), words(review.author), words(review.claimReviewed)];
  return { ...review, identity: digest(identity), digest: digest(review) };
}

function digest(value: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(value)).digest();
}
