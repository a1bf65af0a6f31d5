import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import { record } from '#log';
import { problem } from '#problems';
import type { Actor } from './actor.js';
import { personAdded, personEdited } from './newsroom.events.js';
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
    private readonly cache: TokenCache,
  ) {}

  async add(tx: Tx, actor: Actor, given: NewPerson): Promise<PersonRow> {
    await this.newsrooms.lock(tx);
    const values = { email: null, capacity: 10, desks: [], externalIds: {}, active: true, ...given };
    const id = uuidv7();
    await this.assertUnknown(tx, values, id);
    const person = (await this.people.insert(tx, id, values)) as PersonRow;
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
    const after = { ...before, ...change };
    const changed = changedFields(before, after);
    if (changed.length === 0) return before;
    await this.assertUnknown(tx, after, id);
    if (rules(before) && !rules(after) && (await this.people.otherAdmins(tx, id)) === 0)
      throw problem('person.last-admin');
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

  private async assertUnknown(tx: Tx, values: PersonValues, id: string): Promise<void> {
    if (await this.people.namesake(tx, values, id)) throw problem('person.exists');
  }
}

const FIELDS = ['name', 'email', 'roles', 'capacity', 'desks', 'externalIds', 'active'] as const;

function changedFields(before: PersonValues, after: PersonValues): string[] {
  return FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

function rules(person: PersonValues): boolean {
  return person.active && person.roles.includes('admin');
}

/** The log is read by more people than addresses are. */
function personalOf({ name }: PersonRow): Record<string, unknown> {
  return { name };
}
