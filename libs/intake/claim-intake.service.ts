import { Injectable } from '@nestjs/common';
import { ArticleWorkStore, type ArticleWork } from '#articles';
import { AppearanceStore, ClaimStore, textKey, type Claim, type NewAppearance } from '#claims';
import type { Tx } from '#database';
import { record } from '#log';
import { Desks, systemActor } from '#newsroom';
import type { PlannedClaim } from './claim-plan.rules.js';
import { claimAppeared } from './intake.events.js';

/**
 * Brings what an article says into the newsroom. What is known in the same words, alive, gets an appearance and no second
 * claim; so does whatever an earlier version of the article brought, whatever became of it since. Nothing else is linked here.
 */
@Injectable()
export class ClaimIntake {
  constructor(
    private readonly claims: ClaimStore,
    private readonly appearances: AppearanceStore,
    private readonly work: ArticleWorkStore,
    private readonly desks: Desks,
  ) {}

  /** `all` claims that the article says, of which `added` are new. The caller holds the newsroom's intake lock. */
  async bring(tx: Tx, work: ArticleWork, planned: readonly PlannedClaim[]): Promise<{ all: number; added: number }> {
    const earlier = await this.ofEarlierVersions(tx, work);
    const desk = await this.desks.openOrNone(tx, work.desk);
    let added = 0;
    const again: { claim: Claim; appearances: NewAppearance[] }[] = [];
    for (const { key, claim, appearances } of planned) {
      const known = earlier.get(key) ?? (await this.living(tx, claim.text));
      if (known) {
        again.push({ claim: known, appearances });
      } else {
        await this.claims.insert(tx, systemActor(tx.newsroom), { ...claim, desk, appearances });
        added += 1;
      }
    }
    again.sort((a, b) => (a.claim.id < b.claim.id ? -1 : 1));
    for (const one of again) await this.appear(tx, work, one.claim, one.appearances);
    return { all: planned.length, added };
  }

  private async living(tx: Tx, text: string): Promise<Claim | undefined> {
    const same = await this.claims.byNormalisedText(tx, text);
    return same.find(({ state }) => state !== 'dismissed' && state !== 'merged' && state !== 'retracted');
  }

  /** By their words: the claims that the versions before this one brought, or said; for a merged one, what it was merged into. */
  private async ofEarlierVersions(tx: Tx, work: ArticleWork): Promise<Map<string, Claim>> {
    const found = new Map<string, Claim>();
    for (const articleId of await this.work.versions(tx, work.supersedes)) {
      const said = await this.appearances.ofArticle(tx, articleId);
      const claims = [
        ...(await this.claims.ofArticle(tx, articleId)),
        ...(await this.claims.byIds(tx, [...new Set(said.map(({ claimId }) => claimId))])),
      ];
      for (const claim of claims) {
        const key = textKey(claim.text);
        if (!found.has(key)) found.set(key, await this.standingFor(tx, claim));
      }
    }
    return found;
  }

  private async standingFor(tx: Tx, claim: Claim): Promise<Claim> {
    let standing = claim;
    const seen = new Set([claim.id]);
    while (standing.mergedInto !== null && !seen.has(standing.mergedInto)) {
      seen.add(standing.mergedInto);
      const target = await this.claims.byId(tx, standing.mergedInto);
      if (!target) break;
      standing = target;
    }
    return standing;
  }

  private async appear(tx: Tx, work: ArticleWork, claim: Claim, appearances: readonly NewAppearance[]): Promise<void> {
    for (const appearance of appearances) this.claims.addAppearance(tx, claim.id, appearance);
    const { id, version, externalRef, text, state } = claim;
    await record(tx, claimAppeared, {
      actor: systemActor(tx.newsroom),
      subject: { id, version, externalRef },
      claimId: id,
      data: {
        ...{ claimId: id, text, state, articleId: work.id, url: work.url, times: appearances.length },
        stances: [...new Set(appearances.map(({ stance = 'asserts' }) => stance))],
        claimants: [...new Set(appearances.map(({ claimant }) => claimant.kind))],
        path: `/v1/claims/${id}`,
      },
    });
  }
}
