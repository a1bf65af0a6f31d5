import { Injectable } from '@nestjs/common';
import { type Comment, CommentStore } from '#comments';
import type { Tx } from '#database';
import type { SealedRow } from '#log';
import { Calendars } from '#newsroom';
import { JobRelay } from '#jobs';
import { type Forgotten, InboxStore, type NewEntry } from './inbox.store.js';
import { howOf } from './kinds.rules.js';
import { MailStore } from './mails.store.js';
import { sendMail } from './notifications.jobs.js';
import type { Notice } from './notices.rules.js';
import { Smtp } from './smtp.service.js';
import { type Addressee, readingAs, SettingsStore } from './settings.store.js';

/** A notice with the row of the log that it is of, and the comment where it is of one. */
export interface Told extends Notice {
  row: SealedRow;
  comment: Comment | null;
}

/** Keeps what people are told, and makes mails of what is to go out at once. Without SMTP_URL there are none. */
@Injectable()
export class Entries {
  constructor(
    private readonly inbox: InboxStore,
    private readonly mails: MailStore,
    private readonly smtp: Smtp,
    private readonly calendars: Calendars,
    private readonly relay: JobRelay,
  ) {}

  /** What it returns sends the mails soon; the sweep finds those that it loses. */
  async keep(tx: Tx, entries: readonly NewEntry[]): Promise<(() => Promise<void>) | undefined> {
    if (entries.length === 0) return undefined;
    const { newsroom } = tx;
    const { body } = await this.calendars.current(tx);
    const { isOn } = this.smtp;
    const given = isOn ? entries : entries.map((entry) => ({ ...entry, digestHour: null }));
    const added = await this.inbox.add(tx, given, body.timeZone);
    if (!isOn) return undefined;
    const mailIds = await this.mails.addEach(
      tx,
      added.filter(({ how }) => how === 'mail'),
    );
    return () => this.relay.add(mailIds.map((mailId) => sendMail.of({ newsroom, mailId })));
  }

  forget(tx: Tx, personId: string): Promise<Forgotten> {
    return this.inbox.forget(tx, personId);
  }
}

/** Puts notices into inboxes, as each person wants it. Whoever left is told nothing; nobody is told of what they may not see. */
@Injectable()
export class Telling {
  constructor(
    private readonly entries: Entries,
    private readonly settings: SettingsStore,
    private readonly comments: CommentStore,
  ) {}

  async tell(tx: Tx, told: readonly Told[]): Promise<(() => Promise<void>) | undefined> {
    if (told.length === 0) return undefined;
    const people = await this.settings.addressees(tx, [...new Set(told.map(({ person }) => person))]);
    const shown = await Promise.all(told.map((one) => this.maySee(tx, one, people.get(one.person))));
    const entries = told.flatMap((one, i) => (shown[i] ? entryOf(one, people.get(one.person) as Addressee) : []));
    return this.entries.keep(tx, entries);
  }

  forget(tx: Tx, personId: string): Promise<Forgotten> {
    return this.entries.forget(tx, personId);
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
