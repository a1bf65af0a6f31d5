import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { ClaimStore, MatchStore, type Claim, type Match } from '#claims';
import type { Tx } from '#database';
import { LogStore, type SealedRow } from '#log';
import { personOf } from '#newsroom';
import { problem } from '#problems';
import { answer, type Answer, pageOf, pageWith } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, listQuery, pageSchema, time, uuid } from '../http/schemas.js';
import { ClaimReading } from './claims.reading.js';
import { HistoryRow } from './claims.schemas.js';
import { historyRow, rowsSeenBy } from './claims.views.js';

const PlainQuery = listQuery({});
const MatchParams = z.strictObject({ id: uuid, matchId: uuid });
const MatchView = z
  .object({
    id: uuid,
    version: z.number().int(),
    score: z.number(),
    reasons: z.array(z.unknown()),
    state: z.enum(['suggested', 'confirmed', 'rejected']),
    decidedBy: uuid.nullable(),
    decidedAt: time.nullable(),
    createdAt: time,
    earlier: z.object({ id: uuid, text: z.string(), state: z.string(), publication: z.string() }),
  })
  .meta({ id: 'Match' });

type Listed = Call<{ params: z.output<typeof ById>; query: z.output<typeof PlainQuery> }>;
type OfMatch = Call<{ params: z.output<typeof MatchParams> }>;

function matchView({ claimId: _, earlierId: __, ...match }: Match, earlier: Claim) {
  const { id, text, wording, state, publication } = earlier;
  return { ...match, earlier: { id, text: wording ?? text, state, publication } };
}

/** What belongs to one claim: its history, and links to earlier claims. */
@Controller()
export class ClaimPartsController {
  constructor(
    private readonly edge: Edge,
    private readonly reading: ClaimReading,
    private readonly log: LogStore,
    private readonly matches: MatchStore,
    private readonly claims: ClaimStore,
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

  @Route({
    method: 'GET',
    path: '/v1/claims/:id/matches',
    id: 'listMatches',
    tag: 'Claims',
    summary: 'Earlier claims that this one is like, best first',
    permission: 'claim.read',
    params: ById,
    query: PlainQuery,
    replies: { 200: pageSchema(MatchView) },
    problems: ['claim.not-found'],
  })
  list(@Calling() call: Listed): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.reading.found(tx, call.params.id);
      const all = await this.matches.of(tx, id);
      const start = call.after === undefined ? 0 : all.findIndex((match) => match.id === call.after?.[0]) + 1;
      const rows = all.slice(start, start + call.limit + 1);
      const earlier = new Map(
        (
          await this.claims.byIds(
            tx,
            rows.map(({ earlierId }) => earlierId),
          )
        ).map((one) => [one.id, one]),
      );
      return pageOf(
        call,
        rows,
        (match) => [match.id],
        (match) => matchView(match, earlier.get(match.earlierId) as Claim),
      );
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/claims/:id/matches/:matchId/confirm',
    id: 'confirmMatch',
    tag: 'Claims',
    summary: 'Say that the claim is like the earlier one',
    permission: 'match.decide',
    params: MatchParams,
    replies: { 200: MatchView },
    problems: ['claim.not-found', 'match.not-found'],
  })
  confirm(@Calling() call: OfMatch): Promise<Answer> {
    return this.edge.write(call, (tx) => this.decide(tx, call, 'confirmed'));
  }

  @Route({
    method: 'POST',
    path: '/v1/claims/:id/matches/:matchId/reject',
    id: 'rejectMatch',
    tag: 'Claims',
    summary: 'Say that the claim is not like the earlier one',
    permission: 'match.decide',
    params: MatchParams,
    replies: { 200: MatchView },
    problems: ['claim.not-found', 'match.not-found'],
  })
  reject(@Calling() call: OfMatch): Promise<Answer> {
    return this.edge.write(call, (tx) => this.decide(tx, call, 'rejected'));
  }

  private async decide(tx: Tx, call: OfMatch, state: 'confirmed' | 'rejected'): Promise<Answer> {
    const { id } = await this.reading.found(tx, call.params.id);
    const match = await this.matches.lock(tx, call.params.matchId);
    if (match?.claimId !== id) throw problem('match.not-found');
    const decided = match.state === state ? match : await this.matches.decide(tx, call.actor, match.id, state);
    const earlier = await this.reading.found(tx, decided.earlierId);
    return answer(matchView(decided, earlier), { version: decided.version });
  }
}
