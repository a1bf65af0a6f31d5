import { Injectable } from '@nestjs/common';
import type { SystemTx, Tx } from '#database';
import { NEXT_HOUR } from '#newsroom';
import type { Flavour, News } from './kinds.rules.js';
import type { Language } from './phrases.rules.js';

export type DisabledReason = 'gone' | 'failing';

/** Where a desk talks, and what of its claims is told there. The address itself is not in it. */
export interface Channel {
  id: string;
  desk: string;
  flavour: Flavour;
  host: string;
  ending: string;
  tells: News[];
  language: Language;
  claimUrl: string | null;
  quiet: boolean;
  digestHour: number | null;
  digestAt: Date | null;
  status: 'enabled' | 'disabled';
  disabledReason: DisabledReason | null;
  disabledAt: Date | null;
  lastError: string | null;
  failures: number;
  failingSince: Date | null;
  heldUntil: Date | null;
  createdBy: string | null;
  createdAt: Date;
  version: number;
}

export type ChannelValues = Pick<Channel, 'flavour' | 'tells' | 'language' | 'claimUrl' | 'quiet' | 'digestHour'>;

/** An address as it is kept: sealed, with what may be shown of it. */
export interface KeptUrl {
  url: Buffer;
  host: string;
  ending: string;
}

/** A channel in somebody's hands: locked, with its address and how it stands by the clock. */
export interface ChannelAtWork extends Channel {
  url: Buffer;
  fence: number;
  deskName: string;
  /** A post is under way. */
  busy: boolean;
  /** The one under way is nobody's any more. */
  cutOff: boolean;
  /** It asked for quiet, or failed a short while ago. */
  held: boolean;
  digestDue: boolean;
}

const COLUMNS = `id, desk, flavour, host, ending, tells, language, claim_url, quiet, digest_hour, digest_at, status, disabled_reason,
  disabled_at, last_error, failures, failing_since, held_until, created_by, created_at, version`;
const OF_C = COLUMNS.replace(/(\w+)(,|$)/g, 'c.$1$2');

