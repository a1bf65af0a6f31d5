import type { Block, BlockKind, Span } from './extraction.types.js';

const ENDS_SENTENCE = /[.!?…:;。！？।؟۔]["'”’»)\]]*$/u;
const ENDS_HARD = /[.!?…。！？।؟۔]["'”’»)\]]*$/u;
const BULLET = /^\s*(?:[-*•‣▪●–—]|\d{1,3}[.)]|[a-z][.)])\s+\S/iu;
const BYLINE =
  /^(?:(?:story |words |reporting |written |translated |posted |edited |photographs? )?by[: ]\s*\p{Lu}|(?:von|par|por|di|door) \p{Lu}\S+ \p{Lu}\S+$|translated (?:by|from)\b|published\b.{0,40}\d|updated\b.{0,40}\d|last (?:updated|modified)\b)/iu;
const BOILERPLATE =
  /(?:^(?:copyright\b|©|\(c\) ?\d{4})|all rights reserved|\bterms of (?:use|service)\b|\bprivacy policy\b|^(?:read (?:the rest|more|full|next|also)|click here|sign up|subscribe|share this|follow (?:us|\S+(?: \S+){0,3} on)|advertisement|related(?: stories| articles)?:|see also|join the (?:discussion|conversation)|continue reading|download our|get (?:our|the) newsletter|photo(?:graph)?s? (?:by|credit)|image (?:source|credit)|\(?reporting by|\(?editing by|this (?:article|story) (?:was|has been|originally)|contact (?:us|the (?:author|reporter))|e-?mail:?\s|tags?:|filed under|editor'?s? note:?|\(crosstalk)\b)/iu;
const VERBISH =
  /\b(?:is|are|was|were|has|have|had|will|would|can|could|says?|said|does|did|do|may|might|must|be|been|\p{L}{3,}ed|\p{L}{3,}(?:es|s) (?:the|a|an|to|that|his|her|its|their|in|on))\b/iu;

interface Line {
  start: number;
  end: number;
  text: string;
}

/** Cuts a text into paragraphs and names each by its part in the article. Every unit that is not white space lies in exactly one block. */
export function blocksOf(text: string): Block[] {
  const paragraphs = paragraphsOf(text);
  const firstBody = paragraphs.findIndex((span) => isBodyLike(text.slice(span.start, span.end)));
  return paragraphs.map((span, index) => ({
    kind: kindOf(withoutEmoji(text.slice(span.start, span.end)), index, firstBody, paragraphs.length),
    span,
  }));
}

/** A sentence that closes with a smile is a sentence. */
function withoutEmoji(text: string): string {
  return text.replace(/[\p{Extended_Pictographic}\u200d\ufe0f\s]+$/u, '');
}

function isBodyLike(text: string): boolean {
  return text.length > 160 || (ENDS_HARD.test(text) && text.length > 60 && /[.!?]\s+\S/.test(text));
}

function kindOf(text: string, index: number, firstBody: number, total: number): BlockKind {
  const short = text.length <= 240;
  if (short && BOILERPLATE.test(text.replace(/^["“”'‘]+/u, ''))) return 'boilerplate';
  if (short && text.length < 120 && BYLINE.test(text) && !ENDS_HARD.test(text)) return 'byline';
  // Where all paragraphs are short, as in a wire flash, one that ends as a sentence is one.
  const beforeBody = firstBody === -1 ? total > 1 && !ENDS_HARD.test(text) : index < firstBody;
  if (index === 0 && total > 1 && text.length <= 160 && isTitleCased(text)) return 'headline';
  if (index === 0 && total > 1 && text.length <= 250 && sentencesIn(text) <= 2 && (beforeBody || !ENDS_HARD.test(text)))
    return 'headline';
  if (text.length < 160 && !ENDS_SENTENCE.test(text) && !BULLET.test(text)) {
    if (!VERBISH.test(text)) return mayBeSentence(text) ? 'body' : 'caption';
    if (index <= 1 && beforeBody) return 'headline';
  }
  if (isWhollyQuoted(text)) return 'quote';
  return 'body';
}

/** In a script that ends no sentence by a mark, a line of some length may be one. */
function mayBeSentence(text: string): boolean {
  return (
    text.length > 60 &&
    /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u.test(text)
  );
}

/** "Council Votes To Close The Harbour. Here's Why.": nearly every word with a capital, as in no sentence. */
function isTitleCased(text: string): boolean {
  const words = text.match(/\p{L}[\p{L}'’]*/gu) ?? [];
  return words.length >= 5 && words.filter((word) => /^\p{Lu}/u.test(word)).length >= 0.85 * words.length;
}

function sentencesIn(text: string): number {
  return text.split(/[.!?]["'”’]*\s+(?=\p{Lu})/u).length;
}

function isWhollyQuoted(text: string): boolean {
  if (/^>\s/.test(text)) return true;
  const opening = text.charAt(0);
  const closing = { '"': '"', '“': '”', '«': '»', '„': '“' }[opening];
  if (closing === undefined) return false;
  const at = text.indexOf(closing, 1);
  return at === -1 || at >= text.length - 2;
}

function paragraphsOf(text: string): Span[] {
  const spans: Span[] = [];
  let open: Line | null = null;
  for (const line of linesOf(text)) {
    if (line.text === '') {
      if (open !== null) spans.push({ start: open.start, end: open.end });
      open = null;
    } else if (open === null) open = line;
    else if (startsParagraph(open, line)) {
      spans.push({ start: open.start, end: open.end });
      open = line;
    } else open = { start: open.start, end: line.end, text: line.text };
  }
  if (open !== null) spans.push({ start: open.start, end: open.end });
  return spans;
}

/** `before.text` is the last line of the open paragraph. */
function startsParagraph(before: Line, line: Line): boolean {
  if (BULLET.test(line.text)) return true;
  if (/^\p{Ll}/u.test(line.text)) return false;
  return ENDS_SENTENCE.test(before.text) || (line.text.length > 2 * before.text.length && before.text.length < 60);
}

function* linesOf(text: string): Generator<Line> {
  const breaks = /\r\n|[\n\r\u2028\u2029\u0085]/g;
  let from = 0;
  for (;;) {
    const found = breaks.exec(text);
    const to = found === null ? text.length : found.index;
    const raw = text.slice(from, to);
    const lead = raw.length - raw.trimStart().length;
    const kept = raw.trim();
    yield { start: from + lead, end: from + lead + kept.length, text: kept };
    if (found === null) return;
    from = found.index + found[0].length;
  }
}
