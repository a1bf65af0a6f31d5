import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { type Claim, ClaimStore } from '#claims';
import type { Tx } from '#database';
import { record, type LogActor } from '#log';
import { problem } from '#problems';
import { Sources } from '#sources';
import { evidenceAttached, evidenceRevised, evidenceSnapshot, evidenceWithdrawn } from './evidence.events.js';
import { EvidenceStore } from './evidence.store.js';
import type { Evidence, EvidenceChange, EvidenceContent, NewEvidence } from './evidence.types.js';
import { count, type EvidenceGate, gate } from './gate.rules.js';
import { QuoteStore } from './quote.store.js';

/** Attaching, revising and withdrawing evidence, and what a verdict may rest on. Rows are locked in the order claim, evidence. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly store: EvidenceStore,
    private readonly quotes: QuoteStore,
    private readonly sources: Sources,
    private readonly claims: ClaimStore,
  ) {}

  /**
   * A new piece of evidence. An address becomes a source, which is captured soon; a quote beside it is looked for there.
   * In a blind round the log tells no more than that something was attached. 404 claim, 422 `evidence.url-refused`.
   */
  async attach(tx: Tx, actor: LogActor, claimId: string, given: NewEvidence): Promise<Evidence> {
    const claim = await this.claims.byId(tx, claimId);
    if (!claim) throw problem('claim.not-found');
    if (claim.state === 'merged')
      throw problem('claim.wrong-state', { detail: 'It was merged.', extra: { mergedInto: claim.mergedInto } });
    await this.assertKin(tx, claimId, given.independentOf);
    const confidential = await this.store.keptBlind(tx, claimId, actor.kind === 'person' ? actor.id : null, null);
    const source = given.url ? await this.sources.cite(tx, actor, given.url, confidential) : undefined;
    const id = uuidv7();
    await this.store.insert(tx, actor, id, claimId, given, source?.id ?? null);
    if (source && given.quote) await this.quotes.expect(tx, id, source.id, given.quote);
    const evidence = await this.whole(tx, id);
    await record(tx, evidenceAttached, { actor, ...about(evidence), data: evidenceSnapshot(evidence, confidential) });
    return evidence;
  }

  /** A new revision. 409 when it was withdrawn, or a published version rests on it; 412 when somebody was faster. */
  async revise(tx: Tx, actor: LogActor, id: string, change: EvidenceChange, seenVersion: number): Promise<Evidence> {
    const before = await this.changeable(tx, id, seenVersion);
    if (before.published) throw problem('evidence.pinned');
    await this.assertKin(tx, before.claimId, change.independentOf, id);
    const content: EvidenceContent = { ...contentOf(before), ...given(change) };
    if (before.kind === 'quote' && content.quote === null) throw lacks('quote');
    if (before.kind === 'note' && content.note === null) throw lacks('note');
    await this.store.revise(tx, actor, id, content);
    if (before.sourceId !== null && content.quote !== before.quote)
      await this.lookAgain(tx, id, before.sourceId, content.quote);
    const evidence = await this.whole(tx, id);
    const data = evidenceSnapshot(evidence, await this.confidential(tx, evidence));
    await record(tx, evidenceRevised, { actor, ...about(evidence), data });
    return evidence;
  }

  /** Stays on record, and counts no longer. What rests on it in public is its caller's to deal with. */
  async withdraw(
    tx: Tx,
    actor: LogActor,
    id: string,
    reason: string,
    seenVersion: number,
  ): Promise<{ evidence: Evidence; claim: Claim }> {
    const before = await this.changeable(tx, id, seenVersion);
    await this.store.withdraw(tx, id, actor.kind === 'person' ? actor.id : null, reason);
    const evidence = await this.whole(tx, id);
    const confidential = await this.confidential(tx, evidence);
    await record(tx, evidenceWithdrawn, {
      actor,
      ...about(evidence),
      data: { ...evidenceSnapshot(evidence, confidential), reason: confidential ? null : reason },
    });
    return { evidence, claim: (await this.claims.byId(tx, before.claimId)) as Claim };
  }

  /** Whether a verdict that cites these may go out now. */
  async gate(tx: Tx, claimId: string, ids: readonly string[]): Promise<EvidenceGate> {
    return gate(ids, await this.citedOn(tx, claimId, ids));
  }

  /** What a verdict that cites these brings, for the policy's `minEvidence` and `minIndependentSources`. */
  async count(
    tx: Tx,
    claimId: string,
    ids: readonly string[],
  ): Promise<{ evidence: number; independentSources: number }> {
    return count(await this.citedOn(tx, claimId, ids));
  }

  private confidential(tx: Tx, { claimId, createdBy, createdAt }: Evidence): Promise<boolean> {
    return this.store.keptBlind(tx, claimId, createdBy.kind === 'person' ? createdBy.id : null, createdAt);
  }

  /** Evidence of another claim supports nothing here. */
  private async citedOn(tx: Tx, claimId: string, ids: readonly string[]) {
    return (await this.store.cited(tx, ids)).filter((each) => each.claimId === claimId);
  }

  private async changeable(tx: Tx, id: string, seenVersion: number): Promise<Evidence> {
    const [seen] = await this.store.byIds(tx, [id]);
    if (!seen) throw problem('evidence.not-found');
    await this.claims.lock(tx, seen.claimId);
    const evidence = await this.store.lock(tx, id);
    if (!evidence) throw problem('evidence.not-found');
    if (evidence.version !== seenVersion)
      throw problem('version.stale', { extra: { currentVersion: evidence.version } });
    if (evidence.withdrawnAt !== null) throw problem('evidence.withdrawn');
    return evidence;
  }

  /** `independentOf` names another piece of evidence on the same claim. */
  private async assertKin(tx: Tx, claimId: string, other: string | null | undefined, self?: string): Promise<void> {
    if (other === null || other === undefined) return;
    const [found] = await this.store.byIds(tx, [other]);
    if (found?.claimId === claimId && other !== self) return;
    const detail = 'is no other evidence of this claim';
    throw problem('request.unprocessable', { errors: [{ pointer: '/independentOf', code: 'unknown', detail }] });
  }

  private async lookAgain(tx: Tx, id: string, sourceId: string, quote: string | null): Promise<void> {
    if (quote === null) return this.quotes.forget(tx, id);
    await this.quotes.expect(tx, id, sourceId, quote);
    await this.sources.lookAgain(tx, sourceId);
  }

  private async whole(tx: Tx, id: string): Promise<Evidence> {
    return (await this.store.byIds(tx, [id]))[0] as Evidence;
  }
}

function about({ id, version, claimId }: Evidence) {
  return { subject: { id, version }, claimId };
}

function contentOf({ stance, visibility, independentOf, title, quote, note }: Evidence): EvidenceContent {
  return { stance, visibility, independentOf, title, quote, note };
}

function given(change: EvidenceChange): EvidenceChange {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function lacks(field: string) {
  const detail = `evidence of this kind has a ${field}`;
  return problem('request.unprocessable', { errors: [{ pointer: `/${field}`, code: 'required', detail }] });
}
