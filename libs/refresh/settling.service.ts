import { Injectable } from '@nestjs/common';
import { ClaimStore } from '#claims';
import type { Tx } from '#database';
import { QuoteStore } from '#evidence';
import { record } from '#log';
import { systemActor } from '#newsroom';
import {
  type Capture,
  CaptureStore,
  type Settlement,
  type Source,
  sourceCaptured,
  sourceChanged,
  sourceKeptBlind,
  sourceSnapshot,
  sourceUnreachable,
  SourceWorkStore,
} from '#sources';
import { Alarms, lockedClaims } from './alarms.service.js';
import { MEANING, type Outcome } from './outcomes.rules.js';
import { describe, type QuoteResult } from './quotes.rules.js';
import { nextCheckIn, retryAfterSeconds } from './schedule.rules.js';
import { healthAfter, strikesAfter } from './strikes.rules.js';
import type { Begun, Visit } from './visits.service.js';

/** Changes that are news to those who cite the page; a changed menu is kept and told to nobody. */
const NEWS: ReadonlySet<Outcome> = new Set<Outcome>([
  'changed_quote_intact',
  'changed_quote_altered',
  'quote_missing',
  'moved_permanent',
  'redirected_elsewhere',
]);
const CHANGES: ReadonlySet<Outcome> = new Set<Outcome>([
  'changed_cosmetic',
  'changed_quote_intact',
  'changed_quote_altered',
  'quote_missing',
]);
/** So many sites must have been tried in the last hour, and so large a share be silent, before our own network is blamed. */
const WEATHER = { sites: 5, share: 0.5 };

/** Writes what a visit came to, in one transaction: source, capture, quotes, log, rechecks. */
@Injectable()
export class Settling {
  constructor(
    private readonly work: SourceWorkStore,
    private readonly captures: CaptureStore,
    private readonly quotes: QuoteStore,
    private readonly claims: ClaimStore,
    private readonly alarms: Alarms,
  ) {}

  /** Undefined when the check took too long and somebody else has taken it: then nothing is written. */
  async settle(tx: Tx, { work, known }: Begun, visit: Visit, chance: number): Promise<Source | undefined> {
    const alarming = visit.quotes.filter((quote) => quote.alarming);
    const claims = await lockedClaims(
      tx,
      this.claims,
      alarming.map(({ citation }) => citation.claimId),
    );
    if (!(await this.work.holds(tx, work))) return undefined;
    const actor = systemActor(tx.newsroom);
    const madeBy = { kind: actor.kind, id: actor.id };
    const capture = visit.capture
      ? await this.captures.insert(tx, {
          ...visit.capture,
          sourceId: work.id,
          madeBy,
          byHand: false,
          outcome: visit.outcome,
        })
      : null;
    const source = await this.work.settle(tx, work, await this.settlement(tx, work, visit, capture, chance));
    const standing = capture ?? known;
    if (standing) for (const quote of visit.quotes) await this.settleQuote(tx, quote, standing);
    await this.tell(tx, source, visit, known, capture);
    if (source.health === 'dead' && work.health !== 'dead') await this.tellDead(tx, source, visit.outcome);
    for (const quote of alarming) {
      const claim = claims.get(quote.citation.claimId);
      if (claim) await this.alarms.raise(tx, actor, claim, alarmOf(quote, work.id, capture));
    }
    return source;
  }

  async settleQuote(tx: Tx, { citation, anchor, finding }: QuoteResult, capture: Capture): Promise<void> {
    await this.quotes.settle(tx, citation, {
      anchor,
      state: finding.state,
      found: finding.state === 'altered' ? finding.found : null,
      changes: finding.changes,
      touched: finding.touched ?? [],
      captureId: capture.id,
    });
  }

