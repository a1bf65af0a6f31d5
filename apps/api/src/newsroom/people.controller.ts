import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { HandBacks } from '#assignments';
import { People, PeopleStore } from '#newsroom';
import { problem } from '#problems';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { NewPerson, PeopleQuery, PersonChange, PersonView } from './newsroom.schemas.js';
import { personView } from './newsroom.views.js';

type ById = z.output<typeof ById>;
const tag = 'People';

@Controller()
export class PeopleController {
  constructor(
    private readonly edge: Edge,
    private readonly people: People,
    private readonly store: PeopleStore,
    private readonly handBacks: HandBacks,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/people',
    id: 'addPerson',
    tag,
    summary: 'Add somebody to the newsroom',
    description: 'They can work once they have a token: `POST /v1/people/{id}/tokens`.',
    permission: 'people.manage',
    body: NewPerson,
    replies: { 201: PersonView },
    problems: ['person.exists'],
  })
  add(@Calling() call: Call<{ body: z.output<typeof NewPerson> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const person = await this.people.add(tx, call.actor, call.body);
      const location = `/v1/people/${person.id}`;
      return answer(personView(call.actor, person), { status: 201, version: person.version, location });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/people',
    id: 'listPeople',
    tag,
    summary: 'Who works here',
    permission: 'claim.read',
    query: PeopleQuery,
    replies: { 200: pageSchema(PersonView) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof PeopleQuery> }>): Promise<Answer> {
    const { role, active, externalId } = call.query;
    if (externalId !== undefined && !call.actor.permissions.has('people.manage')) throw ownersOnly();
    return this.edge.read(call, async (tx) => {
      const rows = await this.store.list(tx, {
        role,
        active: active === undefined ? undefined : active === 'true',
        externalId: externalId === undefined ? undefined : systemAndId(externalId),
        after: call.after as [string, string] | undefined,
        limit: call.limit + 1,
      });
      return pageOf(
        call,
        rows,
        (row) => [row.createdAt, row.id],
        (row) => personView(call.actor, row),
      );
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/people/:id',
    id: 'getPerson',
    tag,
    summary: 'One person',
    permission: 'claim.read',
    params: ById,
    replies: { 200: PersonView },
    problems: ['person.not-found'],
    etag: true,
  })
  get(@Calling() call: Call<{ params: ById }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const person = await this.store.byId(tx, call.params.id);
      if (!person) throw problem('person.not-found');
      return answer(personView(call.actor, person), { version: person.version });
    });
  }

  @Route({
    method: 'PATCH',
    path: '/v1/people/:id',
    id: 'changePerson',
    tag,
    summary: 'Another role, desk or capacity; deactivate, or take back in',
    description:
      'Counts at once under every token of the person. A newsroom keeps one active admin. Whoever leaves, or may review no more, gives back what they have in hand.',
    permission: 'people.manage',
    params: ById,
    body: PersonChange,
    replies: { 200: PersonView },
    problems: ['person.not-found', 'person.exists', 'person.last-admin'],
    change: true,
  })
  change(@Calling() call: Call<{ params: ById; body: z.output<typeof PersonChange> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const person = await this.people.edit(tx, call.actor, call.params.id, call.seenVersion, call.body);
      await this.handBacks.ofWhoLeft(tx, call.actor, person.id);
      return answer(personView(call.actor, person), { version: person.version });
    });
  }
}

function systemAndId(given: string): [string, string] {
  const colon = given.indexOf(':');
  return [given.slice(0, colon), given.slice(colon + 1)];
}

function ownersOnly() {
  const detail = 'Ids in other systems need the permission people.manage.';
  return problem('permission.missing', { detail, extra: { permission: 'people.manage' } });
}
