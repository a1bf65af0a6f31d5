import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { PeopleStore } from '#newsroom';
import { problem } from '#problems';
import { conflictKinds, Conflicts, ConflictStore } from '#reviews';
import type { Tx } from '#database';
import { answer, type Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, time, timeGiven, uuid, words } from '../http/schemas.js';

const NewConflict = z
  .strictObject({
    kind: z.enum(conflictKinds),
    name: words(500).meta({ description: 'Of the claimant, the label, or the outlet (its name or its domain).' }),
    reason: words(2_000).meta({ description: 'Kept for those who assign.' }),
    from: timeGiven.optional().meta({ description: 'Now unless given.' }),
    until: timeGiven.optional().meta({ description: 'Without end unless given.' }),
  })
  .meta({ id: 'NewConflict', examples: [{ kind: 'claimant', name: 'Mara Lind', reason: 'She is my aunt.' }] });
const ConflictView = z
  .object({
    id: uuid,
    version: z.number().int(),
    person: uuid,
    kind: z.enum(conflictKinds),
    name: z.string(),
    reason: z.string(),
    fromAt: time,
    untilAt: time.nullable(),
    recordedBy: uuid.nullable(),
    recordedAt: time,
  })
  .meta({ id: 'ConflictOfInterest' });
const Recorded = ConflictView.extend({
  entangled: z
    .array(uuid)
    .meta({ description: 'Claims under review on which this person sits or has voted, which it concerns.' }),
}).meta({ id: 'RecordedConflictOfInterest' });
const ConflictList = z.object({ data: z.array(ConflictView) }).meta({ id: 'ConflictsOfInterest' });

type OfId = Call<{ params: z.output<typeof ById> }>;
const tag = 'People';
const description =
  'One’s own is anybody’s to write down and read; somebody else’s needs `claim.assign`. It keeps its person out of the queue, a seat, votes and adjudication on every claim that it concerns.';

@Controller()
export class ConflictsController {
  constructor(
    private readonly edge: Edge,
    private readonly people: PeopleStore,
    private readonly conflicts: Conflicts,
    private readonly store: ConflictStore,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/people/:id/conflicts',
    id: 'listConflicts',
    tag,
    summary: 'Standing conflicts of interest of a person, oldest first',
    description,
    permission: 'claim.read',
    params: ById,
    replies: { 200: ConflictList },
    problems: ['person.not-found'],
  })
  list(@Calling() call: OfId): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      await this.assertPerson(tx, call.params.id);
      return answer({ data: await this.conflicts.of(tx, call.actor, call.params.id) });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/people/:id/conflicts',
    id: 'recordConflict',
    tag,
    summary: 'Write down a standing conflict of interest',
    description,
    permission: 'claim.read',
    params: ById,
    body: NewConflict,
    replies: { 201: Recorded },
    problems: ['person.not-found', 'conflict.exists', 'conflict.over-before'],
  })
  record(@Calling() call: OfId & Call<{ body: z.output<typeof NewConflict> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { id } = call.params;
      await this.assertPerson(tx, id);
      const conflict = await this.conflicts.record(tx, call.actor, id, call.body);
      const entangled = await this.store.entangled(tx, id);
      return answer({ ...conflict, entangled }, { status: 201, version: conflict.version });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/conflicts/:id/end',
    id: 'endConflict',
    tag,
    summary: 'End a conflict of interest now; it stays on record',
    permission: 'claim.read',
    params: ById,
    replies: { 200: ConflictView },
    problems: ['conflict.not-found'],
    change: true,
  })
  end(@Calling() call: OfId): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const conflict = await this.conflicts.end(tx, call.actor, call.params.id, call.seenVersion);
      return answer(conflict, { version: conflict.version });
    });
  }

  private async assertPerson(tx: Tx, id: string): Promise<void> {
    if (!(await this.people.byId(tx, id))) throw problem('person.not-found');
  }
}
