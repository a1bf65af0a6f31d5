import { Injectable } from '@nestjs/common';
import { anchorLog, Stamping } from '#audit';
import { Database } from '#database';
import { Handles, type JobHandler } from '#jobs';
import { AnchorStore } from '#log';

/** Once a day and newsroom, whoever comes first: the day is the anchor's key. */
@Injectable()
@Handles(anchorLog)
export class AnchorLogHandler implements JobHandler<{ newsroom: string }> {
  constructor(
    private readonly database: Database,
    private readonly anchors: AnchorStore,
    private readonly stamping: Stamping,
  ) {}

  async handle({ newsroom }: { newsroom: string }): Promise<void> {
    await this.database.write(newsroom, (tx) => this.anchors.make(tx, this.stamping.isOn));
  }
}
