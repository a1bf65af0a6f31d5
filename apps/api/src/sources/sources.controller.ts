import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '#database';
import { personOf } from '#newsroom';
import { problem } from '#problems';
import { type Source, Sources, SourceStore } from '#sources';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { CheckView, ListQuery, SourcesQuery, SourceView } from './sources.schemas.js';
import { sourceView } from './sources.views.js';

type Params = z.output<typeof ById>;
type OfId = Call<{ params: Params }>;
const tag = 'Sources';

@Controller()
export class SourcesController {
  constructor(
    private readonly edge: Edge,
    private readonly store: SourceStore,
    private readonly sources: Sources,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/sources',
    id: 'listSources',
    tag,
    summary: 'Cited addresses and how they stand, newest first',
    permission: 'claim.read',
    query: SourcesQuery,
    replies: { 200: pageSchema(SourceView) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof SourcesQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { health, site } = call.query;
      const after = call.after as [string, string] | undefined;
      const rows = await this.store.list(tx, {
        ...{ viewer: personOf(call.actor), health, site, after },
        limit: call.limit + 1,
      });
      return pageOf(call, rows, (row) => [row.createdAt, row.id], sourceView);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/sources/:id',
    id: 'getSource',
    tag,
    summary: 'One cited address',
    permission: 'claim.read',
    params: ById,
    replies: { 200: SourceView },
    problems: ['source.not-found'],
    etag: true,
  })
  get(@Calling() call: OfId): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const source = await this.found(tx, call);
      return answer(sourceView(source), { version: source.version });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/sources/:id/refresh',
    id: 'refreshSource',
    tag,
    summary: 'Have a source checked now',
    description:
      'Done by a job, as soon as its site may be asked again; `source.captured` and `source.changed` tell what came of it.',
    permission: 'source.refresh',
    params: ById,
    replies: { 202: SourceView },
    problems: ['source.not-found'],
  })
  refresh(@Calling() call: OfId): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { id } = await this.found(tx, call);
      const source = await this.sources.refresh(tx, call.actor, id);
      return answer(sourceView(source), { status: 202, version: source.version });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/sources/:id/accept-address',
    id: 'acceptSourceAddress',
    tag,
    summary: 'Move a source to where its page went for good',
    permission: 'source.refresh',
    params: ById,
    replies: { 200: SourceView },
    problems: ['source.not-found', 'source.no-proposed-address', 'source.address-taken', 'evidence.url-refused'],
    change: true,
  })
  accept(@Calling() call: OfId): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { id } = await this.found(tx, call);
      const source = await this.sources.acceptMove(tx, call.actor, id, call.seenVersion);
      return answer(sourceView(source), { version: source.version });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/sources/:id/checks',
    id: 'listSourceChecks',
    tag,
    summary: 'Every check of a source and what it came to, newest first',
    permission: 'claim.read',
    params: ById,
    query: ListQuery,
    replies: { 200: pageSchema(CheckView) },
    problems: ['source.not-found'],
  })
  checks(@Calling() call: Call<{ params: Params; query: z.output<typeof ListQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.found(tx, call);
      const after = call.after as [string, string] | undefined;
      const rows = await this.store.checks(tx, id, after, call.limit + 1);
      return pageOf(
        call,
        rows,
        (row) => [row.at, row.id],
        (row) => row,
      );
    });
  }

  /** 404, too, while a blind round keeps from the caller that it was cited. */
  private async found(tx: Tx, { actor, params }: Call<{ params: Params }>): Promise<Source> {
    const source = await this.store.seenBy(tx, personOf(actor), params.id);
    if (!source) throw problem('source.not-found');
    return source;
  }
}
