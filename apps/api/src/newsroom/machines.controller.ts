import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Machines, MachinesStore } from '#newsroom';
import { problem } from '#problems';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { MachineChange, MachineView, NewMachine, PlainList } from './newsroom.schemas.js';
import { machineView } from './newsroom.views.js';

type ById = z.output<typeof ById>;
const tag = 'Machines';
const permission = 'people.manage';

@Controller()
export class MachinesController {
  constructor(
    private readonly edge: Edge,
    private readonly machines: Machines,
    private readonly store: MachinesStore,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/machines',
    id: 'addMachine',
    tag,
    summary: 'Let a program in under its own name',
    description:
      'A machine proposes; it never reviews, signs off or publishes. What it may do is in the scopes of its tokens.',
    permission,
    body: NewMachine,
    replies: { 201: MachineView },
  })
  add(@Calling() call: Call<{ body: z.output<typeof NewMachine> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const machine = await this.machines.add(tx, call.actor, call.body.name);
      const location = `/v1/machines/${machine.id}`;
      return answer(machineView(machine), { status: 201, version: machine.version, location });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/machines',
    id: 'listMachines',
    tag,
    summary: 'Programs that work here under their own name',
    permission,
    query: PlainList,
    replies: { 200: pageSchema(MachineView) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof PlainList> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const rows = await this.store.list(tx, call.after as [string, string] | undefined, call.limit + 1);
      return pageOf(call, rows, (row) => [row.createdAt, row.id], machineView);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/machines/:id',
    id: 'getMachine',
    tag,
    summary: 'One machine',
    permission,
    params: ById,
    replies: { 200: MachineView },
    problems: ['machine.not-found'],
    etag: true,
  })
  get(@Calling() call: Call<{ params: ById }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const machine = await this.store.byId(tx, call.params.id);
      if (!machine) throw problem('machine.not-found');
      return answer(machineView(machine), { version: machine.version });
    });
  }

  @Route({
    method: 'PATCH',
    path: '/v1/machines/:id',
    id: 'changeMachine',
    tag,
    summary: 'Rename a machine, switch it off or on',
    description: 'Switched off, none of its tokens is known any more.',
    permission,
    params: ById,
    body: MachineChange,
    replies: { 200: MachineView },
    problems: ['machine.not-found'],
    change: true,
  })
  change(@Calling() call: Call<{ params: ById; body: z.output<typeof MachineChange> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const machine = await this.machines.edit(tx, call.actor, call.params.id, call.seenVersion, call.body);
      return answer(machineView(machine), { version: machine.version });
    });
  }
}
