import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Handles, type JobHandler } from '#jobs';
import { systemActor } from '#newsroom';
import { Problem } from '#problems';
import { publishAtHour, Workflow } from '#workflow';

/** The table itself is the fence: an hour that was taken away or moved meanwhile is refused, and left alone. */
@Injectable()
@Handles(publishAtHour)
export class PublishAtHourHandler implements JobHandler<{ newsroom: string; claimId: string }> {
  constructor(
    private readonly database: Database,
    private readonly workflow: Workflow,
  ) {}

  async handle({ newsroom, claimId }: { newsroom: string; claimId: string }): Promise<void> {
    try {
      await this.database.write(newsroom, (tx) =>
        this.workflow.perform(tx, systemActor(newsroom), claimId, 'publish', {}),
      );
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
    }
  }
}
