import { cuesIn, type Cued } from './cues.rules.js';
import { ADJECTIVES, CUE_FORMS, NOUNS } from './cues.lexicon.js';
import { nounPhraseAfter, isQuoteMark, isNominal, subjectBefore, type Range } from './phrases.rules.js';
import { isProse, spanOf, type Reading } from './reading.rules.js';
import type { Block, Span } from './extraction.types.js';
import type { Quote } from './quotes.rules.js';
import type { Word } from './words.rules.js';

const TELLING = new Set([
  'information',
  'message',
  'statement',
  'news',
  'words',
  'warning',
  'data',
  'point',
  'points',
  'claim',
  'claims',
  'conclusion',
  'answer',
  'reply',
]);

/** Words held to a source, in characters of the text. */
export interface Held {
  /** Index of the reading in which the cue stands. */
  reading: number;
  source: Span | null;
  cue: Span | null;
  content: Span[];
  /** The verb or word that holds them, in its base form: say, deny, according, colon, quote. */
  lemma: string;
  sort: 'clause' | 'stance' | 'noun';
  negated: boolean;
  nested: boolean;
}

/** All holdings of a document, in the order of their cues. */
export function heldIn(readings: Reading[], blocks: Block[], quotes: Quote[]): Held[] {
  const held: Held[] = [];
  for (const reading of readings) {
    if (!isProse(blocks[reading.block] as Block)) continue;
    const own = [
      ...accordingTo(reading),
      ...colonSpeaker(reading),
      ...colonClause(reading),
      ...cuesIn(reading).map((cued) => fromCue(reading, cued, quotes)),
      ...nounCues(reading),
      ...leadIn(reading, readings, blocks),
    ];
    held.push(...own);
  }
  continueTranscript(held, readings, blocks);
  continueQuotes(held, readings, blocks, quotes);
  return held.sort((x, y) => start(x) - start(y));
}

function start(held: Held): number {
  return held.cue?.start ?? held.content[0]?.start ?? 0;
}

function fromCue(reading: Reading, cued: Cued, quotes: Quote[]): Held {
  return {
    reading: reading.index,
    source: cued.source === null ? null : spanOf(reading, cued.source),
    cue: spanOf(reading, cued.cue),
    content: cued.content.map((range) =>
      cued.nested ? spanOf(reading, range) : withWholeQuotes(reading, range, quotes),
    ),
    lemma: cued.lemma,
    sort: cued.sort,
    negated: cued.negated,
    nested: cued.nested,
  };
}

/** A quotation that begins or ends in the content belongs to it whole, over as many sentences as it has. */
function withWholeQuotes(reading: Reading, range: Range, quotes: Quote[]): Span {
  const span = spanOf(reading, range);
  for (const at of [reading.quoteOf[range.from] ?? -1, reading.quoteOf[range.to - 1] ?? -1]) {
    if (at === -1) continue;
    const quote = quotes[at] as Quote;
    span.start = Math.min(span.start, quote.span.start);
    span.end = Math.max(span.end, quote.span.end);
  }
  return span;
}

function accordingTo(reading: Reading): Held[] {
  const { words } = reading;
  const out: Held[] = [];
  for (let i = 0; i + 2 < words.length; i++) {
    if ((words[i] as Word).lower !== 'according' || (words[i + 1] as Word).lower !== 'to') continue;
    const source = toComma(words, i, nounPhraseAfter(words, i + 2) ?? { from: i + 2, to: i + 3 });
    out.push({
      reading: reading.index,
      source: spanOf(reading, source),
      cue: spanOf(reading, { from: i, to: i + 2 }),
      content: around(reading, i, source.to),
      lemma: 'according',
      sort: 'clause',
      negated: false,
      nested: (reading.quoteOf[i] ?? -1) !== -1,
    });
  }
  return out.filter((held) => held.content.length > 0);
}

/** At the head of a sentence the first comma ends the source: "According to federal data, 70 percent of ...". */
function toComma(words: Word[], at: number, source: Range): Range {
  if (at > 2) return source;
  const comma = words.findIndex((w, i) => i > source.from && w.text === ',');
  return comma !== -1 && comma < source.to ? { from: source.from, to: comma } : source;
}

/** What is left of a sentence around an aside [from, to): what follows, when the aside opens it; else what stands before it, and after. */
function around(reading: Reading, from: number, to: number): Span[] {
  const { words } = reading;
  const end = endWithoutStop(words);
  let next = to;
  while (next < end && /^[,:]$/.test((words[next] as Word).text)) next++;
  let first = 0;
  for (let i = from - 1; i > 0; i--)
    if ((words[i] as Word).text === ';') {
      first = i + 1;
      break;
    }
  while (first < from && ((words[first] as Word).tag === 'CCONJ' || /^[,—–-]$/.test((words[first] as Word).text)))
    first++;
  const last = /^[,—–-]$/.test(words[from - 1]?.text ?? '') ? from - 1 : from;
  const spans: Span[] = [];
  if (last - first >= 3) spans.push(spanOf(reading, { from: first, to: last }));
  const goesOn = (words[to]?.text ?? '') === ',' && !['which', 'who'].includes(words[next]?.lower ?? '');
  if (next < end && (spans.length === 0 || goesOn) && end - next >= 2)
    spans.push(spanOf(reading, { from: next, to: end }));
  return spans;
}

