import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import { record } from '#log';
import { problem } from '#problems';
import type { Actor } from './actor.js';
import { Desks } from './desks.service.js';
import { DeskStore } from './desks.store.js';
import { personAdded, personEdited, personErased } from './newsroom.events.js';
import { NewsroomStore } from './newsroom.store.js';
import { PeopleStore, type PersonRow, type PersonValues } from './people.store.js';
import { TokenCache } from './token-cache.js';
import { assertSeen } from './version.rules.js';

export type NewPerson = Pick<PersonValues, 'name' | 'roles'> & Partial<PersonValues>;

/** Who works here, with which roles. Every change takes the newsroom's lock first. */
@Injectable()
export class People {
  constructor(
    private readonly newsrooms: NewsroomStore,
    private readonly people: PeopleStore,
    private readonly desks: Desks,
    private readonly memberships: DeskStore,
    private readonly cache: TokenCache,
  ) {}

  async add(tx: Tx, actor: Actor, given: NewPerson): Promise<PersonRow> {
    await this.newsrooms.lock(tx);
    const values = {
      email: null,
      capacity: 10,
      externalIds: {},
      active: true,
      ...given,
      desks: inOrder(given.desks ?? []),
    };
    const id = uuidv7();
    await this.assertUnknown(tx, values, id);
    await this.desks.assertOpen(tx, values.desks, (index) => `/desks/${index}`);
    const person = (await this.people.insert(tx, id, values)) as PersonRow;
    if (values.desks.length > 0) await this.memberships.setDesksOf(tx, id, values.desks);
    await record(tx, personAdded, {
      actor,
      subject: { id, version: person.version },
      data: { roles: person.roles, desks: person.desks, capacity: person.capacity },
      personal: personalOf(person),
    });
    return person;
  }

  /** Roles and standing count at once, under every token of the person. A newsroom keeps one active admin. */
  async edit(
    tx: Tx,
    actor: Actor,
    id: string,
    seen: number | undefined,
    change: Partial<PersonValues>,
  ): Promise<PersonRow> {
    await this.newsrooms.lock(tx);
    const before = await this.people.lock(tx, id);
    if (!before) throw problem('person.not-found');
    assertSeen(before.version, seen);
    const after = { ...before, ...change, desks: change.desks ? inOrder(change.desks) : before.desks };
    const changed = changedFields(before, after);
    if (changed.length === 0) return before;
    await this.assertUnknown(tx, after, id);
    if (rules(before) && !rules(after) && (await this.people.otherAdmins(tx, id)) === 0)
      throw problem('person.last-admin');
    if (changed.includes('desks')) await this.moveDesks(tx, id, before.desks, after.desks, change.desks ?? []);
    const person = (await this.people.update(tx, id, after)) as PersonRow;
    const { roles, desks, capacity, active, version } = person;
    await record(tx, personEdited, {
      actor,
      subject: { id, version },
      data: { changed, roles, desks, capacity, active },
      personal: personalOf(person),
    });
    this.cache.dropAll(tx);
    return person;
  }

  /** Only after they left: what they worked on has gone back then. 404 person, 409 `person.still-active`, 412. */
  async erase(tx: Tx, actor: Actor, id: string, seen: number): Promise<{ person: PersonRow; tokens: number }> {
    await this.newsrooms.lock(tx);
    const before = await this.people.lock(tx, id);
    if (!before) throw problem('person.not-found');
    assertSeen(before.version, seen);
    if (before.active) throw problem('person.still-active');
    const erased = await this.people.erase(tx, id);
    await record(tx, personErased, { actor, subject: { id, version: erased.person.version }, data: {} });
    this.cache.dropAll(tx);
    return erased;
  }

  /** A desk that is new to them must be open; the ones that they leave need not be. */
  private async moveDesks(
    tx: Tx,
    id: string,
    before: readonly string[],
    after: readonly string[],
    given: readonly string[],
  ): Promise<void> {
    const joined = after.filter((key) => !before.includes(key));
    await this.desks.assertOpen(tx, joined, (index) => `/desks/${given.indexOf(joined[index] as string)}`);
    await this.memberships.setDesksOf(tx, id, after);
  }

  private async assertUnknown(tx: Tx, values: PersonValues, id: string): Promise<void> {
    const there = await this.people.namesake(tx, values, id);
    if (!there) return;
    const pointer = there.system === null ? '/email' : `/externalIds/${there.system}`;
    throw problem('person.exists', { errors: [{ pointer, code: 'taken', detail: 'is another person’s' }] });
  }
}

const FIELDS = ['name', 'email', 'roles', 'capacity', 'desks', 'externalIds', 'active'] as const;

function changedFields(before: PersonValues, after: PersonValues): string[] {
  return FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

function rules(person: PersonValues): boolean {
  return person.active && person.roles.includes('admin');
}

/** Each once, as `person.desks` keeps them. */
function inOrder(desks: readonly string[]): string[] {
  return [...new Set(desks)].sort();
}

/** The log is read by more people than addresses are. */
function personalOf({ name }: PersonRow): Record<string, unknown> {
  return { name };
}
