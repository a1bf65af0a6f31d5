import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { eventually } from './eventually.js';

export interface Letter {
  to: string[];
  raw: string;
}

/** A mail server on the loopback. `refuse` says what the next recipients are answered with, and how many of them. */
export class PostOffice {
  readonly letters: Letter[] = [];
  refuse = { code: 0, times: 0 };
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) =>
      this.refuse.times-- > 0 ? done(Object.assign(new Error('not now'), { responseCode: this.refuse.code })) : done(),
    onData: (stream, session, done) => this.take(stream, session, done),
  });

  static async open(): Promise<PostOffice> {
    const office = new PostOffice();
    office.server.on('error', () => undefined);
    await new Promise<void>((resolve) => office.server.listen(0, '127.0.0.1', resolve));
    return office;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  first(wanted: (letter: Letter) => boolean): Promise<Letter> {
    return eventually(() => this.letters.find(wanted), { what: 'the letter' });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private take(stream: SMTPServerDataStream, { envelope }: SMTPServerSession, done: () => void): void {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const to = envelope.rcptTo.map(({ address }) => address);
      this.letters.push({ to, raw: Buffer.concat(chunks).toString() });
      done();
    });
  }
}
