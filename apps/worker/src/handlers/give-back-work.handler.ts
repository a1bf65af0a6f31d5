import { Injectable } from '@nestjs/common';
import { giveBackWork, HandBacks } from '#assignments';
import { Database } from '#database';
import { Handles, type JobHandler } from '#jobs';

/** The absence itself is the fence: it is marked in the transaction that gives the work back. */
@Injectable()
@Handles(giveBackWork)
export class GiveBackWorkHandler implements JobHandler<{ newsroom: string; absenceId: string }> {
  constructor(
    private readonly database: Database,
    private readonly handBacks: HandBacks,
  ) {}

  handle({ newsroom, absenceId }: { newsroom: string; absenceId: string }): Promise<void> {
    return this.database.write(newsroom, (tx) => this.handBacks.forAbsence(tx, absenceId));
  }
}
