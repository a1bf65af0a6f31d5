import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Calendars } from '#newsroom';
import { problem } from '#problems';
import { InboxStore } from './inbox.store.js';
import type { Preferences } from './kinds.rules.js';
import { type Settings, SettingsStore } from './settings.store.js';

/** How somebody wants to be told: their own business, and in nobody's log. */
@Injectable()
export class NotificationSettings {
  constructor(
    private readonly store: SettingsStore,
    private readonly inbox: InboxStore,
    private readonly calendars: Calendars,
  ) {}

  of(tx: Tx, personId: string): Promise<Settings> {
    return this.store.of(tx, personId);
  }

  /** Counts for what comes from now on; another hour also for what waits for the next digest. 412 when it was changed since. */
  async save(
    tx: Tx,
    personId: string,
    seenVersion: number,
    given: { preferences: Preferences; digestHour: number },
  ): Promise<Settings> {
    const before = await this.store.of(tx, personId);
    const saved = await this.store.save(tx, personId, { ...given, version: seenVersion });
    if (!saved) throw problem('version.stale', { extra: { currentVersion: before.version } });
    if (saved.digestHour !== before.digestHour) {
      const { body } = await this.calendars.current(tx);
      await this.inbox.moveDigest(tx, personId, saved.digestHour, body.timeZone);
    }
    return saved;
  }
}
