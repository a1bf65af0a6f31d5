import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { LogStore, type SealedRow } from '#log';
import { personOf } from '#newsroom';
import { type Answer, pageWith } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, listQuery, pageSchema } from '../http/schemas.js';
import { ClaimReading } from './claims.reading.js';
import { HistoryRow } from './claims.schemas.js';
import { historyRow, rowsSeenBy } from './claims.views.js';

const PlainQuery = listQuery({});

type Listed = Call<{ params: z.output<typeof ById>; query: z.output<typeof PlainQuery> }>;

/** What belongs to one claim: its history. */
@Controller()
export class ClaimPartsController {
  constructor(
    private readonly edge: Edge,
    private readonly reading: ClaimReading,
    private readonly log: LogStore,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/claims/:id/history',
    id: 'listClaimHistory',
    tag: 'Claims',
    summary: 'What happened to a claim: who, when, what, from, to, why; oldest first',
    permission: 'claim.read',
    params: ById,
    query: PlainQuery,
    replies: { 200: pageSchema(HistoryRow) },
    description:
      'Whoever sits in a blind round sees what the others did in it once it has closed; a page may hold fewer rows than its limit.',
    problems: ['claim.not-found'],
  })
  history(@Calling() call: Listed): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.reading.found(tx, call.params.id);
      const rows = await this.log.ofClaim(tx, id, Number(call.after?.[0] ?? 0), call.limit + 1);
      const page = rows.slice(0, call.limit);
      const next = rows.length > call.limit ? [(page.at(-1) as SealedRow).position] : null;
      const { actor } = call;
      const seen = rowsSeenBy(page, personOf(actor), await this.reading.blindTo(tx, actor, id));
      return pageWith(
        call,
        seen.map((row) => historyRow(row, actor.permissions)),
        next,
      );
    });
  }
}
