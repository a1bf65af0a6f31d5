import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Deadlines, tellDeadlines } from '#deadlines';
import { Handles, type JobHandler } from '#jobs';

/** One transaction, with the rows as its fence: what was told is written with the telling, or neither is. */
@Injectable()
@Handles(tellDeadlines)
export class TellDeadlinesHandler implements JobHandler<{ newsroom: string }> {
  constructor(
    private readonly database: Database,
    private readonly deadlines: Deadlines,
  ) {}

  handle({ newsroom }: { newsroom: string }): Promise<void> {
    return this.database.write(newsroom, (tx) => this.deadlines.look(tx));
  }
}
