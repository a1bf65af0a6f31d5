import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import type { Tx } from '#database';
import { NewsroomStore } from '#newsroom';
import { InboxStore } from './inbox.store.js';
import { mailText, plainName } from './mail.rules.js';
import { MailStore, type MailEnd, type MailUnderWay } from './mails.store.js';
import type { OutgoingMail, SmtpOutcome } from './smtp.service.js';
import { UnsubscribeTokens } from './unsubscribe.rules.js';

/** Longer than any attempt: connect, greeting and silence together. */
const LEASE_MS = 120_000;

/** A mail that is marked as being sent, with all that it says. */
export interface Posting {
  mail: MailUnderWay;
  outgoing: OutgoingMail;
}

/**
 * The way of one mail: marked in a transaction, sent outside any, settled if the mark still holds. A sender that dies in
 * between leaves the mark, and the mail is sent no more: it stands in the inbox, and twice is worse than not by mail.
 */
@Injectable()
export class Mails {
  private readonly tokens: UnsubscribeTokens;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly store: MailStore,
    private readonly inbox: InboxStore,
    private readonly newsrooms: NewsroomStore,
  ) {
    this.tokens = new UnsubscribeTokens(config.secretKey);
  }

  /** Undefined: not due, somebody else's, given up, or nothing to say to anybody. */
  async claim(tx: Tx, id: string): Promise<Posting | undefined> {
    await this.store.giveUp(tx, id);
    const mail = await this.store.claim(tx, id, LEASE_MS);
    if (!mail) return undefined;
    const entries = (await this.inbox.inOutgoing(tx, id)).filter(({ readAt }) => readAt === null);
    if (mail.email === null || entries.length === 0) {
      const error = mail.email === null ? 'no-address' : 'all-read';
      await this.store.settle(tx, mail, { state: 'dropped', error, afterMs: 0 });
      return undefined;
    }
    const newsroom = await this.newsrooms.byId(tx);
    const base = this.config.publicBaseUrl;
    const unsubscribe = `${base}/public/unsubscribe/${this.tokens.of(tx.newsroom, mail.personId)}`;
    const text = mailText({ newsroom, person: mail, digest: mail.digest, entries, base, unsubscribe });
    const to = { name: plainName(mail.name), address: mail.email };
    const messageId = `<${id}@${new URL(base).hostname}>`;
    return { mail, outgoing: { ...text, to, messageId, unsubscribe } };
  }

  settle(tx: Tx, { mail }: Posting, { kind, error }: SmtpOutcome): Promise<boolean> {
    const wait = this.config.webhookSchedule[mail.attempts - 1];
    const ends: Record<SmtpOutcome['kind'], MailEnd> = {
      sent: { state: 'sent', error: null, afterMs: 0 },
      refused: { state: 'failed', error, afterMs: 0 },
      unknown: { state: 'unknown', error, afterMs: 0 },
      later: { state: wait === undefined ? 'failed' : 'waiting', error, afterMs: wait ?? 0 },
    };
    return this.store.settle(tx, mail, ends[kind]);
  }

  /** One mail for all that waits for this person's digest; its id. */
  digest(tx: Tx, personId: string): Promise<string | undefined> {
    return this.store.addDigest(tx, personId);
  }
}
