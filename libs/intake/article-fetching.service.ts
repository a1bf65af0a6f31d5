import { Inject, Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import {
  articleFailed,
  articleFetched,
  articleSnapshot,
  ArticleWorkStore,
  sha256,
  type ArticleWork,
  type FetchedPage,
} from '#articles';
import { CONFIG, type Config } from '#config';
import type { Tx } from '#database';
import { Egress, EgressError } from '#egress';
import { record } from '#log';
import { systemActor } from '#newsroom';
import { readableKind } from '#reading';
import { siteOf, SourceWorkStore } from '#sources';
import { brokenFetch, failureOf, refusedFetch, waitAfter, type FetchFailure } from './fetch-outcome.rules.js';

/** Longer than any fetch may take. */
const LEASE_MINUTES = 2;
const MOST_REDIRECTS = 10;

/** An article to fetch, with the turn at its site that its fetch has. */
export interface FetchWork extends ArticleWork {
  site: string;
  turn: string;
}

export type FetchResult = { page: FetchedPage } | { failure: FetchFailure } | { interrupted: true };

/** Fetches the page of an article that came as an address: `take` and `finish` in a unit of work each, `fetch` between them. */
@Injectable()
export class ArticleFetching {
  constructor(
    private readonly work: ArticleWorkStore,
    private readonly turns: SourceWorkStore,
    private readonly egress: Egress,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Undefined: it is fetched, another job is at it, or its site was asked a moment ago, for an article or for a source:
   * then it waits for the site's turn.
   */
  async take(tx: Tx, articleId: string): Promise<FetchWork | undefined> {
    const url = await this.work.addressIfDue(tx, articleId);
    if (url === undefined) return undefined;
    const [site, turn] = [siteOf(url), uuidv7()];
    if (!(await this.turns.takeTurn(tx, site, turn, LEASE_MINUTES))) {
      await this.work.wait(tx, articleId, this.config.hostGap);
      return undefined;
    }
    const work = await this.work.take(tx, 'fetch', articleId, LEASE_MINUTES);
    if (work) return { ...work, site, turn };
    await this.turns.endTurn(tx, site, turn, 0);
    return undefined;
  }

  async fetch({ url }: ArticleWork, signal: AbortSignal): Promise<FetchResult> {
    try {
      const reply = await this.egress.request({
        url: url ?? '',
        accept: 'text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1',
        maxWireBytes: this.config.maxArticleBytes,
        maxDecodedBytes: this.config.maxArticleBytes,
        followRedirects: MOST_REDIRECTS,
        signal,
      });
      const failure = refusedFetch(reply.status) ?? notReadable(reply.body, reply.headers['content-type']);
      if (failure) return { failure };
      const contentType = reply.headers['content-type'] ?? null;
      return { page: { bytes: reply.body, contentType, sha256: sha256(reply.body), finalUrl: reply.finalUrl } };
    } catch (error) {
      if (signal.aborted) return { interrupted: true };
      if (!(error instanceof EgressError)) throw error;
      return { failure: brokenFetch(error.failure, error.message) };
    }
  }

  /** Gives the site's turn on, and writes nothing more when the work was taken away meanwhile. */
  async finish(tx: Tx, work: FetchWork, result: FetchResult): Promise<void> {
    await this.turns.endTurn(tx, work.site, work.turn, this.config.hostGap);
    if ('page' in result) return this.store(tx, work, result.page);
    if ('interrupted' in result) return this.work.putOff(tx, work, 0, null);
    const { passing, ...failure } = result.failure;
    const wait = passing ? waitAfter(work.attempts) : undefined;
    if (wait !== undefined) return this.work.putOff(tx, work, wait, failure);
    const article = await this.work.fail(tx, work, failure);
    if (!article) return;
    const { id, version, externalRef } = article;
    const actor = systemActor(tx.newsroom);
    const data = { ...articleSnapshot(article), failure };
    await record(tx, articleFailed, { actor, subject: { id, version, externalRef }, data });
  }

  private async store(tx: Tx, work: ArticleWork, page: FetchedPage): Promise<void> {
    const article = await this.work.storeFetched(tx, work, page);
    if (!article) return;
    const { id, version, externalRef } = article;
    await record(tx, articleFetched, {
      actor: systemActor(tx.newsroom),
      subject: { id, version, externalRef },
      data: {
        ...articleSnapshot(article),
        fetchedFrom: page.finalUrl,
        bytes: page.bytes.length,
        sha256: page.sha256.toString('hex'),
      },
    });
  }
}

function notReadable(bytes: Buffer, contentType: string | undefined): FetchFailure | undefined {
  if (bytes.length === 0) return { ...failureOf('article.empty'), passing: false };
  if (readableKind(bytes, contentType)) return undefined;
  return { ...failureOf('article.not-text', contentType ?? 'no content type'), passing: false };
}
