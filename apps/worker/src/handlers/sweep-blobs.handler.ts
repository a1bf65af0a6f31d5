import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Handles, type JobHandler } from '#jobs';
import { BlobSweep, sweepBlobs } from '#refresh';

/** Removes blobs of all newsrooms that no row names. */
@Injectable()
@Handles(sweepBlobs)
export class SweepBlobsHandler implements JobHandler {
  constructor(
    private readonly database: Database,
    private readonly blobs: BlobSweep,
  ) {}

  async handle(): Promise<void> {
    await this.database.system('sweep', (tx) => this.blobs.sweep(tx));
  }
}
