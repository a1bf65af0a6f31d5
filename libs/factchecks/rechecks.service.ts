import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { record, type LogActor } from '#log';
import { problem } from '#problems';
import { Addresses } from './addresses.service.js';
import { recheckOpened, recheckResolved } from './factchecks.events.js';
import { type After, FactCheckStore } from './factchecks.store.js';
import type { NewRecheck, Recheck, RecheckEnd } from './factchecks.types.js';
import { type RecheckFilter, RecheckStore } from './rechecks.store.js';
import type { FactCheck } from './version.types.js';

/** Work that a changed source, or a complaint, causes on what is public. Never moves a claim: its caller does. */
@Injectable()
export class Rechecks {
  constructor(
    private readonly store: RecheckStore,
    private readonly factChecks: FactCheckStore,
    private readonly addresses: Addresses,
  ) {}

  /**
   * Opens a recheck of the claim's live fact-check. The same finding while one is open gives that one back, with
   * `opened` false and nothing in the log. 404 when nothing of the claim is live.
   */
  async open(tx: Tx, actor: LogActor, given: NewRecheck): Promise<{ recheck: Recheck; opened: boolean }> {
    const factCheck = await this.factChecks.ofClaim(tx, given.claimId);
    if (factCheck?.publication !== 'live') throw problem('factcheck.not-found', 'Nothing of this claim is live.');
    const recheck = await this.store.insert(tx, { factCheckId: factCheck.id, number: factCheck.number }, given);
    if (!recheck) {
      const twin = await this.store.openTwin(tx, factCheck.id, given);
      if (!twin) throw problem('server.unavailable', 'A recheck was resolved at this moment.');
      return { recheck: twin, opened: false };
    }
    await record(tx, recheckOpened, {
      actor,
      subject: { id: recheck.id, version: recheck.version },
      claimId: recheck.claimId,
      data: {
        ...(await this.about(tx, recheck, factCheck)),
        opensReview: recheck.openedReview,
        fromCaptureId: recheck.fromCaptureId,
        toCaptureId: recheck.toCaptureId,
      },
    });
    return { recheck, opened: true };
  }

  byId(tx: Tx, id: string): Promise<Recheck | undefined> {
    return this.store.byId(tx, id);
  }

  openOf(tx: Tx, claimId: string): Promise<Recheck[]> {
    return this.store.openOf(tx, claimId);
  }

  list(tx: Tx, filter: RecheckFilter, after: After | undefined, limit: number): Promise<Recheck[]> {
    return this.store.list(tx, filter, after, limit);
  }

  /** Ends all open rechecks of a claim: the workflow's effect of uphold, publish and retract. */
  async close(tx: Tx, actor: LogActor, claimId: string, how: RecheckEnd, reason?: string): Promise<Recheck[]> {
    const open = await this.store.openOf(tx, claimId);
    return this.end(tx, actor, open, how, reason ?? null);
  }

  /** Ends one that opened no review. 409 when its review ends it, or it has ended. */
  async resolve(tx: Tx, actor: LogActor, id: string, reason: string, seenVersion?: number): Promise<Recheck> {
    const recheck = await this.store.lock(tx, id);
    if (!recheck) throw problem('recheck.not-found');
    if (seenVersion !== undefined && recheck.version !== seenVersion)
      throw problem('version.stale', { extra: { currentVersion: recheck.version } });
    if (recheck.state === 'resolved') throw problem('recheck.has-review', 'This recheck has ended already.');
    if (recheck.openedReview) throw problem('recheck.has-review');
    const [ended] = await this.end(tx, actor, [recheck], 'no-change-needed', reason);
    return ended as Recheck;
  }

  private async end(
    tx: Tx,
    actor: LogActor,
    open: readonly Recheck[],
    how: RecheckEnd,
    reason: string | null,
  ): Promise<Recheck[]> {
    if (open.length === 0) return [];
    const ended = await this.store.resolve(
      tx,
      open.map(({ id }) => id),
      how,
      reason,
    );
    for (const recheck of ended) {
      const factCheck = await this.factChecks.byId(tx, recheck.factCheckId);
      await record(tx, recheckResolved, {
        actor,
        subject: { id: recheck.id, version: recheck.version },
        claimId: recheck.claimId,
        data: { ...(await this.about(tx, recheck, factCheck as FactCheck)), resolution: how, reason },
      });
    }
    return ended;
  }

  private async about(tx: Tx, recheck: Recheck, factCheck: FactCheck) {
    return {
      recheckId: recheck.id,
      factCheckId: factCheck.id,
      claimId: recheck.claimId,
      number: recheck.number,
      slug: factCheck.slug,
      url: (await this.addresses.of(tx)).page(factCheck.slug),
      claim: factCheck.wording,
      desk: factCheck.desk,
      cause: recheck.cause,
      sourceId: recheck.sourceId,
      evidenceId: recheck.evidenceId,
      detail: recheck.detail,
    };
  }
}
