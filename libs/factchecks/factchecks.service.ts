import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { record, type LogActor } from '#log';
import { problem } from '#problems';
import { pinned, type PinnedReply, ReplyStore } from '#replies';
import type { PublicAddresses } from './addresses.rules.js';
import { Addresses } from './addresses.service.js';
import { claimantName, claimReview, nameIn, type Node } from './claim-review.rules.js';
import { contentDigest } from './dossier.rules.js';
import { factCheckCorrected, factCheckPublished, factCheckRetracted, factCheckUpheld } from './factchecks.events.js';
import { FactCheckStore } from './factchecks.store.js';
import type {
  ClaimToPublish,
  Correcting,
  Correction,
  LiveFactCheck,
  MarkupFault,
  Move,
  Publishing,
  Retracting,
  Upholding,
  VerdictToPublish,
} from './factchecks.types.js';
import { markupFaults } from './markup-check.rules.js';
import { Materials } from './materials.service.js';
import type { FactCheck, PinnedRating, Version, VersionContent } from './version.types.js';

/** Everything about one fact-check at one version, as pages and feeds need it. */
export interface Published {
  factCheck: FactCheck;
  version: Version;
}

/**
 * The published record. Every call runs in the transaction that moves the claim, under the claim's lock; each writes
 * its own rows into the log.
 */
@Injectable()
export class FactChecks {
  constructor(
    private readonly store: FactCheckStore,
    private readonly materials: Materials,
    private readonly addresses: Addresses,
    private readonly replies: ReplyStore,
  ) {}

  /** What is public of this claim now; undefined when nothing is, or it was retracted. */
  async live(tx: Tx, claimId: string): Promise<LiveFactCheck | undefined> {
    const factCheck = await this.store.ofClaim(tx, claimId);
    if (factCheck?.publication !== 'live') return undefined;
    const { content } = await this.newest(tx, factCheck);
    return {
      factCheckId: factCheck.id,
      slug: factCheck.slug,
      number: factCheck.number,
      ratingKey: factCheck.ratingKey,
      authors: content.authors.map(({ id }) => id),
    };
  }

  /** What keeps this verdict from going out now; empty when nothing does. Evidence is `EvidenceService.gate`'s. */
  async gate(tx: Tx, claim: ClaimToPublish, verdict: VerdictToPublish): Promise<MarkupFault[]> {
    const content = await this.materials.gather(tx, { claim, verdict, votes: [], policy: null });
    const now = new Date();
    const version = { number: 1, publishedAt: now, content };
    const factCheck = { slug: 'address', firstPublishedAt: now, publication: 'live' as const };
    return markupFaults(claimReview({ factCheck, version, corrections: [] }, await this.addresses.of(tx)));
  }

  /** Version 1, or the next one; live again when it was retracted. 422 `factcheck.markup-invalid` names what is wrong. */
  async publish(tx: Tx, actor: LogActor, given: Publishing): Promise<Version> {
    const content = { ...(await this.materials.gather(tx, given)), replies: await this.askedOn(tx, given.claim.id) };
    const factCheck = await this.store.ofClaim(tx, given.claim.id);
    const correction = given.correction ?? null;
    if (!factCheck) {
      const first = await this.store.insert(tx, given.claim, content);
      const version = await this.write(tx, actor, { factCheck: first, correction: null, content });
      await this.recordPublished(tx, actor, { factCheck: first, version }, given);
      return version;
    }
    const before = await this.newest(tx, factCheck);
    if (factCheck.publication === 'live' && before.content.rating.key !== content.rating.key && !correction)
      throw problem('factcheck.markup-invalid', 'A rating that differs from the live one needs type and notice.');
    const next = await this.store.advance(tx, factCheck.id, factCheck.number + 1, given.claim.desk ?? null, content);
    const version = await this.write(tx, actor, { factCheck: next, correction, content, before });
    await this.recordPublished(tx, actor, { factCheck: next, version }, given);
    if (correction) await this.recordCorrected(tx, actor, { factCheck: next, version }, before, given);
    return version;
  }

  /** The live version again with a typed change; rating, evidence, votes and authors stay as they were pinned, and so do replies unless asked for. */
  async correct(tx: Tx, actor: LogActor, given: Correcting): Promise<Version> {
    const factCheck = await this.liveOf(tx, given.claim.id);
    const before = await this.newest(tx, factCheck);
    const unasked = corrected(before.content, given.changes);
    const content = given.withReplies ? { ...unasked, replies: await this.askedOn(tx, given.claim.id) } : unasked;
    const correction: Correction = { type: given.type, notice: given.notice };
    const desk = given.claim.desk ?? factCheck.desk;
    const next = await this.store.advance(tx, factCheck.id, factCheck.number + 1, desk, content);
    const version = await this.write(tx, actor, { factCheck: next, correction, content, before });
    await this.recordCorrected(tx, actor, { factCheck: next, version }, before, given);
    return version;
  }

