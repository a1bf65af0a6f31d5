import { Injectable } from '@nestjs/common';
import { ArchiveKeeping, keepArchive, type ArchiveJob } from '#archive';
import { Database } from '#database';
import { Handles, type JobContext, type JobHandler } from '#jobs';

/** More than a day's work; what is left then is found by the next sweep. */
const MOST_BATCHES = 1_000;

@Injectable()
@Handles(keepArchive)
export class KeepArchiveHandler implements JobHandler<ArchiveJob> {
  constructor(
    private readonly database: Database,
    private readonly archive: ArchiveKeeping,
  ) {}

  /** In short transactions, until nothing is left. */
  async handle({ newsroom }: ArchiveJob, { signal }: JobContext): Promise<void> {
    for (let batch = 0; batch < MOST_BATCHES && !signal.aborted; batch++) {
      const read = await this.database.write(newsroom, (tx) => this.archive.catchUp(tx));
      if (read === 0) return;
    }
  }
}
