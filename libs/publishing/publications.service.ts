import { Injectable } from '@nestjs/common';
import { ClaimStore } from '#claims';
import type { Tx } from '#database';
import {
  Addresses,
  type After,
  claimReview,
  type CorrectionEntry,
  type FactCheck,
  FactCheckStore,
  type PublicAddresses,
  Rechecks,
} from '#factchecks';
import { problem } from '#problems';
import type { PublicEntry, PublicFactCheck } from './public.types.js';

const MOST_CORRECTIONS = 1_000;

/** What the public reads, gathered inside the newsroom that it asks for. */
@Injectable()
export class Publications {
  constructor(
    private readonly store: FactCheckStore,
    private readonly rechecks: Rechecks,
    private readonly claims: ClaimStore,
    private readonly addresses: Addresses,
  ) {}

  at(tx: Tx): Promise<PublicAddresses> {
    return this.addresses.of(tx);
  }

  /** The newest version, or the one of that number. 404 `factcheck.not-found`, `factcheck.version-not-found`. */
  async bySlug(tx: Tx, slug: string, number?: number): Promise<PublicFactCheck> {
    const factCheck = await this.store.bySlug(tx, slug);
    if (!factCheck) throw problem('factcheck.not-found');
    const versions = await this.store.versions(tx, factCheck.id);
    const version = versions.find((each) => each.number === (number ?? factCheck.number));
    if (!version) throw problem('factcheck.version-not-found');
    const at = await this.at(tx);
    const corrections = await this.store.corrections(tx, { factCheckId: factCheck.id }, undefined, MOST_CORRECTIONS);
    const live = factCheck.publication === 'live';
    const markup = live ? claimReview({ factCheck, version, corrections }, at) : null;
    return {
      at,
      factCheck,
      version,
      versions,
      corrections,
      markup,
      underReview: await this.underReview(tx, factCheck),
    };
  }

  /** Newest change first. `live`: without the retracted ones. */
  async list(tx: Tx, after: After | undefined, limit: number, live: boolean): Promise<PublicEntry[]> {
    const found = await this.store.list(tx, live ? { publication: 'live' } : {}, after, limit);
    const versions = await this.store.newestVersions(
      tx,
      found.map(({ id }) => id),
    );
    const corrections = await this.store.correctionsOf(
      tx,
      found.map(({ id }) => id),
    );
    return found.flatMap((factCheck) => {
      const version = versions.get(factCheck.id);
      const own = corrections.filter(({ factCheckId }) => factCheckId === factCheck.id);
      return version ? [{ factCheck, version, corrections: own }] : [];
    });
  }

  corrections(tx: Tx, after: After | undefined, limit: number): Promise<CorrectionEntry[]> {
    return this.store.corrections(tx, {}, after, limit);
  }

  private async underReview(tx: Tx, factCheck: FactCheck): Promise<PublicFactCheck['underReview']> {
    if (factCheck.publication !== 'live') return null;
    const claim = await this.claims.byId(tx, factCheck.claimId);
    if (!claim || claim.state === 'published') return null;
    const open = await this.rechecks.openOf(tx, factCheck.claimId);
    return { causes: [...new Set(open.map(({ cause }) => cause))] };
  }
}
