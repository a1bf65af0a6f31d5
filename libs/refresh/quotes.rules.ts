import type { Citation } from '#evidence';
import { findAnchor, makeAnchor, type QuoteAnchor, type QuoteFinding, type QuoteState } from './anchors.rules.js';

/** What a page says: its article, and all text on it. */
export interface PageText {
  text: string;
  fullText: string;
}

/** How one cited passage stands on a page. */
export interface QuoteResult {
  citation: Citation;
  anchor: QuoteAnchor;
  finding: QuoteFinding;
  /** It stood there before; what has never been found cannot have been taken out. */
  stood: boolean;
  /** It stands otherwise than at the last check, in a way that matters: altered, missing, or altered again. */
  alarming: boolean;
}

const STANDS: ReadonlySet<string> = new Set<QuoteState>(['exact', 'normalised', 'ambiguous']);

/**
 * Looks for one cited passage: in the article first, then in all text of the page, since captions, tables and headlines are
 * quoted too. A passage looked for the first time gets its anchor here.
 */
export function lookFor(citation: Citation, page: PageText): QuoteResult {
  const known = citation.anchor as QuoteAnchor;
  const stood = citation.firstCaptureId !== null;
  const inArticle = look(page.text, known, citation.quote);
  const found =
    STANDS.has(inArticle.finding.state) || page.fullText === page.text
      ? inArticle
      : better(inArticle, look(page.fullText, known, citation.quote));
  const { state, found: words } = found.finding;
  const news = citation.state !== state || (citation.found ?? null) !== (state === 'altered' ? words : null);
  return { citation, ...found, stood, alarming: stood && !STANDS.has(state) && news };
}

function look(text: string, known: QuoteAnchor, quote: string): { anchor: QuoteAnchor; finding: QuoteFinding } {
  return known.start === null ? makeAnchor(text, quote) : { anchor: known, finding: findAnchor(text, known) };
}

function better<T extends { finding: QuoteFinding }>(one: T, other: T): T {
  if (STANDS.has(other.finding.state)) return other;
  return one.finding.state === 'missing' ? other : one;
}

/** One line for whoever reads the recheck: the passage before and after. */
export function describe({ citation, finding }: QuoteResult): string {
  const before = short(citation.quote);
  return finding.state === 'altered' && finding.found !== null
    ? `“${before}” now reads “${short(finding.found)}”.`
    : `“${before}” is not on the page any more.`;
}

function short(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 299).toWellFormed()}…`;
}
