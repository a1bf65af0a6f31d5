import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { ClaimStore } from '#claims';
import type { Tx } from '#database';
import { type Evidence, EvidenceService, EvidenceStore } from '#evidence';
import { problem } from '#problems';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { EvidenceQuery, EvidenceRevisions, EvidenceView, NewEvidence } from './evidence.schemas.js';
import { EvidenceReading } from './evidence.reading.js';
import { revisionView } from './evidence.views.js';
import { viewerOf } from './viewers.js';

type OfId = Call<{ params: z.output<typeof ById> }>;
const tag = 'Evidence';

@Controller()
export class EvidenceController {
  constructor(
    private readonly edge: Edge,
    private readonly service: EvidenceService,
    private readonly store: EvidenceStore,
    private readonly claims: ClaimStore,
    private readonly reading: EvidenceReading,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/claims/:id/evidence',
    id: 'attachEvidence',
    tag,
    summary: 'Attach a link, a quote or a note to a claim',
    description:
      'A link becomes a source: one for each address and newsroom, captured by a job and checked again and again. A quote beside it is looked for on the page at every check.',
    permission: 'evidence.add',
    params: ById,
    body: NewEvidence,
    replies: { 201: EvidenceView },
    problems: ['claim.not-found', 'claim.wrong-state', 'evidence.url-refused', 'request.unprocessable'],
  })
  attach(
    @Calling() call: Call<{ params: z.output<typeof ById>; body: z.output<typeof NewEvidence> }>,
  ): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const evidence = await this.service.attach(tx, call.actor, call.params.id, call.body);
      await this.reading.renew(tx, call.actor, evidence.claimId);
      return this.reading.answer(tx, evidence, { status: 201, location: `/v1/evidence/${evidence.id}` });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/claims/:id/evidence',
    id: 'listEvidence',
    tag,
    summary: 'The evidence on a claim, in the order in which it was attached',
    description:
      'Withdrawn pieces stay in the list. In a blind round of several seats, what another reviewer brought is left out until the round closes.',
    permission: 'claim.read',
    params: ById,
    query: EvidenceQuery,
    replies: { 200: pageSchema(EvidenceView) },
    problems: ['claim.not-found'],
  })
  list(
    @Calling() call: Call<{ params: z.output<typeof ById>; query: z.output<typeof EvidenceQuery> }>,
  ): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = call.params;
      const after = call.after as [string, string] | undefined;
      const [claim, rows] = await Promise.all([
        this.claims.byId(tx, id),
        this.store.ofClaim(tx, id, viewerOf(call.actor), after, call.limit + 1),
      ]);
      if (!claim) throw problem('claim.not-found');
      const page = pageOf(
        call,
        rows,
        (row) => [row.createdAt, row.id],
        (row) => row,
      );
      const { data, ...rest } = page.body as { data: Evidence[] };
      return { ...page, body: { data: await this.reading.views(tx, data), ...rest } };
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/evidence/:id',
    id: 'getEvidence',
    tag,
    summary: 'One piece of evidence',
    permission: 'claim.read',
    params: ById,
    replies: { 200: EvidenceView },
    problems: ['evidence.not-found'],
    etag: true,
  })
  get(@Calling() call: OfId): Promise<Answer> {
    return this.edge.read(call, async (tx) => this.reading.answer(tx, await this.found(tx, call)));
  }

  @Route({
    method: 'GET',
    path: '/v1/evidence/:id/revisions',
    id: 'listEvidenceRevisions',
    tag,
    summary: 'What a piece of evidence said before, oldest first',
    permission: 'claim.read',
    params: ById,
    replies: { 200: EvidenceRevisions },
    problems: ['evidence.not-found'],
  })
  revisions(@Calling() call: OfId): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.found(tx, call);
      return answer({ data: (await this.store.revisions(tx, id)).map(revisionView) });
    });
  }

  private found(tx: Tx, call: OfId): Promise<Evidence> {
    return this.reading.found(tx, call.actor, call.params.id);
  }
}
