import { statementsIn } from './clauses.rules.js';
import { contextOf } from './context.rules.js';
import { CUE_FORMS, DENYING, UNSOURCED } from './cues.lexicon.js';
import { withDenials } from './denials.rules.js';
import { weigh } from './checkworthiness.rules.js';
import { announces, kindOf, states } from './kinds.rules.js';
import { firstReadingAfter } from './continuation.rules.js';
import { isProse, readSentence, spanOf, type Reading } from './reading.rules.js';
import { isSelf, stretchesOf, type Stretch } from './stretches.rules.js';
import { withoutMarks } from './marks.rules.js';
import { shadowOf } from './shadow.rules.js';
import { Sources } from './claimants.rules.js';
import { namesIn } from './names.rules.js';
import { outletsIn } from './outlets.rules.js';
import type { Held } from './held.types.js';
import type { Document } from './document.rules.js';
import type { Block, Claimant, ExtractedClaim, ExtractOptions } from './extraction.types.js';
import type { Range } from './phrases.rules.js';

/** Below this there is nothing in a statement that anybody could look up: greetings, wishes, sayings. */
const LEAST_SCORE = 0.002;
/** A headline that shares this much of its words with a claim of the body says nothing new. */
const SAID_AGAIN = 0.55;
/** Nor does one whose words the first claims of the body have between them. */
const SAID_IN_OPENING = 0.65;
const OPENING = 5;
/** Of a headline that comes apart from the text, in UTF-16 units. */
const LONGEST_TITLE = 1_000;

/** The statements of a document, in the order of the text, each in the voice of who made it. */
export function claimsIn(document: Document, options: ExtractOptions): ExtractedClaim[] {
  const { readings, held, text } = document;
  const sources = new Sources(text, namesIn([...titleReadings(options.title), ...readings]));
  const spoken = held.filter((one) => one.sort === 'clause' && !one.nested);
  const claimants = new Map<Held, Claimant>();
  const claims: ExtractedClaim[] = [];
  const cuedIn = new Map<number, Held[]>();
  for (const one of spoken) cuedIn.set(one.reading, [...(cuedIn.get(one.reading) ?? []), one]);
  for (const reading of readings) {
    for (const one of cuedIn.get(reading.index) ?? []) claimants.set(one, sources.of(one, reading));
    sources.met(reading);
  }
  const voices = voicesIn(spoken, readings);
  const musing = new Map<number, Held[]>();
  for (const one of held)
    if (one.nested && one.sort === 'clause' && !one.negated && isSelf(one, text))
      musing.set(one.reading, [...(musing.get(one.reading) ?? []), one]);
  for (const reading of readings) {
    const block = document.blocks[reading.block] as Block;
    if (!isProse(block)) continue;
    sources.backTo(reading);
    const here = [...(voices.get(reading.index) ?? [])];
    const before = claims.length;
    for (const stretch of stretchesOf(reading, here, musing.get(reading.index) ?? []))
      claims.push(...claimsOf(document, reading, stretch, claimants, sources, options, claims.length > before));
  }
  return withDenials(claims.filter((claim) => claim.block !== 'headline' || addsToBody(claim, claims)));
}

/** A headline that is kept apart names people, too; one in Title Case names everything, and so nobody. */
function titleReadings(title: string | undefined): Reading[] {
  const shadow = shadowOf((title ?? '').slice(0, LONGEST_TITLE));
  const words = shadow.match(/\p{L}{4,}/gu) ?? [];
  const capital = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  if (words.length === 0 || capital > words.length * 0.6) return [];
  return [readSentence(shadow, { start: 0, end: shadow.length }, -1, -1, [])];
}

/** For each sentence the holdings whose words reach into it. */
function voicesIn(spoken: Held[], readings: Reading[]): Map<number, Set<Held>> {
  const out = new Map<number, Set<Held>>();
  for (const one of spoken)
    for (const span of one.content)
      for (let i = firstReadingAfter(readings, span.start); i < readings.length; i++) {
        if ((readings[i] as Reading).span.start >= span.end) break;
        out.set(i, (out.get(i) ?? new Set()).add(one));
      }
  return out;
}

/** A headline is a claim of its own only where no claim of the body carries most of its words. */
function addsToBody(headline: ExtractedClaim, claims: ExtractedClaim[]): boolean {
  if (headline.attribution !== 'own-voice') return false;
  const own = contentWords(headline.text);
  const body = claims.filter((claim) => claim.block !== 'headline').slice(0, 40);
  const opening = new Set(body.slice(0, OPENING).flatMap((claim) => [...contentWords(claim.text)]));
  return (
    own.size >= 4 &&
    shared(own, opening) < SAID_IN_OPENING * own.size &&
    body.every((claim) => shared(own, contentWords(claim.text)) < SAID_AGAIN * own.size)
  );
}

