import { Inject, Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { CONFIG, type Config } from '#config';

const CONNECT_MS = 10_000;
/** Nothing comes for this long: the attempt is over. */
const SILENCE_MS = 20_000;

export interface OutgoingMail {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** The same at every attempt. */
  messageId: string;
  unsubscribe: string;
}

/**
 * `sent`: the server has it. `later`: it certainly has not, and may take it another time. `refused`: it never will. `unknown`:
 * the connection broke in between, and it may have it.
 */
export type SmtpOutcome = { kind: 'sent' | 'later' | 'refused' | 'unknown'; error: string | null };

interface SmtpError {
  code?: string;
  responseCode?: number;
  syscall?: string;
  message?: string;
}

/** The one place that speaks SMTP (RFC 5321). Never throws, and says nothing that names an address. */
@Injectable()
export class Smtp {
  private readonly transport: ReturnType<typeof createTransport> | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const { smtpUrl } = config;
    this.transport = smtpUrl
      ? createTransport({
          url: smtpUrl,
          connectionTimeout: CONNECT_MS,
          greetingTimeout: CONNECT_MS,
          socketTimeout: SILENCE_MS,
          disableFileAccess: true,
          disableUrlAccess: true,
        })
      : undefined;
  }

  /** False: nobody gets mail. */
  get isOn(): boolean {
    return this.transport !== undefined;
  }

  async send({ to, subject, text, html, messageId, unsubscribe }: OutgoingMail): Promise<SmtpOutcome> {
    if (!this.transport) return { kind: 'later', error: 'off' };
    try {
      await this.transport.sendMail({
        from: this.config.mailFrom,
        to,
        subject,
        text,
        html,
        messageId,
        headers: {
          'Auto-Submitted': 'auto-generated',
          'List-Unsubscribe': `<${unsubscribe}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      });
      return { kind: 'sent', error: null };
    } catch (error) {
      return outcomeOf(error as SmtpError);
    }
  }
}

/** What nodemailer's error says of where the mail is. */
export function outcomeOf({ code = 'error', responseCode, syscall, message = '' }: SmtpError): SmtpOutcome {
  if (responseCode !== undefined && responseCode >= 400) {
    const isLater = responseCode < 500 || code === 'EAUTH';
    return { kind: isLater ? 'later' : 'refused', error: `smtp-${responseCode}` };
  }
  const neverBegan =
    /^(EDNS|ETLS|EAUTH|ECONNREFUSED)$/.test(code) ||
    /^(connect|getaddrinfo|query\w*)$/.test(syscall ?? '') ||
    /^(Connection timeout|Greeting never received)/.test(message);
  if (neverBegan) return { kind: 'later', error: code };
  return code === 'EENVELOPE' ? { kind: 'refused', error: code } : { kind: 'unknown', error: code };
}
