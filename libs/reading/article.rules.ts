import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { parse, serialize } from 'parse5';
import { decode } from './charset.rules.js';
import { fitsDom, type MarkupText, textOf } from './markup.rules.js';

/** Changes whenever the same bytes could give another text: texts of two versions are never compared with each other. */
export const EXTRACTOR_VERSION = 'reading-1';

/**
 * `article`: reduced to its article. `full-text`: no article was found in it. `plain`: too deep, too large or too slow for
 * a DOM. In the last two, `text` is `fullText`.
 */
export type ReadingMode = 'article' | 'full-text' | 'plain';

/** Blocks of both texts are separated by a blank line. Times are RFC 3339, languages BCP 47; what is not known is null. */
export interface ReadPage {
  title: string | null;
  byline: string | null;
  publishedAt: string | null;
  siteName: string | null;
  language: string | null;
  text: string;
  /** All text of the page, menus and related links included. */
  fullText: string;
  mode: ReadingMode;
  encoding: string;
  extractorVersion: string;
}

export interface PageFacts {
  contentType?: string;
  url?: string;
}

/** An article shorter than this next to a longer page is more often a teaser or a cookie notice. */
const SHORTEST_ARTICLE = 140;
const LEAST_SHARE = 0.02;

/** HTML bytes as an article. Pure, and slow for some pages: run in the reader's thread, or with `plain` anywhere. */
export function reduceHtml(bytes: Uint8Array, facts: PageFacts, plain: boolean): ReadPage {
  const { text: html, encoding } = decode(bytes, facts.contentType);
  const full = textOf(html);
  const fullText = full.text;
  const article = plain || !fitsDom(html) ? undefined : findArticle(html, facts.url);
  const text = article ? textOf(article.content).text : '';
  const found = text.length >= SHORTEST_ARTICLE && text.length >= fullText.length * LEAST_SHARE;
  const meta = (...names: string[]) => names.map((name) => full.meta.get(name)).find(Boolean);
  return {
    title: clean(article?.title) ?? clean(meta('og:title', 'twitter:title')) ?? clean(full.title),
    byline: person(article?.byline) ?? person(meta('author', 'article:author', 'dc.creator')),
    publishedAt: instant(
      article?.publishedTime,
      meta('article:published_time', 'date', 'dc.date', 'datepublished'),
      full.time,
    ),
    siteName: clean(article?.siteName) ?? clean(meta('og:site_name', 'application-name')),
    language: language(full, article?.lang),
    text: found ? text : fullText,
    fullText,
    mode: found ? 'article' : article === undefined ? 'plain' : 'full-text',
    encoding,
    extractorVersion: EXTRACTOR_VERSION,
  };
}

/** Plain text bytes: decoded, line ends as newlines, nothing else changed. */
export function reduceText(bytes: Uint8Array, facts: PageFacts): ReadPage {
  const { text: raw, encoding } = decode(bytes, facts.contentType);
  const text = raw.replace(/\r\n?/g, '\n');
  const none = { title: null, byline: null, publishedAt: null, siteName: null, language: null };
  return { ...none, text, fullText: text, mode: 'plain', encoding, extractorVersion: EXTRACTOR_VERSION };
}

interface Found {
  content: string;
  title?: string | null;
  byline?: string | null;
  siteName?: string | null;
  lang?: string | null;
  publishedTime?: string | null;
}

/**
 * Empty content when Readability finds no article. A page may leave out its body tag (HTML 13.1.2.4), which linkedom does not
 * add and Readability cannot do without: parse5 writes out what is implied.
 */
function findArticle(html: string, url: string | undefined): Found {
  const whole = /<body[\s>/]/i.test(html) ? html : serialize(parse(html));
  const { document } = parseHTML(whole, url === undefined ? undefined : { location: { href: url } });
  try {
    const parsed = new Readability(document as never, { charThreshold: 250 }).parse();
    return { ...parsed, content: parsed?.content ?? '' };
  } catch (error) {
    if (error instanceof TypeError) return { content: '' }; // a DOM that Readability did not think of
    throw error;
  }
}

function clean(value: string | null | undefined): string | null {
  const text = (value ?? '').replace(/\s+/g, ' ').trim();
  return text === '' || text.length > 1_000 ? null : text;
}

/** A byline is a name: no "By", no time of day, no profile address. */
function person(value: string | null | undefined): string | null {
  const name = clean(value)?.replace(/^by\s+/i, '') ?? null;
  return name === null || /\d:\d\d|:\/\//.test(name) ? null : name;
}

/** The first usable time; one without a zone counts as UTC, wherever this runs. */
function instant(...values: Array<string | null | undefined>): string | null {
  for (const value of values) {
    if (value === null || value === undefined || !/^\d{4}-\d{2}/.test(value)) continue;
    const zoned = /T[\d:.]+$/.test(value) ? `${value}Z` : value;
    const time = Date.parse(zoned);
    if (!Number.isNaN(time)) return new Date(time).toISOString();
  }
  return null;
}

function language(page: MarkupText, found: string | null | undefined): string | null {
  for (const tag of [page.language, found, page.meta.get('content-language'), page.meta.get('og:locale')]) {
    try {
      const [canonical] = Intl.getCanonicalLocales((tag ?? '').split(',')[0]?.trim().replaceAll('_', '-') || []);
      if (canonical !== undefined) return canonical;
    } catch {
      continue;
    }
  }
  return null;
}
