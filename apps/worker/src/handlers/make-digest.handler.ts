import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Handles, type JobHandler, JobRelay } from '#jobs';
import { makeDigest, Mails, sendMail } from '#notifications';

@Injectable()
@Handles(makeDigest)
export class MakeDigestHandler implements JobHandler<{ newsroom: string; personId: string }> {
  constructor(
    private readonly database: Database,
    private readonly mails: Mails,
    private readonly relay: JobRelay,
  ) {}

  async handle({ newsroom, personId }: { newsroom: string; personId: string }): Promise<void> {
    const mailId = await this.database.write(newsroom, (tx) => this.mails.digest(tx, personId));
    if (mailId !== undefined) await this.relay.add([sendMail.of({ newsroom, mailId })]);
  }
}
