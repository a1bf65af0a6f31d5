import { Controller } from '@nestjs/common';
import { z } from 'zod';
import type { Tx } from '#database';
import { type Evidence, EvidenceStore } from '#evidence';
import { type Recheck, Rechecks } from '#factchecks';
import { problem } from '#problems';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { NewRecheck, RecheckGroup, RechecksQuery, RecheckView, Resolution } from './factchecks.schemas.js';
import { recheckView } from './factchecks.views.js';

const tag = 'Rechecks';

/** The work that changed sources and complaints cause on what is public. */
@Controller()
export class RechecksController {
  constructor(
    private readonly edge: Edge,
    private readonly rechecks: Rechecks,
    private readonly evidence: EvidenceStore,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/rechecks',
    id: 'listRechecks',
    tag,
    summary: 'Rechecks by source, newest first',
    description: 'Those of a page that are about one source come as one group; `limit` counts rechecks.',
    permission: 'claim.read',
    query: RechecksQuery,
    replies: { 200: pageSchema(RecheckGroup) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof RechecksQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { state, claimId, sourceId, cause } = call.query;
      const keys = call.after;
      const after = keys && { at: String(keys[0]), id: String(keys[1]) };
      const rows = await this.rechecks.list(tx, { state, claimId, sourceId, cause }, after, call.limit + 1);
      const page = pageOf(call, rows, (row) => [row.openedAt, row.id], recheckView);
      const { data, ...rest } = page.body as { data: Recheck[] };
      return { ...page, body: { data: bySource(data), ...rest } };
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/rechecks/:id',
    id: 'getRecheck',
    tag,
    summary: 'One recheck',
    permission: 'claim.read',
    params: ById,
    replies: { 200: RecheckView },
    problems: ['recheck.not-found'],
    etag: true,
  })
  get(@Calling() call: Call<{ params: z.output<typeof ById> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const recheck = await this.rechecks.byId(tx, call.params.id);
      if (!recheck) throw problem('recheck.not-found');
      return answer(recheckView(recheck), { version: recheck.version });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/rechecks',
    id: 'createRecheck',
    tag,
    summary: 'Note by hand that something public has to be looked at again',
    description: 'A reader’s complaint, a claimant’s request. It opens no review: `reopen` the claim for that.',
    permission: 'claim.triage',
    body: NewRecheck,
    replies: { 201: RecheckView },
    problems: ['factcheck.not-found', 'evidence.not-found'],
  })
  create(@Calling() call: Call<{ body: z.output<typeof NewRecheck> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { claimId, detail, evidenceId } = call.body;
      const evidence = evidenceId === undefined ? undefined : await this.cited(tx, claimId, evidenceId);
      const about = { evidenceId: evidence?.id, sourceId: evidence?.sourceId };
      const given = { claimId, detail, ...about, cause: 'by-hand' as const, opensReview: false };
      const { recheck } = await this.rechecks.open(tx, call.actor, given);
      const location = `/v1/rechecks/${recheck.id}`;
      return answer(recheckView(recheck), { status: 201, version: recheck.version, location });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/rechecks/:id/resolve',
    id: 'resolveRecheck',
    tag,
    summary: 'End a recheck that opened no review: nothing has to change',
    permission: 'claim.correct',
    params: ById,
    body: Resolution,
    replies: { 200: RecheckView },
    problems: ['recheck.not-found', 'recheck.has-review'],
    change: true,
  })
  resolve(
    @Calling() call: Call<{ params: z.output<typeof ById>; body: z.output<typeof Resolution> }>,
  ): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { id } = call.params;
      const recheck = await this.rechecks.resolve(tx, call.actor, id, call.body.reason, call.seenVersion);
      return answer(recheckView(recheck), { version: recheck.version });
    });
  }

  private async cited(tx: Tx, claimId: string, evidenceId: string): Promise<Evidence> {
    const [evidence] = await this.evidence.byIds(tx, [evidenceId]);
    if (evidence?.claimId !== claimId) throw problem('evidence.not-found', 'The claim has no such evidence.');
    return evidence;
  }
}

/** In the order of each source's newest row. What is about no source stands alone. */
function bySource(rechecks: readonly Recheck[]): { sourceId: string | null; rechecks: Recheck[] }[] {
  const groups: { sourceId: string | null; rechecks: Recheck[] }[] = [];
  for (const recheck of rechecks) {
    const { sourceId } = recheck;
    const group = sourceId === null ? undefined : groups.find((each) => each.sourceId === sourceId);
    if (group) group.rechecks.push(recheck);
    else groups.push({ sourceId, rechecks: [recheck] });
  }
  return groups;
}
