import { Injectable, Logger } from '@nestjs/common';
import { ChannelPosting, Chat, postToChannel } from '#channels';
import { Database } from '#database';
import { Handles, type JobContext, type JobHandler } from '#jobs';

interface Payload {
  newsroom: string;
  channelId: string;
}

/** Marks one message, sends it outside any transaction, settles it; until nothing is due. */
@Injectable()
@Handles(postToChannel)
export class PostToChannelHandler implements JobHandler<Payload> {
  private readonly logger = new Logger('channels');

  constructor(
    private readonly database: Database,
    private readonly posting: ChannelPosting,
    private readonly chat: Chat,
  ) {}

  async handle({ newsroom, channelId }: Payload, { signal }: JobContext): Promise<void> {
    while (!signal.aborted) {
      const letter = await this.database.write(newsroom, (tx) => this.posting.claim(tx, channelId));
      if (!letter) return;
      const answer = await this.chat.post(letter.url, letter.payload);
      await this.database.write(newsroom, (tx) => this.posting.settle(tx, letter, answer));
      if (answer.status === null)
        this.logger.warn(`no answer from the chat of channel ${channelId}: ${answer.failure}`);
    }
  }
}
