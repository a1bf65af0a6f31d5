import { Injectable } from '@nestjs/common';
import { type Comment, CommentStore } from '#comments';
import type { Tx } from '#database';
import type { SealedRow } from '#log';
import { Calendars } from '#newsroom';
import { InboxStore, type NewEntry } from './inbox.store.js';
import { howOf } from './kinds.rules.js';
import type { Notice } from './notices.rules.js';
import { type Addressee, readingAs, SettingsStore } from './settings.store.js';

/** A notice with the row of the log that it is of, and the comment where it is of one. */
export interface Told extends Notice {
  row: SealedRow;
  comment: Comment | null;
}

/** Puts notices into inboxes, as each person wants it. Whoever left is told nothing; nobody is told of what they may not see. */
@Injectable()
export class Telling {
  constructor(
    private readonly inbox: InboxStore,
    private readonly settings: SettingsStore,
    private readonly comments: CommentStore,
    private readonly calendars: Calendars,
  ) {}

  async tell(tx: Tx, told: readonly Told[]): Promise<(() => Promise<void>) | undefined> {
    if (told.length === 0) return undefined;
    const people = await this.settings.addressees(tx, [...new Set(told.map(({ person }) => person))]);
    const shown = await Promise.all(told.map((one) => this.maySee(tx, one, people.get(one.person))));
    const entries = told.flatMap((one, i) => (shown[i] ? entryOf(one, people.get(one.person) as Addressee) : []));
    if (entries.length === 0) return undefined;
    const { body } = await this.calendars.current(tx);
    await this.inbox.add(tx, entries, body.timeZone);
    return undefined;
  }

  forget(tx: Tx, personId: string): Promise<void> {
    return this.inbox.forget(tx, personId);
  }

  private async maySee(tx: Tx, { comment }: Told, person: Addressee | undefined): Promise<boolean> {
    if (person === undefined) return false;
    if (comment === null) return true;
    return (await this.comments.byId(tx, comment.id, readingAs(person))) !== undefined;
  }
}

function entryOf({ person, kind, row, comment }: Told, { preferences, digestHour }: Addressee): NewEntry[] {
  const how = howOf(preferences, kind);
  if (how === 'none') return [];
  return [
    {
      person,
      kind,
      how,
      sequence: row.sequence,
      eventId: row.id,
      eventType: row.type,
      claimId: row.claimId,
      commentId: comment?.id ?? null,
      actor: row.actor,
      at: row.at,
      digestHour: how === 'digest' ? digestHour : null,
    },
  ];
}
