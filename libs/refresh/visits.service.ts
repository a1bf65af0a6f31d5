import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import { Egress, EgressError, type EgressReply } from '#egress';
import { EXTRACTOR_VERSION, readableKind, Reading, ReadingFailed, type ReadPage } from '#reading';
import type { CapturedText, Capture, NewCapture, SourceWork } from '#sources';
import { BlobMissing, Storage } from '#storage';
import type { Citation } from '#evidence';
import { likeness } from './likeness.rules.js';
import {
  classify,
  type Facts,
  type Fetched,
  type KnownPage,
  MEANING,
  movedForGood,
  type Outcome,
  samePlace,
  suspectsSoft404,
} from './outcomes.rules.js';
import { lookFor, type PageText, type QuoteResult } from './quotes.rules.js';
import { isConditional } from './schedule.rules.js';
import { normalise } from './text.rules.js';

/** What a check starts from. */
export interface Begun {
  work: SourceWork;
  known: Capture | null;
  citations: Citation[];
}

/** What a check came to, before anything of it is written. */
export interface Visit {
  outcome: Outcome;
  detail: string | null;
  status: number | null;
  conditional: boolean;
  durationMs: number;
  retryAfter: string | undefined;
  etag: string | null;
  lastModified: string | null;
  /** Where an unbroken chain of permanent redirects led, when that is another place. */
  movedTo: string | null;
  quotes: QuoteResult[];
  /** What to keep; its blobs are stored. */
  capture: Omit<NewCapture, 'sourceId' | 'madeBy' | 'byHand' | 'outcome'> | null;
}

const LIMITS = { totalMs: 60_000, maxWireBytes: 20e6, maxDecodedBytes: 50e6, followRedirects: 10 } as const;
const PROBE = { totalMs: 20_000, maxWireBytes: 2e6, maxDecodedBytes: 5e6, followRedirects: 5 } as const;
const ACCEPT = 'text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5';
const KEPT_HEADERS = [
  'content-type',
  'content-language',
  'date',
  'etag',
  'last-modified',
  'server',
  'cache-control',
  'link',
  'memento-datetime',
  'retry-after',
];

interface Answer {
  fetched: Fetched;
  reply?: EgressReply;
  page?: ReadPage;
  detail: string | null;
}

/** Goes to a source and reads what is there. No transaction is open meanwhile. */
@Injectable()
export class Visits {
  constructor(
    private readonly egress: Egress,
    private readonly reading: Reading,
    private readonly storage: Storage,
    @Inject(CONFIG) private readonly config: Pick<Config, 'hostGap'>,
  ) {}

  async make({ work, known, citations }: Begun, signal: AbortSignal): Promise<Visit> {
    const started = performance.now();
    const page = known && (await this.recall(known).catch(lost));
    const validators = page && isConditional(work.conditionalChecks) ? validatorsOf(work) : {};
    const answer = await this.fetch(work.url, validators, signal);
    const now: PageText | null = answer.page ?? (isStill(answer.fetched) ? page : null);
    const quotes = now ? await lookForAll(citations, now) : [];
    const facts: Facts = {
      url: work.url,
      known: page,
      fetched: answer.fetched,
      quotes: quotes.filter(({ stood }) => stood).map(({ finding }) => finding.state),
    };
    const probeLikeness = suspectsSoft404(facts) ? await this.probe(work.url, answer.page, signal) : null;
    const outcome = classify({ ...facts, probeLikeness });
    const believed = MEANING[outcome].life === 'alive';
    return {
      outcome,
      detail: answer.detail,
      status: answer.reply?.status ?? null,
      conditional: Object.keys(validators).length > 0,
      durationMs: Math.round(performance.now() - started),
      retryAfter: answer.reply?.headers['retry-after'],
      ...validatorsAfter(work, answer.reply),
      movedTo:
        believed && answer.reply && movedForGood(answer.reply.hops) && !samePlace(work.url, answer.reply.finalUrl)
          ? answer.reply.finalUrl
          : null,
      quotes: believed ? quotes : [],
      capture: MEANING[outcome].capture && answer.reply ? await this.keep(answer.reply, answer.page) : null,
    };
  }

  /** What was read, as a capture holds it: the blobs first. */
  async keepText(page: ReadPage): Promise<CapturedText> {
    const { title, byline, siteName, language, publishedAt, mode, extractorVersion, text, fullText } = page;
    const [own, full] = [Buffer.from(text), Buffer.from(fullText)];
    const stored = await this.storage.put(own, { maxBytes: own.length });
    const all = full.equals(own) ? stored : await this.storage.put(full, { maxBytes: full.length });
    const about = { title, byline, siteName, language, publishedAt, mode, extractorVersion };
    return { ...about, sha256: stored.sha256, fullSha256: all.sha256, key: textKey(text), length: text.length };
  }

  private async keep(reply: EgressReply, page: ReadPage | undefined): Promise<Visit['capture']> {
    const body = await this.storage.put(reply.body, { maxBytes: reply.body.length });
    return {
      finalUrl: reply.finalUrl,
      status: reply.status,
      hops: reply.hops,
      headers: Object.fromEntries(
        KEPT_HEADERS.flatMap((name) =>
          reply.headers[name] === undefined ? [] : [[name, storable(reply.headers[name])]],
        ),
      ),
      contentType: storable(reply.headers['content-type'] ?? '') || null,
      bodySha256: body.sha256,
      bodyBytes: body.bytes,
      ...(page && { text: await this.keepText(page) }),
    };
  }

