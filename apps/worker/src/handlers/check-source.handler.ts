import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { Database } from '#database';
import { Handles, type JobContext, type JobHandler, JobRelay } from '#jobs';
import { type Begun, checkSource, Refresh, type Visit, Visits } from '#refresh';

/** After trouble of our own (no room for a capture, the database away): seconds until the source is due again. */
const LATER = 600;

interface Payload {
  newsroom: string;
  sourceId: string;
  wave: string;
}

/** Goes back to one source: begins in one transaction, visits in none, ends in another. */
@Injectable()
@Handles(checkSource)
export class CheckSourceHandler implements JobHandler<Payload> {
  constructor(
    private readonly database: Database,
    private readonly refresh: Refresh,
    private readonly visits: Visits,
    private readonly relay: JobRelay,
  ) {}

  async handle({ newsroom, sourceId }: Payload, { signal }: JobContext): Promise<void> {
    const begun = await this.database.write(newsroom, (tx) => this.refresh.begin(tx, sourceId));
    if (!begun) return;
    const visit = await this.visit(newsroom, begun, signal);
    if (!visit) return;
    const next = await this.database.write(newsroom, async (tx) => {
      await this.refresh.end(tx, begun, visit);
      return this.refresh.next(tx, begun.work);
    });
    if (next)
      await this.relay.add([checkSource.of({ newsroom, sourceId: next.sourceId, wave: uuidv7() }, next.waitMs + 1)]);
  }

  /** Undefined when the worker shuts down: what was broken off then says nothing about the source. */
  private async visit(newsroom: string, begun: Begun, signal: AbortSignal): Promise<Visit | undefined> {
    try {
      const visit = await this.visits.make(begun, signal);
      if (!signal.aborted) return visit;
    } catch (error) {
      await this.database.write(newsroom, (tx) => this.refresh.giveUp(tx, begun.work, LATER));
      throw error;
    }
    await this.database.write(newsroom, (tx) => this.refresh.giveUp(tx, begun.work, 0));
    return undefined;
  }
}
