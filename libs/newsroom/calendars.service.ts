import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { record } from '#log';
import { problem } from '#problems';
import type { Actor } from './actor.js';
import { calendarErrors, defaultCalendar, type Calendar } from './calendar.rules.js';
import { CalendarStore, type Moment } from './calendar.store.js';
import { calendarChanged } from './newsroom.events.js';
import { NewsroomStore } from './newsroom.store.js';
import { assertSeen } from './version.rules.js';

/** A calendar with its version; version 0 is that of a newsroom that never saved one. */
export interface WholeCalendar {
  version: number;
  body: Calendar;
  /** Null for version 0. */
  createdAt: Date | null;
}

@Injectable()
export class Calendars {
  constructor(
    private readonly calendars: CalendarStore,
    private readonly newsrooms: NewsroomStore,
  ) {}

  async current(tx: Tx): Promise<WholeCalendar> {
    return (await this.calendars.latest(tx)) ?? { version: 0, body: defaultCalendar, createdAt: null };
  }

  /** A new version. Deadlines that nobody was told of yet are counted again by it; due times that stand stay. */
  async save(tx: Tx, actor: Actor, seen: number | undefined, body: Calendar): Promise<WholeCalendar> {
    await this.newsrooms.lock(tx);
    const errors = calendarErrors(body);
    if (errors.length === 0 && !(await this.calendars.knowsZone(tx, body.timeZone))) {
      errors.push({ pointer: '/timeZone', code: 'unknown-time-zone', detail: 'is not known to the database' });
    }
    if (errors.length > 0) throw problem('calendar.invalid', { errors });
    const before = await this.current(tx);
    assertSeen(before.version, seen);
    const saved = await this.calendars.insert(tx, before.version + 1, body, actor.kind === 'person' ? actor.id : null);
    await record(tx, calendarChanged, {
      actor,
      subject: { id: tx.newsroom, version: saved.version },
      data: { calendar: { ...body } },
    });
    return saved;
  }

  /** What the calendar says of a moment; of now without one. */
  async moment(tx: Tx, at: string | Date | null = null): Promise<Moment> {
    return this.calendars.moment(tx, (await this.current(tx)).body, at);
  }
}
