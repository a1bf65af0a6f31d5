import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { HandBacks, type WorkRow } from '#assignments';
import { priorityName } from '#claims';
import { Absences, AbsenceStore, PeopleStore, type AbsenceRow } from '#newsroom';
import { problem } from '#problems';
import { type Answer, answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import {
  AbsenceList,
  AbsenceView,
  GiveBack,
  HandedBackView,
  NewAbsence,
  OneAbsence,
  WorkView,
} from './assignments.schemas.js';

type ById = z.output<typeof ById>;
const tag = 'Assignments';

/** What somebody has in hand, and when they are away. */
@Controller()
export class WorkController {
  constructor(
    private readonly edge: Edge,
    private readonly handBacks: HandBacks,
    private readonly absences: Absences,
    private readonly store: AbsenceStore,
    private readonly people: PeopleStore,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/people/:id/work',
    id: 'listOpenWork',
    tag,
    summary: 'What somebody has in hand, longest held first',
    permission: 'claim.read',
    params: ById,
    replies: { 200: WorkView },
    problems: ['person.not-found'],
  })
  work(@Calling() call: Call<{ params: ById }>): Promise<Answer> {
    return this.edge.read(call, async (tx) =>
      answer({ data: (await this.handBacks.workOf(tx, call.params.id)).map(workView) }),
    );
  }

  @Route({
    method: 'POST',
    path: '/v1/people/:id/give-work-back',
    id: 'giveWorkBack',
    tag,
    summary: 'Give back all that somebody has in hand; their drafts stay theirs',
    permission: 'claim.assign',
    params: ById,
    body: GiveBack,
    replies: { 200: HandedBackView },
    problems: ['person.not-found'],
  })
  giveBack(@Calling() call: Call<{ params: ById; body: z.output<typeof GiveBack> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) =>
      answer({ results: await this.handBacks.all(tx, call.actor, call.params.id, call.body.reason) }),
    );
  }

  @Route({
    method: 'POST',
    path: '/v1/people/:id/absences',
    id: 'planAbsence',
    tag,
    summary: 'Somebody is away: no offers, and no assignments without a reason',
    description: 'Everybody of themselves; of others with `claim.assign`.',
    permission: 'claim.read',
    params: ById,
    body: NewAbsence,
    replies: { 201: AbsenceView },
    problems: ['person.not-found', 'absence.over'],
  })
  plan(@Calling() call: Call<{ params: ById; body: z.output<typeof NewAbsence> }>): Promise<Answer> {
    const { from, until, giveBack } = call.body;
    return this.edge.write(call, async (tx) => {
      const given = { personId: call.params.id, startsAt: from ?? null, endsAt: until, giveBack };
      const absence = await this.absences.plan(tx, call.actor, given);
      if (giveBack) await this.handBacks.forAbsence(tx, absence.id);
      return answer(absenceView(absence), { status: 201 });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/people/:id/absences',
    id: 'listAbsences',
    tag,
    summary: 'When somebody is away, now and later',
    permission: 'claim.read',
    params: ById,
    replies: { 200: AbsenceList },
    problems: ['person.not-found'],
  })
  list(@Calling() call: Call<{ params: ById }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      if (!(await this.people.byId(tx, call.params.id))) throw problem('person.not-found');
      return answer({ data: (await this.store.ofPerson(tx, call.params.id)).map(absenceView) });
    });
  }

  @Route({
    method: 'DELETE',
    path: '/v1/people/:id/absences/:absenceId',
    id: 'endAbsence',
    tag,
    summary: 'Back again, or not away after all',
    permission: 'claim.read',
    params: OneAbsence,
    replies: { 204: null },
    problems: ['absence.not-found'],
  })
  end(@Calling() call: Call<{ params: z.output<typeof OneAbsence> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      await this.absences.end(tx, call.actor, call.params.id, call.params.absenceId);
      return answer(undefined);
    });
  }
}

function workView({ claimId, priority, ...work }: WorkRow) {
  return { claim: claimId, priority: priorityName(priority), ...work };
}

function absenceView({ id, personId, startsAt, endsAt, giveBack, givenBackAt }: AbsenceRow) {
  return { id, person: personId, from: startsAt, until: endsAt, giveBack, givenBackAt };
}
