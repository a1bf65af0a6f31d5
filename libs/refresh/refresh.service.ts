import { Inject, Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { CONFIG, type Config } from '#config';
import type { Tx } from '#database';
import { QuoteStore } from '#evidence';
import { CaptureStore, type Source, type SourceWork, SourceWorkStore } from '#sources';
import { Settling } from './settling.service.js';
import type { Begun, Visit } from './visits.service.js';

/** Longer than the longest visit: lookup, page, reading twice, probe. */
const LEASE_MINUTES = 3;

/**
 * A check in three steps, each a call: `begin` in a transaction, the visit (#refresh's Visits) in none, `end` in another. A
 * worker that dies in between leaves a source that comes due again by itself; one that comes back too late writes nothing.
 */
@Injectable()
export class Refresh {
  constructor(
    private readonly work: SourceWorkStore,
    private readonly captures: CaptureStore,
    private readonly quotes: QuoteStore,
    private readonly settling: Settling,
    @Inject(CONFIG) private readonly config: Pick<Config, 'hostGap'>,
  ) {}

  /**
   * Takes the source and its site's turn; undefined when it is not due, or its site is busy: then it stays due, and whoever
   * ends a check at the site, or the sweep, takes it up.
   */
  async begin(tx: Tx, sourceId: string): Promise<Begun | undefined> {
    const fence = uuidv7();
    const site = await this.work.siteIfDue(tx, sourceId);
    if (site === undefined || !(await this.work.takeTurn(tx, site, fence, LEASE_MINUTES))) return undefined;
    const work = await this.work.take(tx, sourceId, fence, LEASE_MINUTES);
    if (!work) {
      await this.work.endTurn(tx, site, fence, 0);
      return undefined;
    }
    const [known] = await this.captures.newestOf(tx, [sourceId]);
    return { work, known: known ?? null, citations: await this.quotes.ofSource(tx, sourceId) };
  }

  /** The next source of this newsroom to be checked at the same site, and how long to wait for it. */
  async next(tx: Tx, { site }: SourceWork): Promise<{ sourceId: string; waitMs: number } | undefined> {
    const sourceId = await this.work.dueAtSite(tx, site);
    return sourceId === undefined ? undefined : { sourceId, waitMs: this.config.hostGap };
  }

  /** Writes what the visit came to, and gives the site's turn on. `chance` in 0..1 spreads the next check. */
  async end(tx: Tx, begun: Begun, visit: Visit, chance = Math.random()): Promise<Source | undefined> {
    const source = await this.settling.settle(tx, begun, visit, chance);
    await this.work.endTurn(tx, begun.work.site, begun.work.fence, this.config.hostGap);
    return source;
  }

  /** A visit that came to nothing through no fault of the source: it is due again after `seconds`. */
  async giveUp(tx: Tx, work: SourceWork, seconds: number): Promise<void> {
    await this.work.putOff(tx, work, seconds);
    await this.work.endTurn(tx, work.site, work.fence, this.config.hostGap);
  }
}
