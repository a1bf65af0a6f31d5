import { Injectable } from '@nestjs/common';
import { ClaimStore } from '#claims';
import type { Tx } from '#database';
import { type Evidence, EvidenceService, QuoteStore } from '#evidence';
import { type LogActor, record } from '#log';
import { personOf } from '#newsroom';
import { problem } from '#problems';
import type { ReadPage } from '#reading';
import { RoundStore } from '#reviews';
import {
  type Capture,
  type CapturedText,
  CaptureStore,
  type Source,
  sourceCaptured,
  sourceKeptBlind,
  SourceStore,
} from '#sources';
import { Alarms } from './alarms.service.js';
import { lookFor } from './quotes.rules.js';
import { captured, Settling } from './settling.service.js';

/** A page as a person saved it; its blobs are stored. */
export interface HandCopy {
  bytes: { sha256: string; bytes: number };
  contentType: string;
  page: ReadPage;
  text: CapturedText;
  note: string | null;
}

/** A copy made by hand where the machine is kept out. */
@Injectable()
export class HandCaptures {
  constructor(
    private readonly sources: SourceStore,
    private readonly captures: CaptureStore,
    private readonly quotes: QuoteStore,
    private readonly settling: Settling,
    private readonly rounds: RoundStore,
  ) {}

  /** Becomes the newest capture; passages quoted from the source are looked for in it. It alarms nobody: a person brought it. */
  async add(tx: Tx, actor: LogActor, sourceId: string, copy: HandCopy): Promise<{ source: Source; capture: Capture }> {
    const before = await this.sources.lock(tx, sourceId);
    if (!before) throw problem('source.not-found');
    const capture = await this.captures.insert(tx, {
      sourceId,
      madeBy: { kind: actor.kind, id: actor.id },
      byHand: true,
      note: copy.note,
      finalUrl: before.url,
      status: null,
      hops: [],
      headers: {},
      contentType: copy.contentType,
      bodySha256: copy.bytes.sha256,
      bodyBytes: copy.bytes.bytes,
      text: copy.text,
      outcome: 'by_hand',
    });
    const source = (await this.sources.adopt(tx, sourceId, capture.id)) as Source;
    for (const citation of await this.quotes.ofSource(tx, sourceId)) {
      await this.settling.settleQuote(tx, lookFor(citation, copy.page), capture);
    }
    await record(tx, sourceCaptured, {
      actor,
      subject: { id: source.id, version: source.version },
      data: captured(source, capture, await sourceKeptBlind(tx, source.id)),
    });
    const person = personOf(actor);
    if (person !== null) await this.rounds.renewCiting(tx, sourceId, person);
    return { source, capture };
  }
}

/** Withdrawing evidence, with what follows from it in public. */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly evidence: EvidenceService,
    private readonly claims: ClaimStore,
    private readonly alarms: Alarms,
  ) {}

  /** Under a live verdict it opens a recheck, and by policy a new review. */
  async withdraw(tx: Tx, actor: LogActor, id: string, reason: string, seenVersion: number): Promise<Evidence> {
    const { evidence } = await this.evidence.withdraw(tx, actor, id, reason, seenVersion);
    const claim = await this.claims.lock(tx, evidence.claimId);
    const about = { claimId: evidence.claimId, sourceId: evidence.sourceId, evidenceId: evidence.id };
    if (claim) await this.alarms.raise(tx, actor, claim, { ...about, cause: 'evidence-withdrawn', detail: reason });
    return evidence;
  }
}
