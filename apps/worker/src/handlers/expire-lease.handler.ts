import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Handles, type JobHandler } from '#jobs';
import { systemActor } from '#newsroom';
import { Problem } from '#problems';
import { expireLease, Workflow } from '#workflow';

/** The table itself is the fence: a lease that was renewed, given back or handed in meanwhile is refused, and left alone. */
@Injectable()
@Handles(expireLease)
export class ExpireLeaseHandler implements JobHandler<{ newsroom: string; claimId: string; personId: string }> {
  constructor(
    private readonly database: Database,
    private readonly workflow: Workflow,
  ) {}

  async handle({
    newsroom,
    claimId,
    personId,
  }: {
    newsroom: string;
    claimId: string;
    personId: string;
  }): Promise<void> {
    try {
      await this.database.write(newsroom, (tx) =>
        this.workflow.perform(tx, systemActor(newsroom), claimId, 'expire', { person: personId }),
      );
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
    }
  }
}