  private async settlement(
    tx: Tx,
    work: Begun['work'],
    visit: Visit,
    capture: Capture | null,
    chance: number,
  ): Promise<Settlement> {
    const { outcome } = visit;
    const { finding, life } = MEANING[outcome];
    const { today, now, spanHours } = await this.work.calendar(tx, work);
    const { sites, unreachable } = await this.work.weather(tx);
    const ownNetworkDown =
      finding === 'unreachable' &&
      visit.status === null &&
      sites >= WEATHER.sites &&
      unreachable > sites * WEATHER.share;
    const strikes = strikesAfter(work.strikes, outcome, today, ownNetworkDown);
    const changed = CHANGES.has(outcome);
    const visits = {
      visits: work.visits + (work.firstVisitAt === null ? 0 : 1),
      changes: work.changes + (changed ? 1 : 0),
      spanHours,
    };
    const retryAfter = retryAfterSeconds(visit.retryAfter, now);
    return {
      outcome,
      finding,
      detail: visit.detail,
      status: visit.status,
      conditional: visit.conditional,
      durationMs: visit.durationMs,
      health: ownNetworkDown ? work.health : healthAfter(strikes, outcome),
      strikes,
      nextCheckSeconds: nextCheckIn(visits, await this.quotes.stake(tx, work.id), outcome, chance, retryAfter),
      verified: life === 'alive',
      changed,
      captureId: capture?.id ?? null,
      etag: visit.etag,
      lastModified: visit.lastModified,
      proposedUrl: visit.movedTo,
    };
  }

  private async tell(
    tx: Tx,
    source: Source,
    visit: Visit,
    known: Capture | null,
    capture: Capture | null,
  ): Promise<void> {
    const news = NEWS.has(visit.outcome);
    if (!capture && !news) return;
    const actor = systemActor(tx.newsroom);
    const about = { actor, subject: { id: source.id, version: source.version } };
    const confidential = await sourceKeptBlind(tx, source.id);
    if (capture) await record(tx, sourceCaptured, { ...about, data: captured(source, capture, confidential) });
    if (!news) return;
    await record(tx, sourceChanged, {
      ...about,
      data: {
        ...sourceSnapshot(source, confidential),
        outcome: visit.outcome,
        finding: MEANING[visit.outcome].finding,
        fromCaptureId: known?.id ?? null,
        toCaptureId: capture?.id ?? null,
        quotes: visit.quotes
          .filter(({ citation }) => !citation.keptBlind)
          .map(({ citation, finding }) => ({
            evidenceId: citation.evidenceId,
            claimId: citation.claimId,
            quote: citation.quote,
            state: finding.state,
            found: finding.state === 'altered' ? finding.found : null,
            touched: finding.touched ?? [],
          })),
      },
    });
  }

  private async tellDead(tx: Tx, source: Source, outcome: Outcome): Promise<void> {
    const { failures, days } = source.strikes;
    await record(tx, sourceUnreachable, {
      actor: systemActor(tx.newsroom),
      subject: { id: source.id, version: source.version },
      data: { ...sourceSnapshot(source, await sourceKeptBlind(tx, source.id)), outcome, failures, days },
    });
  }
}

/** `confidential`: not what was captured, only that something was. */
export function captured(source: Source, capture: Capture, confidential: boolean) {
  return {
    ...sourceSnapshot(source, confidential),
    captureId: capture.id,
    byHand: capture.byHand,
    title: confidential ? null : capture.title,
    finalUrl: confidential ? null : capture.finalUrl,
    bodySha256: confidential ? null : capture.bodySha256,
    outcome: capture.outcome,
  };
}

export function alarmOf(quote: QuoteResult, sourceId: string, capture: Capture | null) {
  const { citation, finding } = quote;
  return {
    claimId: citation.claimId,
    cause: finding.state === 'altered' ? ('quote-altered' as const) : ('quote-missing' as const),
    sourceId,
    evidenceId: citation.evidenceId,
    fromCaptureId: citation.captureId,
    toCaptureId: capture?.id ?? null,
    detail: describe(quote),
  };
}
