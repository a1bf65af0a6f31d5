import { Injectable } from '@nestjs/common';
import { MatchStore, type Match } from '#claims';
import type { Tx } from '#database';
import type { LogActor } from '#log';
import { systemActor } from '#newsroom';
import { ArchiveStore, type Subject } from './archive.store.js';
import { ArchiveSearch, type Finding } from './archive-search.service.js';

/**
 * Below that nothing is suggested by itself; whoever asks for matches sees the best ten whatever they score. On the CLEF-2020 training queries
 * nine of ten right answers score higher, and so does the best of every second query that has none.
 */
export const WORTH_SUGGESTING = 0.14;
const MOST = 10;
/** States in which somebody may still need to know that it was checked before. */
const OPEN = new Set(['proposed', 'queued', 'in_review', 'disputed', 'in_signoff', 'approved']);

/** Suggests earlier claims and imported reviews for a claim. Never merges anything; links only what says the same word for word. */
@Injectable()
export class Suggestions {
  constructor(
    private readonly search: ArchiveSearch,
    private readonly store: ArchiveStore,
    private readonly matches: MatchStore,
  ) {}

  /** On intake, and again when somebody takes the claim and when its verdict stands: the matches that are new. */
  async suggest(tx: Tx, claim: Subject): Promise<Match[]> {
    if (claim.claimId === null || claim.gone || !OPEN.has(claim.state ?? '')) return [];
    const found = await this.find(tx, claim);
    return this.keep(tx, systemActor(tx.newsroom), claim.claimId, found.filter(isWorthIt));
  }

  /** On demand: the best ten are kept as suggestions, whatever they score. Undefined: no such claim. */
  async refresh(tx: Tx, actor: LogActor, claimId: string): Promise<Match[] | undefined> {
    const [claim] = await this.store.claims(tx, [claimId]);
    if (claim === undefined) return undefined;
    return this.keep(tx, actor, claimId, await this.find(tx, claim));
  }

  private async find(tx: Tx, claim: Subject): Promise<Finding[]> {
    const pairs = await this.matches.pairsOf(tx, claim.claimId as string);
    const barred = pairs.filter(({ state, forward }) => state === 'rejected' || !forward).map(({ otherId }) => otherId);
    const { text, context, claimants, since } = claim;
    const query = { text, context: context ?? undefined, claimant: claimants.join(' ') || undefined };
    return this.search.search(tx, query, MOST, { self: claim.claimId, before: since, barred });
  }

  private keep(tx: Tx, actor: LogActor, claimId: string, found: readonly Finding[]): Promise<Match[]> {
    const given = found.map(({ claimId: earlierId, reviewId, score, words, sameWords }) => ({
      ...{ claimId, earlierId, reviewId, score },
      reasons: [{ code: sameWords ? ('same-words' as const) : ('shared-words' as const), words }],
    }));
    return this.matches.suggest(tx, actor, given);
  }
}

function isWorthIt({ score }: Finding): boolean {
  return score >= WORTH_SUGGESTING;
}
