import { Injectable } from '@nestjs/common';
import { type Claim, ClaimStore } from '#claims';
import type { Tx } from '#database';
import { FactChecks, FactCheckStore, type NewRecheck, type Recheck, Rechecks } from '#factchecks';
import type { LogActor } from '#log';
import { Policies, systemActor } from '#newsroom';
import { Workflow } from '#workflow';

export type Alarm = Pick<NewRecheck, 'claimId' | 'cause' | 'sourceId' | 'fromCaptureId' | 'toCaptureId' | 'detail'> & {
  evidenceId: string;
};

/** What happens when evidence under a live verdict moves: a recheck, and by policy a new review. */
@Injectable()
export class Alarms {
  constructor(
    private readonly factChecks: FactChecks,
    private readonly record: FactCheckStore,
    private readonly rechecks: Rechecks,
    private readonly policies: Policies,
    private readonly workflow: Workflow,
  ) {}

  /**
   * Opens a recheck of the claim's live fact-check if its live version cites the evidence; undefined when it does not, or the
   * same finding is open already. The caller holds the claim's lock. No verdict is changed here: people do that.
   */
  async raise(tx: Tx, actor: LogActor, claim: Claim, alarm: Alarm): Promise<Recheck | undefined> {
    if (claim.publication !== 'live' || !(await this.cites(tx, claim.id, alarm.evidenceId))) return undefined;
    const policy = await this.policies.current(tx, claim.desk);
    const opensReview = policy.recheckOpensReview && alarm.cause !== 'source-gone';
    const { recheck, opened } = await this.rechecks.open(tx, actor, { ...alarm, opensReview });
    if (!opened) return undefined;
    if (opensReview && claim.state === 'published') {
      const reason = alarm.detail ?? 'Evidence under the published verdict changed.';
      await this.workflow.perform(tx, systemActor(tx.newsroom), claim.id, 'reopen', { reason });
    }
    return recheck;
  }

  private async cites(tx: Tx, claimId: string, evidenceId: string): Promise<boolean> {
    const factCheck = await this.record.ofClaim(tx, claimId);
    if (!factCheck) return false;
    const { content } = await this.factChecks.newest(tx, factCheck);
    return content.evidence.some(({ id }) => id === evidenceId);
  }
}

/** The claims of these alarms, locked in the one order. */
export async function lockedClaims(tx: Tx, claims: ClaimStore, ids: readonly string[]): Promise<Map<string, Claim>> {
  const locked = ids.length === 0 ? [] : await claims.lockAll(tx, [...new Set(ids)]);
  return new Map(locked.map((claim) => [claim.id, claim]));
}
