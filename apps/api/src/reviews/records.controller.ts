import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { personOf } from '#newsroom';
import { RecordStore, type RecordedRound, type RecordedVerdict } from '#reviews';
import { ClaimReading } from '../claims/claims.reading.js';
import { answer, type Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { Recusals, RoundsOnRecord, VerdictsOnRecord } from './records.schemas.js';

type OfClaim = Call<{ params: z.output<typeof ById> }>;
const tag = 'Reviews';
const shared = { method: 'GET', tag, permission: 'claim.read', params: ById } as const;

const utc = (at: string) => new Date(at).toISOString();
const utcOr = (at: string | null) => at && utc(at);

function roundView({ policy, seats, ...round }: RecordedRound) {
  const { reviewsRequired, signOffsRequired, blind } = policy;
  const sat = seats.map((seat) => ({
    ...seat,
    lead: seat.position === 0,
    since: utc(seat.since),
    dueAt: utcOr(seat.dueAt),
    endedAt: utcOr(seat.endedAt),
  }));
  return { ...round, reviewsRequired, signOffsRequired, blind, seats: sat };
}

function verdictView({ scaleId: _scale, scaleVersion: _version, votes, ...verdict }: RecordedVerdict) {
  const cast = votes.map((vote) => ({ ...vote, at: utc(vote.at), lapsedAt: utcOr(vote.lapsedAt) }));
  return { ...verdict, votes: cast };
}

/** What stays on record of a claim's reviews: rounds and seats, verdicts and votes, and who keeps out of it. */
@Controller()
export class ReviewRecordsController {
  constructor(
    private readonly edge: Edge,
    private readonly records: RecordStore,
    private readonly reading: ClaimReading,
  ) {}

  @Route({
    ...shared,
    path: '/v1/claims/:id/rounds',
    id: 'listRounds',
    summary: 'Every round of a claim with everybody who sat in it, oldest first',
    description: 'Whoever sits in a blind round that is open sees their own seat of it.',
    replies: { 200: RoundsOnRecord },
    problems: ['claim.not-found'],
  })
  rounds(@Calling() call: OfClaim): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.reading.found(tx, call.params.id);
      return answer({ data: (await this.records.rounds(tx, id, personOf(call.actor))).map(roundView) });
    });
  }

  @Route({
    ...shared,
    path: '/v1/claims/:id/verdicts',
    id: 'listVerdicts',
    summary: 'Every verdict that ever stood, where it came from, and every vote on it, oldest first',
    description: 'Superseded verdicts, dissent, and votes that were taken back or lapsed stay in it for good.',
    replies: { 200: VerdictsOnRecord },
    problems: ['claim.not-found'],
  })
  verdicts(@Calling() call: OfClaim): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.reading.found(tx, call.params.id);
      return answer({ data: (await this.records.verdicts(tx, id)).map(verdictView) });
    });
  }

  @Route({
    ...shared,
    path: '/v1/claims/:id/recusals',
    id: 'listRecusals',
    summary: 'Who stepped back from a claim or was kept out of it',
    description: 'Why is told to whoever it concerns, to whoever wrote it down, and to those who assign.',
    replies: { 200: Recusals },
    problems: ['claim.not-found'],
  })
  recusals(@Calling() call: OfClaim): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.reading.found(tx, call.params.id);
      const self = personOf(call.actor);
      const assigns = call.actor.permissions.has('claim.assign');
      const blind = await this.reading.blindTo(tx, call.actor, id);
      const seen = (await this.records.recusals(tx, id)).filter(({ person }) => !blind?.others.includes(person));
      const data = seen.map(({ reason, ...recusal }) => {
        const concerned = assigns || recusal.person === self || recusal.by === self;
        return { ...recusal, reason: concerned ? reason : null };
      });
      return answer({ data });
    });
  }
}