/** All SQL on the channels of desks. */
@Injectable()
export class ChannelStore {
  ofDesk(tx: Tx, desk: string): Promise<Channel | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM desk_channel WHERE newsroom = $1 AND desk = $2`, [tx.newsroom, desk]);
  }

  lock(tx: Tx, desk: string): Promise<Channel | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM desk_channel WHERE newsroom = $1 AND desk = $2 FOR NO KEY UPDATE`, [
      tx.newsroom,
      desk,
    ]);
  }

  /** Locked, while it is enabled. */
  lockForWork(tx: Tx, id: string): Promise<ChannelAtWork | undefined> {
    return tx.row(
      `SELECT ${OF_C}, c.url, c.fence, d.name AS desk_name,
         coalesce(c.leased_until > app.now(), false) AS busy, coalesce(c.leased_until <= app.now(), false) AS cut_off,
         coalesce(c.held_until > app.now(), false) AS held, coalesce(c.digest_at <= app.now(), false) AS digest_due
       FROM desk_channel c JOIN desk d ON d.newsroom = $1 AND d.key = c.desk
       WHERE c.newsroom = $1 AND c.id = $2 AND c.status = 'enabled' FOR NO KEY UPDATE OF c`,
      [tx.newsroom, id],
    );
  }

  async insert(
    tx: Tx,
    { id, desk, createdBy }: Pick<Channel, 'id' | 'desk' | 'createdBy'>,
    kept: KeptUrl,
    v: ChannelValues,
    timeZone: string,
  ): Promise<Channel> {
    const row = await tx.row<Channel>(
      `INSERT INTO desk_channel (newsroom, id, desk, flavour, url, host, ending, tells, language, claim_url, quiet, digest_hour,
         digest_at, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::int,
         CASE WHEN $12::int IS NOT NULL THEN ${NEXT_HOUR('$12::int', '$14')} END, $13)
       RETURNING ${COLUMNS}`,
      [
        ...[tx.newsroom, id, desk, v.flavour, kept.url, kept.host, kept.ending, v.tells, v.language, v.claimUrl],
        ...[v.quiet, v.digestHour, createdBy, timeZone],
      ],
    );
    return row as Channel;
  }

  /** Enables it, too: whoever saves it again wants it. `kept` null: the address stays. A post under way is nobody's from then on. */
  async update(tx: Tx, id: string, kept: KeptUrl | null, v: ChannelValues, timeZone: string): Promise<Channel> {
    const row = await tx.row<Channel>(
      `UPDATE desk_channel SET flavour = $3, tells = $4, language = $5, claim_url = $6, quiet = $7, digest_hour = $8::int,
         digest_at = CASE WHEN $8::int IS NOT NULL THEN ${NEXT_HOUR('$8::int', '$9')} END,
         url = coalesce($10, url), host = coalesce($11, host), ending = coalesce($12, ending),
         fence = fence + 1, leased_until = NULL,
         active_since = CASE WHEN status = 'disabled' THEN app.now() ELSE active_since END, status = 'enabled',
         disabled_reason = NULL, disabled_at = NULL, last_error = NULL, failures = 0, failing_since = NULL, held_until = NULL,
         version = version + 1
       WHERE newsroom = $1 AND id = $2 RETURNING ${COLUMNS}`,
      [
        ...[tx.newsroom, id, v.flavour, v.tells, v.language, v.claimUrl, v.quiet, v.digestHour, timeZone],
        ...[kept?.url ?? null, kept?.host ?? null, kept?.ending ?? null],
      ],
    );
    return row as Channel;
  }

  /** First it waits for those who are keeping notices for it: they would refer to nothing. */
  async remove(tx: Tx, id: string): Promise<void> {
    await tx.run('SELECT FROM desk_channel WHERE newsroom = $1 AND id = $2 FOR UPDATE', [tx.newsroom, id]);
    for (const table of ['channel_notice', 'channel_post'])
      await tx.run(`DELETE FROM ${table} WHERE newsroom = $1 AND channel_id = $2`, [tx.newsroom, id]);
    await tx.run('DELETE FROM desk_channel WHERE newsroom = $1 AND id = $2', [tx.newsroom, id]);
  }

  /** Whether any desk of the newsroom has one that takes news. */
  async areThere(tx: Tx): Promise<boolean> {
    const row = await tx.row<{ some: boolean }>(
      `SELECT EXISTS (SELECT FROM desk_channel WHERE newsroom = $1 AND status = 'enabled') AS some`,
      [tx.newsroom],
    );
    return row?.some ?? false;
  }

  /** Nobody is posting to it. */
  async free(tx: Tx, id: string): Promise<void> {
    await tx.run('UPDATE desk_channel SET leased_until = NULL WHERE newsroom = $1 AND id = $2', [tx.newsroom, id]);
  }

  async lease(tx: Tx, id: string, leaseMs: number): Promise<number> {
    const row = await tx.row<{ fence: number }>(
      `UPDATE desk_channel SET fence = fence + 1, leased_until = app.now() + $3 * interval '1 millisecond'
       WHERE newsroom = $1 AND id = $2 RETURNING fence`,
      [tx.newsroom, id, leaseMs],
    );
    return (row as { fence: number }).fence;
  }

  /** Ends the lease, unless somebody else has it by now or the channel is gone. How it stands afterwards. */
  release(
    tx: Tx,
    { id, fence }: Pick<ChannelAtWork, 'id' | 'fence'>,
    { failed, error, holdMs }: { failed: boolean; error: string | null; holdMs: number },
  ): Promise<Channel | undefined> {
    return tx.row(
      `UPDATE desk_channel SET leased_until = NULL, last_error = $4, failures = CASE WHEN $5 THEN failures + 1 ELSE 0 END,
         failing_since = CASE WHEN $5 THEN coalesce(failing_since, app.now()) END,
         held_until = CASE WHEN $6::bigint > 0 THEN app.now() + $6::bigint * interval '1 millisecond' END
       WHERE newsroom = $1 AND id = $2 AND fence = $3 AND leased_until IS NOT NULL RETURNING ${COLUMNS}`,
      [tx.newsroom, id, fence, error, failed, holdMs],
    );
  }

  async disable(tx: Tx, id: string, reason: DisabledReason): Promise<Channel> {
    const row = await tx.row<Channel>(
      `UPDATE desk_channel SET status = 'disabled', disabled_reason = $3, disabled_at = app.now(), held_until = NULL, version = version + 1
       WHERE newsroom = $1 AND id = $2 RETURNING ${COLUMNS}`,
      [tx.newsroom, id, reason],
    );
    return row as Channel;
  }

  async moveDigest(tx: Tx, id: string, timeZone: string): Promise<void> {
    await tx.run(
      `UPDATE desk_channel SET digest_at = ${NEXT_HOUR('digest_hour', '$3')} WHERE newsroom = $1 AND id = $2`,
      [tx.newsroom, id, timeZone],
    );
  }

  /** Channels with something to post now, or whose post was cut off, in every newsroom. */
  due(tx: SystemTx, limit: number): Promise<{ newsroom: string; channelId: string }[]> {
    return tx.rows(
      `WITH moment AS MATERIALIZED (SELECT app.now() AS now), waiting AS (
         SELECT DISTINCT n.newsroom, n.channel_id AS id FROM moment, channel_notice n WHERE n.post_id IS NULL AND n.due_at <= moment.now
         UNION SELECT c.newsroom, c.id FROM moment, desk_channel c WHERE c.digest_at <= moment.now
         UNION SELECT c.newsroom, c.id FROM moment, desk_channel c WHERE c.leased_until <= moment.now)
       SELECT c.newsroom, c.id AS channel_id FROM moment, waiting w JOIN desk_channel c ON c.newsroom = w.newsroom AND c.id = w.id
       WHERE c.status = 'enabled' AND (c.leased_until IS NULL OR c.leased_until <= moment.now)
         AND (c.held_until IS NULL OR c.held_until <= moment.now OR c.leased_until <= moment.now) LIMIT $1`,
      [limit],
    );
  }
}
