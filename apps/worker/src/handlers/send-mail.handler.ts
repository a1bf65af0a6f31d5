import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import { Handles, type JobHandler } from '#jobs';
import { Mails, sendMail, Smtp } from '#notifications';

/** Marks one mail, sends it outside any transaction, settles it. Without SMTP_URL mails wait. */
@Injectable()
@Handles(sendMail)
export class SendMailHandler implements JobHandler<{ newsroom: string; mailId: string }> {
  private readonly logger = new Logger('mail');

  constructor(
    private readonly database: Database,
    private readonly mails: Mails,
    private readonly smtp: Smtp,
  ) {}

  async handle({ newsroom, mailId }: { newsroom: string; mailId: string }): Promise<void> {
    if (!this.smtp.isOn) return;
    const posting = await this.database.write(newsroom, (tx) => this.mails.claim(tx, mailId));
    if (!posting) return;
    const outcome = await this.smtp.send(posting.outgoing);
    await this.database.write(newsroom, (tx) => this.mails.settle(tx, posting, outcome));
    if (outcome.kind !== 'sent') this.logger.warn(`mail ${mailId} was not sent (${outcome.kind}): ${outcome.error}`);
  }
}