function contentWords(text: string): Set<string> {
  return new Set((text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map((word) => word.slice(0, 5)));
}

function shared(one: Set<string>, other: Set<string>): number {
  return [...one].filter((word) => other.has(word)).length;
}

/** A statement that scores next to nothing is a greeting, a wish or a saying; a prediction may score a little less. */
function worthShowing(claim: ExtractedClaim): boolean {
  return claim.checkworthiness.score >= (claim.kind === 'prediction' ? LEAST_SCORE / 2 : LEAST_SCORE);
}

/** "as quoted by the agency", "as the paper put it": how words came, and no statement. */
function frames(reading: Reading, { from, to }: Range): boolean {
  const first = reading.words.slice(from, to).find((w) => w.tag !== 'PUNCT');
  return first?.lower === 'as' && reading.words.slice(from, to).some((w) => CUE_FORMS.has(w.lower)) && to - from < 20;
}

/** "because, as the paper wrote", "transcript as follows": the same, left over when a sentence was cut. */
function isFrame(reading: Reading, { from, to }: Range): boolean {
  const words = reading.words.slice(from, to).filter((w) => w.tag !== 'PUNCT');
  if (to - from >= 12) return false;
  if (/\bas follows$/.test(words.map((w) => w.lower).join(' '))) return true;
  const lead = words.find((w) => w.tag !== 'CCONJ' && !['because', 'that', 'since'].includes(w.lower));
  return lead?.lower === 'as' && words.some((w) => CUE_FORMS.has(w.lower));
}

function claimsOf(
  document: Document,
  reading: Reading,
  stretch: Stretch,
  claimants: Map<Held, Claimant>,
  sources: Sources,
  options: ExtractOptions,
  second: boolean,
): ExtractedClaim[] {
  const out: ExtractedClaim[] = [];
  if (stretch.held === null && frames(reading, stretch)) return out;
  for (const ranges of stretch.whole === undefined ? statementsIn(reading, stretch) : [stretch.whole]) {
    if (!states(reading, ranges) || ranges.every((range) => isFrame(reading, range))) continue;
    if (stretch.held === null && announces(reading, ranges)) continue;
    const claim = claimOf(
      document,
      reading,
      ranges,
      stretch.held,
      claimants,
      sources,
      options,
      second || out.length > 0,
    );
    if (worthShowing(claim)) out.push(claim);
  }
  return out;
}

function claimOf(
  document: Document,
  reading: Reading,
  ranges: Range[],
  held: Held | null,
  claimants: Map<Held, Claimant>,
  sources: Sources,
  options: ExtractOptions,
  second: boolean,
): ExtractedClaim {
  const { text } = document;
  const block = document.blocks[reading.block] as Block;
  const spans = ranges.map((range) => withoutMarks(text, spanOf(reading, range)));
  const words = ranges.flatMap((range) => reading.words.slice(range.from, range.to));
  const said = spans.map((span) => text.slice(span.start, span.end)).join(' ');
  const unsourced = held === null && UNSOURCED.test(said);
  const claimant: Claimant =
    held === null
      ? { kind: unsourced ? 'unsourced' : 'author', spans: [] }
      : (claimants.get(held) ?? { kind: 'unsourced', spans: [] });
  const kind = kindOf(reading, ranges);
  const attribution = attributionOf(reading, ranges, held, claimant);
  const stance = stanceOf(held, claimant);
  return {
    text: said,
    spans,
    sentence: reading.span,
    kind,
    claimant,
    reportedBy: held === null ? [] : outletsIn(document, reading, held, claimant),
    attribution,
    stance,
    ...(held?.cue == null ? {} : { cueSpan: held.cue }),
    context: contextOf(document, reading, words, sources, options),
    checkworthiness: weigh(words, {
      kind,
      attribution,
      stance,
      tells: held === null && tells(reading, ranges),
      aside: isAside(reading, ranges),
      second,
      claimant: claimant.kind,
      depth: reading.span.start / (text.length || 1),
    }),
    block: block.kind === 'headline' || block.kind === 'quote' ? block.kind : 'body',
  };
}

/** `reports`: the author passes on what nobody in particular says ("reportedly", "according to estimates"). */
function stanceOf(held: Held | null, { kind }: Claimant): ExtractedClaim['stance'] {
  if (held !== null && DENYING.has(held.lemma)) return 'denies';
  return kind === 'unsourced' ? 'reports' : 'asserts';
}

function isAside(reading: Reading, ranges: Range[]): boolean {
  const second = ranges[1];
  return (
    second !== undefined && ['who', 'which', 'a', 'an', 'the', 'one'].includes(reading.words[second.from]?.lower ?? '')
  );
}

/** The author telling of an act of speech ("urged", "acknowledged"): a record of it is easily found, and seldom disputed. */
function tells(reading: Reading, ranges: Range[]): boolean {
  const main = reading.groups.find((g) => g.finite && ranges.some((range) => g.from >= range.from && g.to <= range.to));
  const verb = main === undefined ? undefined : CUE_FORMS.get((reading.words[main.head] as { lower: string }).lower);
  return verb !== undefined && (verb.classes.has('say') || verb.classes.has('of'));
}

function attributionOf(
  reading: Reading,
  ranges: Range[],
  held: Held | null,
  claimant: Claimant,
): ExtractedClaim['attribution'] {
  if (claimant.kind === 'anonymous') return 'anonymous';
  if (claimant.kind === 'unsourced') return 'estimates';
  if (held === null) return 'own-voice';
  const words = ranges.flatMap((range) => reading.quoteOf.slice(range.from, range.to));
  return held.lemma === 'colon' || words.filter((q) => q !== -1).length > words.length / 2
    ? 'direct-quote'
    : 'reported-speech';
}