  private async fetch(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
    try {
      const reply = await this.egress.request({ url, headers, accept: ACCEPT, signal, ...LIMITS });
      const page =
        reply.status >= 200 && reply.status < 300
          ? await this.read(reply.body, reply.headers['content-type'], reply.finalUrl)
          : undefined;
      return {
        fetched: { kind: 'answered', ...facts(reply), ...(page && { page: pageFacts(page) }) },
        reply,
        page,
        detail: detailOf(reply),
      };
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      return { fetched: { kind: 'failed', failure: error.failure }, detail: error.message };
    }
  }

  /** Undefined when the bytes are of no type that is read, or no thread could read them. */
  async read(bytes: Buffer, contentType: string | undefined, url: string): Promise<ReadPage | undefined> {
    const kind = readableKind(bytes, contentType);
    if (kind === 'text') return this.reading.readText(bytes, contentType);
    if (kind === undefined) return undefined;
    return this.reading.readHtml(bytes, { contentType, url }).catch((error: unknown) => {
      if (error instanceof ReadingFailed) return undefined;
      throw error;
    });
  }

  /** The text of a capture; read again from its bytes where another version of the extractor made it, to compare like with like. */
  private async recall(known: Capture): Promise<(KnownPage & PageText) | null> {
    const base = {
      bodySha256: known.bodySha256,
      title: known.title,
      finalUrl: known.finalUrl,
      extractorVersion: EXTRACTOR_VERSION,
    };
    if (known.textSha256 === null || known.fullTextSha256 === null || known.textKey === null) {
      return { ...base, text: '', fullText: '', textSha256: '' };
    }
    if (known.extractorVersion === EXTRACTOR_VERSION || known.byHand) {
      const text = (await this.storage.read(known.textSha256)).toString();
      const full =
        known.fullTextSha256 === known.textSha256 ? text : (await this.storage.read(known.fullTextSha256)).toString();
      return { ...base, text, fullText: full, textSha256: known.textKey };
    }
    const again = await this.read(
      await this.storage.read(known.bodySha256),
      known.contentType ?? undefined,
      known.finalUrl,
    );
    if (!again) return { ...base, text: '', fullText: '', textSha256: '' };
    return { ...base, text: again.text, fullText: again.fullText, textSha256: textKey(again.text), title: again.title };
  }

  /** Likeness to what the site gives for an address that cannot exist; null where it says honestly that there is nothing. */
  private async probe(url: string, page: ReadPage | undefined, signal: AbortSignal): Promise<number | null> {
    const nowhere = new URL(url);
    nowhere.search = '';
    nowhere.pathname = nowhere.pathname.replace(/[^/]*\/?$/, randomBytes(12).toString('hex'));
    await pause(this.config.hostGap, undefined, { signal }).catch(() => undefined);
    const answer = await this.fetchProbe(nowhere.href, signal);
    return answer && page ? likeness(page.text, answer.text) : null;
  }

  private async fetchProbe(url: string, signal: AbortSignal): Promise<ReadPage | undefined> {
    try {
      const reply = await this.egress.request({ url, accept: ACCEPT, signal, ...PROBE });
      return reply.status >= 200 && reply.status < 300
        ? await this.read(reply.body, reply.headers['content-type'], reply.finalUrl)
        : undefined;
    } catch (error) {
      if (error instanceof EgressError) return undefined;
      throw error;
    }
  }
}

/** A capture whose blob is gone is nothing to compare with: the page is captured anew, its quotes looked for all the same. */
function lost(error: unknown): null {
  if (error instanceof BlobMissing) return null;
  throw error;
}

/** Hash of a text's normal form. */
export function textKey(text: string): string {
  return createHash('sha256').update(normalise(text).text).digest('hex');
}

function facts({ status, headers, hops, finalUrl, body }: EgressReply) {
  return { status, headers, hops, finalUrl, bodySha256: createHash('sha256').update(body).digest('hex') };
}

function pageFacts({ text, title, extractorVersion }: ReadPage) {
  return { text, title, extractorVersion, textSha256: textKey(text) };
}

/** The page is as it was: what is newly quoted can be looked for in what is known. */
function isStill(fetched: Fetched): boolean {
  return fetched.kind === 'answered' && fetched.status === 304;
}

function validatorsOf({ etag, lastModified }: SourceWork): Record<string, string> {
  return {
    ...(etag !== null && { 'if-none-match': etag }),
    ...(lastModified !== null && { 'if-modified-since': lastModified }),
  };
}

/** RFC 9111 4.3.4: a 304 may bring newer validators; another answer's replace all. */
function validatorsAfter(work: SourceWork, reply: EgressReply | undefined): Pick<Visit, 'etag' | 'lastModified'> {
  const etag = reply?.headers['etag'] ?? null;
  const lastModified = reply?.headers['last-modified'] ?? null;
  if (reply?.status !== 304) return { etag: short(etag), lastModified: short(lastModified) };
  return { etag: short(etag) ?? work.etag, lastModified: short(lastModified) ?? work.lastModified };
}

function short(validator: string | null): string | null {
  return validator !== null && validator.length <= 1_000 && !validator.includes('\u0000') ? validator : null;
}

function detailOf({ status, finalUrl, hops }: EgressReply): string | null {
  if (status >= 400) return `The site answered ${status}.`;
  return hops.length > 1 ? `Led to ${storable(finalUrl)}.` : null;
}

function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

/** One after the other, with a breath between: an approximate search may take half a second. */
async function lookForAll(citations: readonly Citation[], page: PageText): Promise<QuoteResult[]> {
  const results: QuoteResult[] = [];
  for (const citation of citations) {
    results.push(lookFor(citation, page));
    await pause(0);
  }
  return results;
}