function endWithoutStop(words: Word[]): number {
  let end = words.length;
  while (end > 1 && /^[.;]+$/.test((words[end - 1] as Word).text)) end--;
  return end;
}

/** "PENCE: Well, look" and "Sanders: Clinton needs to": a name and a colon at the head of a sentence. */
function colonSpeaker(reading: Reading): Held[] {
  const { words } = reading;
  let from = 0;
  while (isQuoteMark(words[from])) from++;
  const colon = words.slice(0, 8).findIndex((w) => w.text === ':');
  if (colon <= from || colon - from > 4 || colon + 3 >= words.length) return [];
  const name = words.slice(from, colon);
  if (
    !name.every((w) => /^\p{Lu}/u.test(w.text) || w.text === '.' || w.text === '-') ||
    !name.some((w) => w.tag === 'PROPN' || /^\p{Lu}{2,}$/u.test(w.text))
  )
    return [];
  const source = spanOf(reading, { from, to: colon });
  return [
    {
      reading: reading.index,
      source,
      cue: spanOf(reading, { from: colon, to: colon + 1 }),
      content: [spanOf(reading, { from: colon + 1, to: words.length })],
      lemma: 'colon',
      sort: 'clause',
      negated: false,
      nested: false,
    },
  ];
}

/** "The ambassador brought similar information to the public: The US transferred ..." */
function colonClause(reading: Reading): Held[] {
  const { words, groups, quoteOf } = reading;
  const colon = words.findIndex((w, i) => w.text === ':' && (quoteOf[i] ?? -1) === -1);
  if (colon < 5 || words.length - colon < 6 || isQuoteMark(words[colon + 1])) return [];
  const group = groups.find((g) => g.finite && g.to <= colon);
  const told = words.slice(group?.to ?? colon, colon).some((w) => TELLING.has(w.lower));
  if (group === undefined || !told || !groups.some((g) => g.finite && g.from > colon)) return [];
  if (CUE_FORMS.get((words[group.head] as Word).lower)?.classes.has('say') === true) return [];
  const source = subjectBefore(words, group.from);
  if (source === null) return [];
  return [
    {
      reading: reading.index,
      source: spanOf(reading, source),
      cue: spanOf(reading, { from: group.from, to: colon }),
      content: [spanOf(reading, { from: colon + 1, to: endWithoutStop(words) })],
      lemma: 'colon',
      sort: 'clause',
      negated: false,
      nested: false,
    },
  ];
}

/** "his claim that", "fears of a recession", "confident that". */
function nounCues(reading: Reading): Held[] {
  const { words } = reading;
  const out: Held[] = [];
  for (let i = 0; i + 2 < words.length; i++) {
    const word = words[i] as Word;
    const next = words[i + 1] as Word;
    const noun = (word.tag === 'NOUN' || word.tag === 'VERB' || word.tag === 'PROPN') && NOUNS.has(word.lower);
    const adjective =
      ADJECTIVES.has(word.lower) &&
      (next.lower === 'that' || next.lower === 'of' || next.lower === 'to' || next.lower === 'about');
    if (
      !(
        noun &&
        (next.lower === 'that' ||
          ((next.lower === 'of' || next.lower === 'to' || next.lower === 'about' || next.lower === 'for') &&
            owned(words, i) !== null))
      ) &&
      !adjective
    )
      continue;
    let to = i + 2;
    while (to < words.length && !/^[,.;:—]$/.test((words[to] as Word).text)) to++;
    if (to - i < 4) continue;
    const source = noun ? owned(words, i) : subjectBefore(words, beVerb(words, i));
    out.push({
      reading: reading.index,
      source: source === null ? null : spanOf(reading, source),
      cue: spanOf(reading, { from: i, to: i + 1 }),
      content: [spanOf(reading, { from: next.lower === 'that' ? i + 2 : i + 2, to })],
      lemma: word.lower,
      sort: 'noun',
      negated: false,
      nested: (reading.quoteOf[i] ?? -1) !== -1,
    });
  }
  return out;
}

function beVerb(words: Word[], at: number): number {
  let i = at - 1;
  while (i > 0 && ((words[i] as Word).tag === 'ADV' || (words[i] as Word).tag === 'AUX')) i--;
  return i + 1;
}

/** "McCrummen reports:" at the end of a paragraph: the quoted paragraphs that follow are hers. */
function leadIn(reading: Reading, readings: Reading[], blocks: Block[]): Held[] {
  const { words, groups } = reading;
  const next = readings[reading.index + 1];
  if (words.at(-1)?.text !== ':' || next === undefined || next.block === reading.block || !isQuoteMark(next.words[0]))
    return [];
  const group = groups.findLast(
    (g) => g.finite && CUE_FORMS.get((words[g.head] as Word).lower)?.classes.has('say') === true,
  );
  if (group === undefined) return [];
  const source = subjectBefore(words, group.from);
  if (source === null) return [];
  const last = lastOfQuotation(reading, readings, blocks);
  return [
    {
      reading: reading.index,
      source: spanOf(reading, source),
      cue: spanOf(reading, group),
      content: [{ start: next.span.start, end: last.span.end }],
      lemma: 'lead-in',
      sort: 'clause',
      negated: false,
      nested: false,
    },
  ];
}

