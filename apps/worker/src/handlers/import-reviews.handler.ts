import { Injectable } from '@nestjs/common';
import { importReviews, type ImportJob } from '#archive';
import { Database } from '#database';
import { Handles, type JobContext, type JobHandler } from '#jobs';
import { ImportUnreadable, ReviewImports, type ImportWork } from '#precedents';

@Injectable()
@Handles(importReviews)
export class ImportReviewsHandler implements JobHandler<ImportJob> {
  constructor(
    private readonly database: Database,
    private readonly imports: ReviewImports,
  ) {}

  async handle({ newsroom, importId }: ImportJob, { signal }: JobContext): Promise<void> {
    const work = await this.database.write(newsroom, (tx) => this.imports.take(tx, importId));
    if (!work) return;
    try {
      const whole = await this.read(newsroom, work, signal);
      await this.database.write(newsroom, (tx) =>
        whole ? this.imports.finish(tx, work) : this.imports.giveBack(tx, work),
      );
    } catch (error) {
      const unreadable = error instanceof ImportUnreadable;
      await this.database.write(newsroom, (tx) =>
        unreadable ? this.imports.finish(tx, work, error.message) : this.imports.giveBack(tx, work),
      );
      if (!unreadable) throw error;
    }
  }

  /** False when the worker shuts down, or another took the import over. */
  private async read(newsroom: string, work: ImportWork, signal: AbortSignal): Promise<boolean> {
    for await (const batch of this.imports.batches(work)) {
      if (signal.aborted) return false;
      if (!(await this.database.write(newsroom, (tx) => this.imports.keep(tx, work, batch)))) return false;
    }
    return true;
  }
}
