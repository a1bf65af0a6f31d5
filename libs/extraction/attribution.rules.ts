import { cuesIn, type Cued } from './cues.rules.js';
import { ADJECTIVES, CUE_FORMS, NOUNS } from './cues.lexicon.js';
import { isQuoteMark, isNominal, subjectBefore, type Range } from './phrases.rules.js';
import { nounPhraseAfter } from './phrases-after.rules.js';
import { ROLES } from './sources.lexicon.js';
import { isProse, spanOf, type Reading } from './reading.rules.js';
import { continueQuotes, continueTranscript, leadIn, startOf } from './continuation.rules.js';
import type { Block, Span } from './extraction.types.js';
import type { Held } from './held.types.js';
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
  return held.sort((x, y) => startOf(x) - startOf(y));
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
    const source = toComma(words, i, withMaker(words, nounPhraseAfter(words, i + 2) ?? { from: i + 2, to: i + 3 }));
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

/** "data released Friday by the state regulators", "a memo published in May by the watchdog": who made the paper belongs to its name. */
function withMaker(words: Word[], source: Range): Range {
  const made = words[source.to];
  if (made === undefined || (made.tag !== 'VERB' && made.tag !== 'ADJ') || !/(?:ed|en|wn|ne|ut)$/.test(made.lower))
    return source;
  const by = words.findIndex((w, k) => k > source.to && k <= source.to + 5 && (w.lower === 'by' || w.lower === 'to'));
  if (by === -1 || words.slice(source.to + 1, by).some((w) => w.tag === 'PUNCT' || w.tag === 'VERB')) return source;
  const maker = nounPhraseAfter(words, by + 1);
  return maker === null ? source : { from: source.from, to: maker.to };
}

/** At the head of a sentence the first comma ends the source: "According to federal data, 70 percent of ...". */
function toComma(words: Word[], at: number, source: Range): Range {
  if (at > 2) return source;
  const comma = words.findIndex((w, i) => i > source.from && w.text === ',');
  const end = comma === -1 ? source.to : (overName(words, source.from, comma) ?? comma);
  return end < source.to || comma < source.to ? { from: source.from, to: end } : source;
}

/** "According to the mayor, Ann Hall, sales fell" and "According to Ann Hall, the mayor, ...": the second comma, where name and office stand side by side. */
function overName(words: Word[], from: number, comma: number): number | null {
  const second = words.findIndex((w, i) => i > comma && w.text === ',');
  const told = words.slice(comma + 1, second === -1 ? comma + 1 : second);
  const named = (part: Word[]): boolean => part.length >= 2 && part.every((w) => w.tag === 'PROPN' || w.text === '.');
  const office = (part: Word[]): boolean =>
    part.some((w) => ROLES.has(w.lower)) && !part.some((w) => w.tag === 'VERB' || w.tag === 'AUX');
  const source = words.slice(from, comma);
  if (told.length === 0 || told.length > 12 || !isNominal(words[second + 1])) return null;
  return (named(told) && office(source)) || (named(source) && told[0]?.tag === 'DET' && office(told)) ? second : null;
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