  /** Withdrawn with its reason; the versions stay, the page says why. */
  async retract(tx: Tx, actor: LogActor, given: Retracting): Promise<FactCheck> {
    const factCheck = await this.liveOf(tx, given.claim.id);
    const retracted = await this.store.retract(tx, factCheck.id, given.reason);
    await this.store.insertCorrection(tx, {
      factCheckId: factCheck.id,
      number: factCheck.number,
      previousNumber: null,
      type: 'retraction',
      notice: given.reason,
      fromRating: factCheck.ratingKey,
      toRating: null,
    });
    await record(tx, factCheckRetracted, {
      ...entry(actor, retracted, given),
      data: { ...(await this.about(tx, retracted)), ...moved(given.move), reason: given.reason },
    });
    return retracted;
  }

  /** Says that the live version stands. */
  async uphold(tx: Tx, actor: LogActor, given: Upholding): Promise<FactCheck> {
    const factCheck = await this.liveOf(tx, given.claim.id);
    await record(tx, factCheckUpheld, {
      ...entry(actor, factCheck, given),
      data: { ...(await this.about(tx, factCheck)), ...moved(given.move), reason: given.reason },
    });
    return factCheck;
  }

  /** The ClaimReview of a version, corrections up to it included. */
  async markup(tx: Tx, { factCheck, version }: Published, at?: PublicAddresses): Promise<Node> {
    const corrections = await this.store.corrections(tx, { factCheckId: factCheck.id }, undefined, 200);
    return claimReview({ factCheck, version, corrections }, at ?? (await this.addresses.of(tx)));
  }

  async newest(tx: Tx, factCheck: FactCheck): Promise<Version> {
    const version = await this.store.versionByNumber(tx, factCheck.id, factCheck.number);
    if (!version) throw new Error(`Fact-check ${factCheck.id} has no version ${factCheck.number}.`);
    return version;
  }

  private async askedOn(tx: Tx, claimId: string): Promise<PinnedReply[]> {
    return pinned(await this.replies.standing(tx, claimId));
  }

  private async liveOf(tx: Tx, claimId: string): Promise<FactCheck> {
    const factCheck = await this.store.ofClaim(tx, claimId);
    if (factCheck?.publication !== 'live') throw problem('factcheck.not-found', 'Nothing of this claim is live.');
    return factCheck;
  }

  private async write(
    tx: Tx,
    actor: LogActor,
    made: { factCheck: FactCheck; correction: Correction | null; content: VersionContent; before?: Version },
  ): Promise<Version> {
    const { factCheck, correction, content, before } = made;
    const version = await this.store.insertVersion(tx, {
      factCheckId: factCheck.id,
      claimId: factCheck.claimId,
      number: factCheck.number,
      publishedBy: actor.id,
      correction,
      content,
    });
    if (correction) {
      await this.store.insertCorrection(tx, {
        factCheckId: factCheck.id,
        number: version.number,
        previousNumber: before?.number ?? null,
        ...correction,
        fromRating: before?.content.rating.key ?? null,
        toRating: content.rating.key,
      });
    }
    await this.materials.keep(tx, content);
    const faults = markupFaults(await this.markup(tx, { factCheck, version }));
    if (faults.length > 0) throw problem('factcheck.markup-invalid', { errors: faults });
    return version;
  }

  private async recordPublished(tx: Tx, actor: LogActor, published: Published, given: Publishing): Promise<void> {
    await record(tx, factCheckPublished, {
      ...entry(actor, published.factCheck, given),
      data: { ...(await this.whole(tx, published)), ...moved(given.move) },
    });
  }

  private async recordCorrected(
    tx: Tx,
    actor: LogActor,
    published: Published,
    before: Version,
    given: Publishing | Correcting,
  ): Promise<void> {
    const { language, rating } = before.content;
    await record(tx, factCheckCorrected, {
      ...entry(actor, published.factCheck, given),
      data: {
        ...(await this.whole(tx, published)),
        ...moved(given.move),
        correction: published.version.correction as Correction,
        previous: { number: before.number, rating: brief(rating, language) },
      },
    });
  }

  private async about(tx: Tx, factCheck: FactCheck) {
    const { id, claimId, number, slug, wording, desk } = factCheck;
    return {
      factCheckId: id,
      claimId,
      number,
      slug,
      url: (await this.addresses.of(tx)).page(slug),
      claim: wording,
      desk,
    };
  }

  private async whole(tx: Tx, { factCheck, version: { content } }: Published) {
    return {
      ...(await this.about(tx, factCheck)),
      claimant: claimantName(content.claimant) || null,
      language: content.language,
      rating: brief(content.rating, content.language),
      summary: content.summary,
      contentSha256: contentDigest(content),
    };
  }
}

function entry(actor: LogActor, factCheck: FactCheck, { claim }: { claim: ClaimToPublish }) {
  return {
    actor,
    subject: { id: factCheck.id, version: factCheck.version, externalRef: claim.externalRef ?? null },
    claimId: factCheck.claimId,
  };
}

function moved(move: Move | undefined) {
  return { from: move?.from ?? null, to: move?.to ?? null };
}

function brief({ key, value, names }: PinnedRating, language: string) {
  return { key, value, name: nameIn(names, language) };
}

function corrected(before: VersionContent, changes: Correcting['changes']): VersionContent {
  const { summary, explanation, wording, claimant } = changes;
  return {
    ...before,
    summary: summary ?? before.summary,
    explanation: explanation ?? before.explanation,
    wording: wording ?? before.wording,
    claimant: claimant === undefined ? before.claimant : { ...before.claimant, name: claimant },
  };
}