/** The last sentence of the paragraphs after a lead-in that open with a quotation mark and hold no cue of their own outside it. */
function lastOfQuotation(reading: Reading, readings: Reading[], blocks: Block[]): Reading {
  let last = readings[reading.index + 1] as Reading;
  for (let i = reading.index + 1; i < Math.min(readings.length, reading.index + 60); i++) {
    const here = readings[i] as Reading;
    const opens =
      i === reading.index + 1 ||
      here.block === last.block ||
      (isQuoteMark(here.words[0]) && here.words[0]?.text === '"');
    if (!opens || blocks[here.block]?.kind === 'headline') break;
    last = here;
  }
  return last;
}

/** The owner before a noun: "his claim", "Trump's claim", "the senator's recent claim". */
function owned(words: Word[], at: number): Range | null {
  for (let i = at - 1; i >= Math.max(0, at - 4); i--) {
    const word = words[i] as Word;
    if (/^(?:his|her|its|their|my|our|your)$/.test(word.lower)) return { from: i, to: i + 1 };
    if (word.text === "'s" || (word.text === "'" && word.tag === 'PART')) {
      let from = i;
      while (from > 0 && isNominal(words[from - 1]) && i - from < 6) from--;
      return from < i ? { from, to: i } : null;
    }
    if (word.tag !== 'ADJ' && word.tag !== 'NOUN' && word.tag !== 'ADV') return null;
  }
  return null;
}

/** Quotations of five words and more that no cue reaches go to the speaker who has the word. */
function continueQuotes(held: Held[], readings: Reading[], blocks: Block[], quotes: Quote[]): void {
  const outer = held.filter((one) => !one.nested && one.sort === 'clause');
  const covered = (span: Span): boolean =>
    outer.some((one) => one.content.some((c) => c.start < span.end && c.end > span.start));
  quotes.forEach((quote, index) => {
    if (covered(quote.span)) return;
    const own = readings.filter(
      (reading) => reading.span.start < quote.span.end && reading.span.end > quote.span.start,
    );
    const first = own[0];
    if (first === undefined) return;
    const within = own.reduce((sum, reading) => sum + reading.quoteOf.filter((q) => q === index).length, 0);
    if (within < 7) return;
    const speaker = speakerOf(quote, first, outer, readings, blocks, quotes);
    if (speaker === null) return;
    speaker.content.push({ ...quote.span });
  });
}

/** The holding a quotation without a cue goes on from: in the same paragraph, or over the paragraph's edge when nothing but the quotation stands there. */
function speakerOf(
  quote: Quote,
  first: Reading,
  outer: Held[],
  readings: Reading[],
  blocks: Block[],
  quotes: Quote[],
): Held | null {
  const opens = first.words.findIndex((w) => w.start >= quote.span.start);
  const lead = first.words.slice(0, Math.max(0, opens)).filter((w) => w.tag !== 'PUNCT');
  const before = outer.filter((one) => start(one) < quote.span.start);
  const last = before.at(-1);
  if (last === undefined) return null;
  const lastBlock = (readings[last.reading] as Reading).block;
  if (lead.length <= 2 && lastBlock === first.block) return last;
  const block = blocks[first.block] as Block;
  const opened = readings[last.reading] as Reading;
  if (lead.length === 0 && last.lemma === 'lead-in' && first.block - opened.block <= 6 && lead.length === 0)
    return last;
  const alone = quote.span.start - block.span.start <= 2 && block.span.end - quote.span.end <= 3;
  const runsOn = quotes.some((other) => other.open && other.block === first.block - 1);
  if (lead.length === 0 && (alone || runsOn) && first.block - lastBlock <= 1) return last;
  return null;
}

/** A speaker of a transcript has the word to the end of the paragraph, and over following paragraphs that open with a quotation mark. */
function continueTranscript(held: Held[], readings: Reading[], blocks: Block[]): void {
  const turns = held.filter(
    (one) => one.lemma === 'colon' && blocks[(readings[one.reading] as Reading).block]?.kind !== 'headline',
  );
  const speakers = new Set(turns.map((one) => one.reading));
  if (turns.length < 2) return;
  for (const turn of turns) {
    let end = turn.content[0]?.end ?? 0;
    let block = (readings[turn.reading] as Reading).block;
    for (let i = turn.reading + 1; i < readings.length && !speakers.has(i); i++) {
      const reading = readings[i] as Reading;
      if (
        reading.block !== block &&
        !(reading.block === block + 1 && isQuoteMark(reading.words[0]) && reading.words[1]?.text !== '(')
      )
        break;
      block = reading.block;
      end = reading.span.end;
    }
    const first = turn.content[0];
    if (first !== undefined) first.end = end;
  }
}
