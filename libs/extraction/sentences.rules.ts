import { wholeCharacter } from './shadow.rules.js';
import type { Span } from './extraction.types.js';

/** A longer stretch without an end of sentence is cut at white space, so that no rule ever sees more at once. */
export const LONGEST_SENTENCE = 1500;
const PIECE = 20_000;

const TITLES =
  /(?:^|[\s("'\-])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Maj|Capt|Cpl|Sgt|Cmdr|Adm|Brig|Supt|Det|Insp|Rev|Fr|Hon|Pres|Amb|Atty|Messrs|Mme|Mlle|St|Ste|Mt|Ft|No|Nos|Fig|Vol|Art|Sec|vs|v|cf|ca|approx|est|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|e\.g|i\.e|Dist|Dept|Univ|Ave|Blvd|Wis|Calif|Fla|Mass|Mich|Minn|Tenn|Conn|Ariz|Colo|Ind|Okla|Ore|Penn|Pa|Va|Ga|Ill|Kan|Ky|La|Md|Miss|Mo|Mont|Neb|Nev|Wash|Ala|Ark|Del)\.$/;
const MAY_END = /(?:\b(?:[A-Z]\.){2,}|\b(?:a\.m|p\.m|Inc|Corp|Co|Ltd|Jr|Sr|etc|Bros|Ph\.D|D\.C)\.)$/;
const INITIAL = /(?:^|[\s.])[A-Z]\.$/;
const OPENERS =
  /^["'(\[]*(?:The|A|An|In|On|At|He|She|It|They|We|I|You|But|And|Or|So|This|That|These|Those|His|Her|Its|Their|If|When|While|As|For|From|To|There|What|Who|Why|How|After|Before|Since|Last|Now|Then|However|Some|Many|Most|No|Not|Our|My|With|By|Both|Although|Though|Also|Even|Meanwhile|Earlier|Still|Yet|Instead|Until)\b/;

const ASKED =
  /^(?:(?:[\p{Lu}][\p{L}.'-]*\s){1,4}|(?:he|she|they|I|we)\s)(?:said|says|asked|asks|added|wrote|tweeted|told|exclaimed|shouted|replied)\b/iu;

const segmenters = new Map<string, Intl.Segmenter>();
function segmenter(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known !== undefined) return known;
  const made = new Intl.Segmenter(language === 'und' ? 'en' : language, { granularity: 'sentence' });
  segmenters.set(language, made);
  return made;
}

/**
 * Sentences of one block, trimmed, in order, never overlapping. `shadow` is the text of `shadowOf`.
 * Unicode's rules (UAX #29) by Intl.Segmenter, then merges for titles, initials, abbreviations and closing quotes, and cuts for missing spaces.
 */
export function sentencesOf(shadow: string, block: Span, language = 'en'): Span[] {
  const out: Span[] = [];
  for (const piece of piecesOf(shadow, block)) {
    const raw: Span[] = [];
    for (const part of segmenter(language).segment(shadow.slice(piece.start, piece.end))) {
      const span = trimmed(shadow, {
        start: piece.start + part.index,
        end: piece.start + part.index + part.segment.length,
      });
      if (span !== null) raw.push(...cutAtMissingSpaces(shadow, span));
    }
    for (const span of merged(shadow, withOpeningMarks(shadow, raw), language)) out.push(...cutLong(shadow, span));
  }
  const first = out[0];
  const opening =
    first === undefined ? null : DATELINE.exec(shadow.slice(first.start, Math.min(first.end, first.start + 120)));
  if (first === undefined || opening === null) return out;
  const at = first.start + opening[0].length;
  const line = trimmed(shadow, { start: first.start, end: at });
  const rest = trimmed(shadow, { start: at, end: first.end });
  return line === null || rest === null ? out : [line, rest, ...out.slice(1)];
}

/** "WASHINGTON (AP) — ", "DES MOINES, Iowa, Aug. 10 (UPI) — ", "Dec 29 (Reuters) - ": where and when it was filed, no part of what is told. */
const DATELINE =
  /^(?:\p{Lu}[\p{Lu}.'-]{3,}(?: [\p{Lu}.'-]{2,}){0,3}(?:, [\p{L}. ]{2,25})?(?:, \p{Lu}\p{Ll}{2,8}\.? \d{1,2})?(?: \([\p{L} /]{2,25}\))?|\p{Lu}[\p{L}., ]{1,40}(?:\d{1,2} ?)?\((?:\p{Lu}{2,5}|Reuters|Bloomberg)\)) ?(?:--|[—–―-]) (?=["'(]?\p{Lu})/u;

function* piecesOf(shadow: string, block: Span): Generator<Span> {
  for (let from = block.start; from < block.end;) {
    const to = from + PIECE >= block.end ? block.end : cutPoint(shadow, from, from + PIECE);
    yield { start: from, end: to };
    from = to;
  }
}

/** The last white space in the second half of [from, to), or `to` moved off a surrogate pair. */
function cutPoint(shadow: string, from: number, to: number): number {
  const space = shadow.lastIndexOf(' ', to - 1);
  return space > from + (to - from) / 2 ? space + 1 : wholeCharacter(shadow, to);
}

function cutLong(shadow: string, span: Span): Span[] {
  const out: Span[] = [];
  let from = span.start;
  while (span.end - from > LONGEST_SENTENCE) {
    const to = cutPoint(shadow, from, from + LONGEST_SENTENCE);
    const piece = trimmed(shadow, { start: from, end: to });
    if (piece !== null) out.push(piece);
    from = to;
  }
  const rest = trimmed(shadow, { start: from, end: span.end });
  if (rest !== null) out.push(rest);
  return out;
}

/** Where no space stands between sentences, Unicode's rules leave the mark that opens a quotation with the sentence before it. */
function withOpeningMarks(shadow: string, raw: Span[]): Span[] {
  const out = raw.map((span) => ({ ...span }));
  for (let i = 0; i + 1 < out.length; i++) {
    const here = out[i] as Span;
    const next = out[i + 1] as Span;
    const opens = /[。！？．؟](["「『《])$/u.exec(shadow.slice(Math.max(here.start, here.end - 2), here.end));
    if (opens === null || next.start !== here.end || here.end - here.start < 3) continue;
    // A straight mark (the shadow of any) closes where one has been opened before it.
    if (opens[1] === '"' && shadow.slice(here.start, here.end - 1).split('"').length % 2 === 0) continue;
    here.end--;
    next.start--;
  }
  return out;
}

/** Languages that write "3." for "third". */
const DOTTED_ORDINALS = new Set([
  'de',
  'da',
  'cs',
  'sk',
  'pl',
  'hu',
  'fi',
  'no',
  'nb',
  'sl',
  'hr',
  'sr',
  'et',
  'lv',
  'tr',
]);

function merged(shadow: string, raw: Span[], language: string): Span[] {
  const out: Span[] = [];
  for (const span of raw) {
    const last = out.at(-1);
    if (last !== undefined && (joins(shadow, last, span) || isOrdinal(shadow, last, span, language)))
      last.end = span.end;
    else out.push({ ...span });
  }
  return out;
}

function isOrdinal(shadow: string, before: Span, after: Span, language: string): boolean {
  if (!DOTTED_ORDINALS.has(language) || after.end - before.start > LONGEST_SENTENCE) return false;
  return /\p{L} \d{1,2}\.$/u.test(shadow.slice(Math.max(before.start, before.end - 6), before.end));
}

function joins(shadow: string, before: Span, after: Span): boolean {
  if (after.end - before.start > LONGEST_SENTENCE) return false;
  const left = shadow.slice(Math.max(before.start, before.end - 24), before.end);
  const right = shadow.slice(after.start, after.start + 24);
  if (/^["')\]\s.,;]+$/.test(shadow.slice(after.start, after.end))) return true;
  if (/^[,;:)\]]/.test(right)) return true;
  if (/^["'(\[]*\p{Ll}/u.test(right) && !/^(?:"|')\p{Ll}/u.test(right)) return true;
  if (/[?!]"$/.test(left) && ASKED.test(shadow.slice(after.start, after.start + 60))) return true;
  if (TITLES.test(left)) return true;
  if (INITIAL.test(left))
    return /^\p{Lu}/u.test(right) && !OPENERS.test(right) && !/(?:^|\s)(?:and|or|than|as|but) I\.$/.test(left);
  if (MAY_END.test(left)) return /^[\p{Lu}\d$(]/u.test(right) && !OPENERS.test(right);
  if (/(?:^|\s)\d{1,3}\.$/.test(left) && before.end - before.start <= 4) return true;
  return false;
}

function cutAtMissingSpaces(shadow: string, span: Span): Span[] {
  const text = shadow.slice(span.start, span.end);
  const out: Span[] = [];
  let from = 0;
  for (const found of text.matchAll(
    /[.!?](?<=(?:(?:^|\s)["'(]?[\p{L}'-]{0,30}\p{Ll}{3}|\s\d{2,4})[.!?])["')]?(?=["'(]?\p{Lu}\p{Ll}+[\s,'])/gu,
  )) {
    const cut = found.index + found[0].length;
    out.push({ start: span.start + from, end: span.start + cut });
    from = cut;
  }
  out.push({ start: span.start + from, end: span.end });
  return out;
}

function trimmed(shadow: string, span: Span): Span | null {
  let { start, end } = span;
  while (start < end && /\s/.test(shadow.charAt(start))) start++;
  while (end > start && /\s/.test(shadow.charAt(end - 1))) end--;
  return start < end ? { start, end } : null;
}
