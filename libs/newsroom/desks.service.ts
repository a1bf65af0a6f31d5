import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import { record } from '#log';
import { problem, type FieldError } from '#problems';
import type { Actor } from './actor.js';
import { deskEdited, deskMemberChanged, deskMemberLeft, deskOpened } from './desks.events.js';
import { DeskStore, type DeskRow, type DeskValues, type MemberRow, type MemberValues } from './desks.store.js';
import { NewsroomStore } from './newsroom.store.js';
import { PeopleStore } from './people.store.js';
import { TokenCache } from './token-cache.js';
import { assertSeen } from './version.rules.js';

export type NewDesk = Pick<DeskRow, 'key' | 'name'> & Partial<Pick<DeskRow, 'languages' | 'labels'>>;

/** The desks of a newsroom and who works at them. Every change takes the newsroom's lock first. */
@Injectable()
export class Desks {
  constructor(
    private readonly newsrooms: NewsroomStore,
    private readonly desks: DeskStore,
    private readonly people: PeopleStore,
    private readonly cache: TokenCache,
  ) {}

  /** 409 when the key is taken, by a closed desk too: past work still bears it. */
  async open(tx: Tx, actor: Actor, { key, name, languages = [], labels = [] }: NewDesk): Promise<DeskRow> {
    await this.newsrooms.lock(tx);
    const desk = await this.desks.insert(tx, uuidv7(), key, { name, languages, labels });
    if (!desk) throw problem('desk.key-taken', { errors: [{ pointer: '/key', code: 'taken', detail: 'is taken' }] });
    await record(tx, deskOpened, { actor, subject: { id: desk.id, version: 1 }, data: about(desk) });
    return desk;
  }

  /** Locks the desk for a change of it. 404, 412. */
  async lock(tx: Tx, id: string, seen: number | undefined): Promise<DeskRow> {
    await this.newsrooms.lock(tx);
    const desk = await this.desks.lock(tx, id);
    if (!desk) throw problem('desk.not-found');
    assertSeen(desk.version, seen);
    return desk;
  }

  async edit(tx: Tx, actor: Actor, before: DeskRow, change: Partial<DeskValues>): Promise<DeskRow> {
    const after = { ...before, ...change };
    const changed = FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
    if (changed.length === 0) return before;
    const desk = await this.desks.update(tx, before.id, after);
    this.cache.dropAll(tx);
    const data = { ...about(desk), changed, active: desk.active };
    await record(tx, deskEdited, { actor, subject: { id: desk.id, version: desk.version }, data });
    return desk;
  }

  /** Joins, or changes how they work there. 404 for desk and person. */
  async putMember(
    tx: Tx,
    actor: Actor,
    deskId: string,
    personId: string,
    given: Partial<MemberValues>,
  ): Promise<MemberRow> {
    const desk = await this.lock(tx, deskId, undefined);
    if (!(await this.people.lock(tx, personId))) throw problem('person.not-found');
    const values = { weight: 1, capacity: null, languages: [], labels: [], ...given };
    await this.desks.putMember(tx, desk.key, personId, values);
    const member = (await this.desks.member(tx, desk.key, personId)) as MemberRow;
    const data = { desk: desk.key, person: personId, ...values };
    await record(tx, deskMemberChanged, { actor, subject: { id: desk.id, version: desk.version }, data });
    this.cache.dropAll(tx);
    return member;
  }

  /** Leaves; what they have in hand stays with them. 404 when they are no member. */
  async removeMember(tx: Tx, actor: Actor, deskId: string, personId: string): Promise<void> {
    const desk = await this.lock(tx, deskId, undefined);
    if (!(await this.desks.removeMember(tx, desk.key, personId))) throw problem('desk.member-not-found');
    const data = { desk: desk.key, person: personId };
    await record(tx, deskMemberLeft, { actor, subject: { id: desk.id, version: desk.version }, data });
    this.cache.dropAll(tx);
  }

  /** This desk, or none when it was closed meanwhile: its work is everybody's then. */
  async openOrNone(tx: Tx, key: string | null): Promise<string | null> {
    if (key === null) return null;
    const [desk] = await this.desks.byKeys(tx, [key]);
    return desk?.active ? key : null;
  }

  /** 422 `desk.unknown` or `desk.closed`, with the pointer, unless new work may go to each of these desks. */
  async assertOpen(tx: Tx, keys: readonly string[], pointer: (index: number) => string): Promise<void> {
    if (keys.length === 0) return;
    const found = new Map((await this.desks.byKeys(tx, keys)).map((desk) => [desk.key, desk]));
    const errors = keys.flatMap((key, index): FieldError[] => {
      const desk = found.get(key);
      if (desk?.active) return [];
      return [
        desk === undefined
          ? { pointer: pointer(index), code: 'desk.unknown', detail: 'names no desk of this newsroom' }
          : { pointer: pointer(index), code: 'desk.closed', detail: 'names a desk that is closed' },
      ];
    });
    const refused = keys.filter((key) => !found.get(key)?.active);
    if (errors.length > 0) throw problem('desk.unknown', { errors, extra: { desks: refused } });
  }
}

const FIELDS = ['name', 'active', 'languages', 'labels'] as const;

function about({ key, name, languages, labels }: DeskRow) {
  return { desk: key, name, languages, labels };
}
