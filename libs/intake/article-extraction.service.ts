import { Injectable } from '@nestjs/common';
import {
  articleExtracted,
  articleFailed,
  articleSnapshot,
  ArticleWorkStore,
  sha256,
  storable,
  textKey,
  unreadable,
  urlKey,
  type ArticleFailure,
  type ArticleWork,
  type ReadText,
} from '#articles';
import type { Tx } from '#database';
import { record } from '#log';
import { systemActor } from '#newsroom';
import { readableKind, Reading, ReadingFailed, type ReadPage } from '#reading';
import { planClaims, type PlannedClaim } from './claim-plan.rules.js';
import { ClaimIntake } from './claim-intake.service.js';
import { ClaimReading, type Prepared } from './claim-reading.service.js';
import { ExtractionFailed } from './extraction-thread.js';
import { failureOf } from './fetch-outcome.rules.js';

/** Longer than any reading may take. */
const LEASE_MINUTES = 5;
/** Tries that ended without a word, because the process did: then the article itself is the likely cause. */
const MOST_ATTEMPTS = 5;

type Read = Omit<ReadText, 'claimCount' | 'sameAs'>;

/** An article's work, with what the newsroom has ready for reading it. */
export type ExtractWork = ArticleWork & { prepared: Prepared };

export type ExtractResult =
  { read: Read; planned: PlannedClaim[]; leftOut: number; tokens: number | undefined } | { failure: ArticleFailure };

/** Reads an article and brings its claims in: `take` and `finish` in a unit of work each, `read` between them. */
@Injectable()
export class ArticleExtraction {
  constructor(
    private readonly work: ArticleWorkStore,
    private readonly claims: ClaimIntake,
    private readonly reading: Reading,
    private readonly finding: ClaimReading,
  ) {}

  /** Undefined: it is read, or another job is at it. */
  async take(tx: Tx, articleId: string): Promise<ExtractWork | undefined> {
    const work = await this.work.take(tx, 'extract', articleId, LEASE_MINUTES);
    return work && { ...work, prepared: await this.finding.prepare(tx) };
  }

  async read(work: ExtractWork, signal?: AbortSignal): Promise<ExtractResult> {
    if (work.attempts > MOST_ATTEMPTS) return { failure: failureOf('article.gave-up') };
    try {
      const page = await this.page(work);
      return 'failure' in page ? page : await this.claimsIn(work, page, signal);
    } catch (error) {
      if (!(error instanceof ReadingFailed || error instanceof ExtractionFailed)) throw error;
      return { failure: failureOf('article.unreadable', error.message) };
    }
  }

  /** Leaves the work to the next job at once, after an error that says nothing about the article. */
  giveBack(tx: Tx, work: ArticleWork): Promise<void> {
    return this.work.putOff(tx, work, 0, null);
  }

  /** Status, text, claims and appearances in one transaction. Writes nothing when the work was taken away meanwhile. */
  async finish(tx: Tx, work: ExtractWork, result: ExtractResult): Promise<void> {
    if ('failure' in result) return this.fail(tx, work, result.failure);
    await this.work.lockIntake(tx);
    if (!(await this.work.holds(tx, work))) return;
    await this.finding.settle(tx, work.prepared, result.tokens);
    const addresses = [work.url, work.fetchedFrom].flatMap((url) => (url === null ? [] : [urlKey(url)]));
    const sameAs = (await this.work.sameText(tx, work, result.read.textKey, addresses)) ?? null;
    const brought = sameAs === null ? await this.claims.bring(tx, work, result.planned) : { all: 0, added: 0 };
    const article = await this.work.finish(tx, work, { ...result.read, claimCount: brought.all, sameAs });
    if (!article) throw new Error(`Article ${work.id} was taken away under its lock.`);
    const { id, version, externalRef } = article;
    await record(tx, articleExtracted, {
      actor: systemActor(tx.newsroom),
      subject: { id, version, externalRef },
      data: {
        ...articleSnapshot(article),
        claimCount: brought.all,
        newClaims: brought.added,
        claimsLeftOut: result.leftOut,
        sameAs,
      },
    });
  }

  private async fail(tx: Tx, work: ArticleWork, failure: ArticleFailure): Promise<void> {
    const article = await this.work.fail(tx, work, failure);
    if (!article) return;
    const { id, version, externalRef } = article;
    const data = { ...articleSnapshot(article), failure };
    await record(tx, articleFailed, { actor: systemActor(tx.newsroom), subject: { id, version, externalRef }, data });
  }

  private async page(work: ArticleWork): Promise<Page | { failure: ArticleFailure }> {
    if (work.text !== null) return asGiven(work.text);
    const bytes = work.input ?? Buffer.alloc(0);
    const contentType = work.inputType ?? undefined;
    const kind = readableKind(bytes, contentType);
    if (!kind) return { failure: failureOf('article.not-text', contentType) };
    if (kind === 'text') return pageOf(this.reading.readText(bytes, contentType));
    const url = work.fetchedFrom ?? work.url ?? undefined;
    return pageOf(await this.reading.readHtml(bytes, { contentType, url }));
  }

  private async claimsIn(work: ExtractWork, page: Page, signal?: AbortSignal): Promise<ExtractResult> {
    const text = storable(page.text);
    const key = textKey(text);
    const failure = unreadable(text);
    if (failure || !key) return { failure: failureOf(failure ?? 'article.empty') };
    const {
      extraction,
      found: by,
      tokens,
    } = await this.finding.read(text, optionsOf(work, page), work.prepared, signal);
    const facts = { articleId: work.id, url: work.url, author: work.author ?? page.author, desk: work.desk };
    const { planned, leftOut } = planClaims(extraction, facts);
    const { mode, extractor, ...found } = page;
    const language = found.language ?? (extraction.language === 'und' ? null : extraction.language);
    const reading = { mode, extractor, readTo: extraction.readTo ?? null, claimsLeftOut: leftOut, found: by };
    return {
      read: { ...found, text, textSha256: sha256(text), textKey: key, language, reading },
      planned,
      leftOut,
      tokens,
    };
  }
}

interface Page {
  text: string;
  title: string | null;
  author: string | null;
  publisher: string | null;
  publishedAt: string | null;
  language: string | null;
  mode: ReadText['reading']['mode'];
  extractor: string | null;
}

function asGiven(text: string): Page {
  const unknown = { title: null, author: null, publisher: null, publishedAt: null, language: null };
  return { text, ...unknown, mode: 'as-given', extractor: null };
}

function pageOf(page: ReadPage): Page {
  const { text, title, byline, siteName, publishedAt, language, mode, extractorVersion } = page;
  return { text, title, author: byline, publisher: siteName, publishedAt, language, mode, extractor: extractorVersion };
}

function optionsOf(work: ArticleWork, page: Page) {
  const published = work.publishedAt ?? (page.publishedAt === null ? undefined : new Date(page.publishedAt));
  const language = (work.language ?? page.language)?.split('-')[0]?.toLowerCase();
  return { publishedAt: published, language, title: work.title ?? page.title ?? undefined };
}
