import { Injectable } from '@nestjs/common';
import { stampAnchor, Stamping } from '#audit';
import { Database } from '#database';
import { Handles, type JobContext, type JobHandler } from '#jobs';
import { AnchorStore } from '#log';

interface Payload {
  newsroom: string;
  day: string;
}

/** Takes the work, asks the authority outside of any transaction, keeps what it gave; a failure is tried again later. */
@Injectable()
@Handles(stampAnchor)
export class StampAnchorHandler implements JobHandler<Payload> {
  constructor(
    private readonly database: Database,
    private readonly anchors: AnchorStore,
    private readonly stamping: Stamping,
  ) {}

  async handle({ newsroom, day }: Payload, { signal }: JobContext): Promise<void> {
    if (!this.stamping.isOn) return;
    const work = await this.database.write(newsroom, (tx) => this.anchors.beginStamp(tx, day));
    if (!work) return;
    try {
      const stamp = await this.stamping.stamp(work.hash, signal);
      await this.database.write(newsroom, (tx) => this.anchors.stamped(tx, work, stamp));
    } catch (error) {
      await this.database.write(newsroom, (tx) => this.anchors.stampFailed(tx, work, (error as Error).message));
    }
  }
}
