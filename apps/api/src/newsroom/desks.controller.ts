import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { DeskClaims } from '#claims';
import { Desks, DeskStore } from '#newsroom';
import { problem } from '#problems';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { CloseDesk, ClosedDesk, DeskChange, DesksQuery, DeskView, NewDesk } from './desks.schemas.js';
import { deskView } from './newsroom.views.js';

type ById = z.output<typeof ById>;
const tag = 'Desks';
const permission = 'people.manage';

@Controller()
export class DesksController {
  constructor(
    private readonly edge: Edge,
    private readonly desks: Desks,
    private readonly store: DeskStore,
    private readonly claims: DeskClaims,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/desks',
    id: 'openDesk',
    tag,
    summary: 'Open a desk',
    permission,
    body: NewDesk,
    replies: { 201: DeskView },
    problems: ['desk.key-taken'],
  })
  open(@Calling() call: Call<{ body: z.output<typeof NewDesk> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const desk = await this.desks.open(tx, call.actor, call.body);
      return answer(deskView(desk), { status: 201, version: desk.version, location: `/v1/desks/${desk.id}` });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/desks',
    id: 'listDesks',
    tag,
    summary: 'The desks, by key',
    permission: 'claim.read',
    query: DesksQuery,
    replies: { 200: pageSchema(DeskView) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof DesksQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { active } = call.query;
      const after = call.after?.[0] as string | undefined;
      const rows = await this.store.list(tx, active === undefined ? undefined : active === 'true', after, call.limit);
      return pageOf(call, rows, ({ key }) => [key], deskView);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/desks/:id',
    id: 'getDesk',
    tag,
    summary: 'One desk',
    permission: 'claim.read',
    params: ById,
    replies: { 200: DeskView },
    problems: ['desk.not-found'],
    etag: true,
  })
  get(@Calling() call: Call<{ params: ById }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const desk = await this.store.byId(tx, call.params.id);
      if (!desk) throw problem('desk.not-found');
      return answer(deskView(desk), { version: desk.version });
    });
  }

  @Route({
    method: 'PATCH',
    path: '/v1/desks/:id',
    id: 'changeDesk',
    tag,
    summary: 'Rename it, say what it works on, or open it again',
    permission,
    params: ById,
    body: DeskChange,
    replies: { 200: DeskView },
    problems: ['desk.not-found'],
    change: true,
  })
  change(@Calling() call: Call<{ params: ById; body: z.output<typeof DeskChange> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const before = await this.desks.lock(tx, call.params.id, call.seenVersion);
      const desk = await this.desks.edit(tx, call.actor, before, call.body);
      return answer(deskView(desk), { version: desk.version });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/desks/:id/close',
    id: 'closeDesk',
    tag,
    summary: 'Close a desk: it takes nothing new',
    description:
      'Open claims on it: refused with their number, unless `moveTo` says which desk gets them. Past work keeps its desk, and what is re-opened comes back to its members.',
    permission,
    params: ById,
    body: CloseDesk,
    bodyOptional: true,
    replies: { 200: ClosedDesk },
    problems: ['desk.not-found', 'desk.has-claims', 'desk.unknown'],
    change: true,
  })
  close(@Calling() call: Call<{ params: ById; body: z.output<typeof CloseDesk> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { params, seenVersion, body } = call;
      const { desk, moved } = await this.claims.close(tx, call.actor, params.id, seenVersion, body.moveTo);
      return answer({ desk: deskView(desk), moved }, { version: desk.version });
    });
  }
}
