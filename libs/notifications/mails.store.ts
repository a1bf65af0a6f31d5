import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { SystemTx, Tx } from '#database';

export type MailState = 'waiting' | 'sending' | 'sent' | 'failed' | 'unknown' | 'dropped';

/** One mail that is being sent; `name` and `email` as they are now, null for whoever left or has no address. */
export interface MailUnderWay {
  id: string;
  personId: string;
  digest: boolean;
  attempts: number;
  fence: number;
  name: string;
  email: string | null;
}

export interface MailEnd {
  state: Exclude<MailState, 'sending'>;
  error: string | null;
  /** Until the next attempt. */
  afterMs: number;
}

const DUE = `state = 'waiting' AND next_attempt_at <= app.now() OR state = 'sending' AND leased_until <= app.now()`;

/** All SQL on mails. */
@Injectable()
export class MailStore {
  /** A mail for each of these entries of inboxes; their ids. */
  async addEach(tx: Tx, entries: readonly { id: string; personId: string }[]): Promise<string[]> {
    if (entries.length === 0) return [];
    const ids = entries.map(() => uuidv7());
    await tx.run(
      `WITH given AS (SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) AS g (id, entry, person)),
       made AS (INSERT INTO mail (newsroom, id, person_id, digest) SELECT $1, id, person, false FROM given)
       UPDATE inbox i SET outgoing_id = given.id FROM given WHERE i.newsroom = $1 AND i.id = given.entry`,
      [tx.newsroom, ids, entries.map(({ id }) => id), entries.map(({ personId }) => personId)],
    );
    return ids;
  }

  /** One mail for all that waits for this person's digest and was not read meanwhile; undefined when there is nothing. */
  async addDigest(tx: Tx, personId: string): Promise<string | undefined> {
    const id = uuidv7();
    const rows = await tx.rows<{ readAt: Date | null }>(
      `UPDATE inbox SET digest_at = NULL, outgoing_id = CASE WHEN read_at IS NULL THEN $3::uuid END
       WHERE newsroom = $1 AND person_id = $2 AND digest_at <= app.now() RETURNING read_at`,
      [tx.newsroom, personId, id],
    );
    if (rows.every(({ readAt }) => readAt !== null)) return undefined;
    await tx.run('INSERT INTO mail (newsroom, id, person_id, digest) VALUES ($1, $2, $3, true)', [
      tx.newsroom,
      id,
      personId,
    ]);
    return id;
  }

  /** Takes one that is due, under a new fence; undefined when it is not, or somebody else has it. */
  claim(tx: Tx, id: string, leaseMs: number): Promise<MailUnderWay | undefined> {
    return tx.row(
      `UPDATE mail m SET state = 'sending', fence = fence + 1, attempts = attempts + 1,
         leased_until = app.now() + $3 * interval '1 millisecond'
       FROM person p WHERE m.newsroom = $1 AND m.id = $2 AND m.state = 'waiting' AND m.next_attempt_at <= app.now()
         AND p.newsroom = $1 AND p.id = m.person_id
       RETURNING m.id, m.person_id, m.digest, m.attempts, m.fence, p.name, CASE WHEN p.active THEN p.email END AS email`,
      [tx.newsroom, id, leaseMs],
    );
  }

  /** Whoever was sending it is gone: it may have been taken, so nobody sends it again. The number of those. */
  giveUp(tx: Tx, id: string): Promise<number> {
    return tx.run(
      `UPDATE mail SET state = 'unknown', leased_until = NULL, last_error = 'cut-off', ended_at = app.now()
       WHERE newsroom = $1 AND id = $2 AND state = 'sending' AND leased_until <= app.now()`,
      [tx.newsroom, id],
    );
  }

  /** How it ended, unless somebody else has it by now. */
  async settle(tx: Tx, mail: Pick<MailUnderWay, 'id' | 'fence'>, end: MailEnd): Promise<boolean> {
    const written = await tx.run(
      `UPDATE mail SET state = $4, last_error = $5, leased_until = NULL,
         next_attempt_at = app.now() + $6 * interval '1 millisecond',
         ended_at = CASE WHEN $4 <> 'waiting' THEN app.now() END
       WHERE newsroom = $1 AND id = $2 AND fence = $3 AND state = 'sending'`,
      [tx.newsroom, mail.id, mail.fence, end.state, end.error, end.afterMs],
    );
    return written > 0;
  }

  /** Mails to send, and those whose sender is gone, in every newsroom. */
  due(tx: SystemTx, limit: number): Promise<{ newsroom: string; mailId: string }[]> {
    return tx.rows(`SELECT newsroom, id AS mail_id FROM mail WHERE ${DUE} LIMIT $1`, [limit]);
  }

  /** People whose digest is due. */
  digestsDue(tx: SystemTx, limit: number): Promise<{ newsroom: string; personId: string }[]> {
    return tx.rows(
      `SELECT DISTINCT newsroom, person_id FROM inbox WHERE digest_at IS NOT NULL AND digest_at <= app.now() LIMIT $1`,
      [limit],
    );
  }
}
