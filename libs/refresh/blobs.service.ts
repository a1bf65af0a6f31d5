import { Injectable } from '@nestjs/common';
import type { SystemTx } from '#database';
import { EvidenceStore } from '#evidence';
import { CaptureStore, SourceWorkStore } from '#sources';
import { Storage, type StoredBlob } from '#storage';
import { BlobSweepStore } from './blobs.store.js';

const DAY_MS = 86_400_000;
const BATCH = 500;

/** Removes blobs that a crash left without a row: bytes are stored first, the row second. */
@Injectable()
export class BlobSweep {
  constructor(
    private readonly storage: Storage,
    private readonly store: BlobSweepStore,
    private readonly captures: CaptureStore,
    private readonly evidence: EvidenceStore,
    private readonly turns: SourceWorkStore,
  ) {}

  /** Only what is a day old or older, so that no row can still be on its way. Returns how many blobs went. */
  async sweep(tx: SystemTx, ageMs = DAY_MS): Promise<number> {
    if (!(await this.store.lock(tx)) || !(await this.store.isDue(tx))) return 0;
    await this.storage.sweepTemp(ageMs);
    let swept = 0;
    let batch: StoredBlob[] = [];
    for await (const blob of this.storage.list()) {
      if (Date.now() - blob.modifiedAt.getTime() < ageMs || batch.push(blob) < BATCH) continue;
      swept += await this.sweepBatch(tx, batch, ageMs);
      batch = [];
    }
    swept += await this.sweepBatch(tx, batch, ageMs);
    await this.turns.forgetTurns(tx);
    await this.store.done(tx);
    return swept;
  }

  private async sweepBatch(tx: SystemTx, batch: readonly StoredBlob[], ageMs: number): Promise<number> {
    const ids = batch.map(({ sha256 }) => sha256);
    const named = new Set([
      ...(await this.captures.named(tx, ids)),
      ...(await this.evidence.named(tx, ids)),
      ...(await this.store.named(tx, ids)),
    ]);
    let swept = 0;
    for (const id of ids) if (!named.has(id) && (await this.storage.removeOlder(id, ageMs))) swept += 1;
    return swept;
  }
}
