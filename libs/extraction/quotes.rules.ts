import type { Block, Span } from './extraction.types.js';

/** A quotation: `span` with its marks, `inner` without. `open` when the closing mark is missing and the quote runs on into the next paragraph. */
export interface Quote {
  span: Span;
  inner: Span;
  open: boolean;
  block: number;
}

const PAIRS: Record<string, string> = {
  '“': '”',
  '«': '»',
  '„': '“',
  '「': '」',
  '『': '』',
  '《': '》',
  '»': '«',
  '‹': '›',
};

/** Quotations of a text, outermost only, paragraph by paragraph. Straight double quotes pair by what stands around them. */
export function quotesOf(text: string, blocks: Block[]): Quote[] {
  const out: Quote[] = [];
  blocks.forEach((block, index) => {
    if (block.kind === 'boilerplate') return;
    for (const quote of inBlock(text, block.span, index)) out.push(quote);
  });
  return out.sort((x, y) => x.span.start - y.span.start);
}

function inBlock(text: string, block: Span, index: number): Quote[] {
  const out: Quote[] = [];
  const next = nextMark(text, block);
  for (let i = block.start; i < block.end; i++) {
    const mark = text.charAt(i);
    const close = closingOf(text, i, mark, block, next);
    if (close === null) continue;
    const end = close === -1 ? block.end : close;
    if (close === -1 && !mayRunOn(text, i, block)) continue;
    out.push({
      span: { start: i, end: close === -1 ? end : end + 1 },
      inner: { start: i + 1, end },
      open: close === -1,
      block: index,
    });
    i = end;
  }
  return out;
}

/** null: not an opening mark; -1: no closing mark in the block. */
function closingOf(text: string, at: number, mark: string, block: Span, next: NextMark): number | null {
  if (mark === '"') return opensStraight(text, at, block) ? straightEnd(text, at, block) : null;
  if (mark === '‘' || mark === "'") return singleEnd(text, at, mark, block);
  const close = PAIRS[mark];
  if (close === undefined || (mark === '»' && !opensStraight(text, at, block))) return null;
  const found = next(close, at + 1);
  if (mark !== '“') return found;
  const typed = mistyped(text, at, found === -1 ? block.end : found, next);
  return typed === -1 ? (found === -1 ? next('"', at + 1) : found) : typed;
}

/** A quotation that opens with “ and closes with " or another “, behind its comma or stop. */
function mistyped(text: string, at: number, before: number, next: NextMark): number {
  for (const mark of ['"', '“']) {
    const found = next(mark, at + 1);
    if (
      found !== -1 &&
      found < before &&
      /[,.?!…]/.test(text.charAt(found - 1)) &&
      /^(?:\s|$)/.test(text.charAt(found + 1))
    )
      return found;
  }
  return -1;
}

type NextMark = (mark: string, from: number) => number;

/** Where a mark stands next, or -1; asked for rising places, it reads the block once for each mark. */
function nextMark(text: string, block: Span): NextMark {
  const known = new Map<string, number>();
  return (mark, from) => {
    const last = known.get(mark);
    if (last === -1 || (last !== undefined && last >= from)) return last;
    const found = indexWithin(text, mark, from, block.end);
    known.set(mark, found);
    return found;
  };
}

function indexWithin(text: string, what: string, from: number, to: number): number {
  for (let i = from; i < to; i++) if (text.charAt(i) === what) return i;
  return -1;
}

function opensStraight(text: string, at: number, block: Span): boolean {
  const before = at === block.start ? ' ' : text.charAt(at - 1);
  const after = text.charAt(at + 1);
  return /[\s(\[—–\-:,‘']/.test(before) && at + 1 < block.end && !/[\s,.;:!?]/.test(after);
}

/** So far a better closing mark is looked for than the first: of marks that all seem to open, each would be read to the end. */
const FURTHEST_CLOSING = 10_000;

function straightEnd(text: string, at: number, block: Span): number {
  let fallback = -1;
  for (let i = at + 1; i < block.end; i++) {
    if (fallback !== -1 && i > at + FURTHEST_CLOSING) break;
    const mark = text.charAt(i);
    if (mark !== '"' && mark !== '”') continue;
    if (!/\s/.test(text.charAt(i - 1))) return i;
    if (fallback === -1) fallback = i;
  }
  return fallback;
}

/** Single marks are trusted only around two words or more, since they are apostrophes as well. */
function singleEnd(text: string, at: number, mark: string, block: Span): number | null {
  const before = at === block.start ? ' ' : text.charAt(at - 1);
  if (!/[\s(\[—–:]/.test(before) || !/[\p{L}\d]/u.test(text.charAt(at + 1))) return null;
  const limit = Math.min(block.end, at + 600);
  for (let i = at + 2; i < limit; i++) {
    const here = text.charAt(i);
    if (here !== '’' && here !== "'") continue;
    const after = i + 1 < block.end ? text.charAt(i + 1) : ' ';
    if (/[\p{L}\d]/u.test(after)) continue;
    const inner = text.slice(at + 1, i);
    if (/s$/.test(inner) && /^\s\p{Ll}/u.test(text.slice(i + 1, i + 3)) && indexWithin(text, here, i + 1, limit) !== -1)
      continue;
    return /\s/.test(inner) || mark === '‘' ? i : null;
  }
  return null;
}

function mayRunOn(text: string, at: number, block: Span): boolean {
  return text.slice(block.start, at).trim() === '' || block.end - at > 40;
}
