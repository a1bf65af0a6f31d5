import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { EvidenceService } from '#evidence';
import { Withdrawals } from '#refresh';
import type { Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { EvidenceReading } from './evidence.reading.js';
import { EvidenceChange, EvidenceView, Withdrawal } from './evidence.schemas.js';

type Params = z.output<typeof ById>;
const tag = 'Evidence';

@Controller()
export class EvidenceChangesController {
  constructor(
    private readonly edge: Edge,
    private readonly service: EvidenceService,
    private readonly withdrawals: Withdrawals,
    private readonly reading: EvidenceReading,
  ) {}

  @Route({
    method: 'PATCH',
    path: '/v1/evidence/:id',
    id: 'reviseEvidence',
    tag,
    summary: 'Make a new revision of a piece of evidence',
    description: 'Not once a published version cites it: attach another piece then, and withdraw this one.',
    permission: 'evidence.add',
    params: ById,
    body: EvidenceChange,
    replies: { 200: EvidenceView },
    problems: ['evidence.not-found', 'evidence.pinned', 'evidence.withdrawn', 'request.unprocessable'],
    change: true,
  })
  revise(@Calling() call: Call<{ params: Params; body: z.output<typeof EvidenceChange> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { id, claimId } = await this.reading.found(tx, call.actor, call.params.id);
      const evidence = await this.service.revise(tx, call.actor, id, call.body, call.seenVersion);
      await this.reading.renew(tx, call.actor, claimId);
      return this.reading.answer(tx, evidence);
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/evidence/:id/withdraw',
    id: 'withdrawEvidence',
    tag,
    summary: 'Withdraw a piece of evidence, with a reason',
    description: 'It is never deleted. Under a live verdict that cites it, this opens a recheck.',
    permission: 'evidence.withdraw',
    params: ById,
    body: Withdrawal,
    replies: { 200: EvidenceView },
    problems: ['evidence.not-found', 'evidence.withdrawn'],
    change: true,
  })
  withdraw(@Calling() call: Call<{ params: Params; body: z.output<typeof Withdrawal> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { id, claimId } = await this.reading.found(tx, call.actor, call.params.id);
      const evidence = await this.withdrawals.withdraw(tx, call.actor, id, call.body.reason, call.seenVersion);
      await this.reading.renew(tx, call.actor, claimId);
      return this.reading.answer(tx, evidence);
    });
  }
}
