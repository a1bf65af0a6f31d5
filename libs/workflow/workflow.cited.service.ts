import { Injectable } from '@nestjs/common';
import type { Claim } from '#claims';
import type { Tx } from '#database';
import { EvidenceService } from '#evidence';
import { FactChecks } from '#factchecks';
import { RatingScales } from '#newsroom';
import { isSettled, ReplyStore } from '#replies';
import type { Verdict } from '#reviews';
import type { ClaimFacts, DraftFacts, Policy, ReplyFacts } from './workflow.facts.js';

/** As much of a verdict's text as somebody has written so far. */
interface Text {
  rating: string | null;
  summary: string | null;
  explanation: string | null;
  evidenceIds: readonly string[];
}

/** What a verdict's text rests on: whether it is complete, what it cites, and whether it could go out. */
@Injectable()
export class CitedMaterial {
  constructor(
    private readonly evidence: EvidenceService,
    private readonly scales: RatingScales,
    private readonly factChecks: FactChecks,
    private readonly replies: ReplyStore,
  ) {}

  /** `ratingKey` null: none, or none of the newsroom's scale. Only standing evidence of this claim counts. */
  async textFacts(tx: Tx, claimId: string, text: Text): Promise<DraftFacts> {
    const { ratings } = await this.scales.current(tx);
    const rating = ratings.find(({ key }) => key === text.rating);
    const blank = (['summary', 'explanation'] as const).filter((field) => !text[field]?.trim());
    const counted = await this.evidence.count(tx, claimId, text.evidenceIds);
    const astray = counted.evidence < new Set(text.evidenceIds).size;
    return {
      ratingKey: rating?.key ?? null,
      missing: [
        ...(rating === undefined ? ['rating'] : []),
        ...blank,
        ...(astray ? ['standing evidence of this claim'] : []),
      ],
      ...counted,
    };
  }

  /** What keeps the standing verdict from going out now: evidence first, then the markup. */
  async gate(tx: Tx, claim: Claim, verdict: Verdict): Promise<NonNullable<ClaimFacts['gate']>> {
    const { problems } = await this.evidence.gate(tx, claim.id, verdict.evidenceIds);
    const evidence = problems
      .filter(isGate)
      .map(({ code, evidenceId }) => ({ code, detail: `Evidence ${evidenceId}.` }));
    const faults = await this.factChecks.gate(tx, claim, verdict);
    const markup = faults.map(({ pointer, detail }) => ({
      code: 'publish.markup-invalid' as const,
      detail: `${pointer}: ${detail}`,
    }));
    return [...evidence, ...markup];
  }

  /** Who was asked for comment. Undefined where the policy does not ask: then nothing is looked up. */
  async replyFacts(tx: Tx, claimId: string, verdict: Verdict, policy: Policy): Promise<ReplyFacts | undefined> {
    const { rightOfReply, rightOfReplyUpTo } = policy;
    if (rightOfReply !== 'warn' && rightOfReply !== 'required') return undefined; // also of rounds from before there was one
    const [standing, { ratings }] = await Promise.all([
      this.replies.standing(tx, claimId),
      this.scales.byId(tx, verdict.scaleId),
    ]);
    const value = (key: string | null) => ratings.find((rating) => rating.key === key)?.value;
    const awaited = standing.filter((request) => !isSettled(request)).map(({ dueAt }) => dueAt.toISOString());
    return {
      concerned: (value(verdict.rating) ?? -Infinity) <= (value(rightOfReplyUpTo) ?? Infinity), // in doubt, it asks
      asked: standing.length,
      awaitedUntil: awaited.sort().at(-1) ?? null,
    };
  }
}

function isGate<R extends { code: string }>(
  reason: R,
): reason is R & { code: 'publish.evidence-withdrawn' | 'publish.evidence-without-capture' } {
  return reason.code === 'publish.evidence-withdrawn' || reason.code === 'publish.evidence-without-capture';
}
