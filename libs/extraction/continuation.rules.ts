import { CUE_FORMS } from './cues.lexicon.js';
import { isQuoteMark, subjectBefore } from './phrases.rules.js';
import { spanOf, type Reading } from './reading.rules.js';
import type { Word } from './words.rules.js';
import type { Held } from './held.types.js';
import type { Block, Span } from './extraction.types.js';
import type { Quote } from './quotes.rules.js';

/** A quotation of fewer words is a phrase in somebody else's sentence. */
const LEAST_QUOTED = 7;

/** Where in the text a holding stands: its cue. */
export function startOf(held: Held): number {
  return held.cue?.start ?? held.content[0]?.start ?? 0;
}

/** The first reading that ends after `at`; readings stand in rising order. */
export function firstReadingAfter(readings: Reading[], at: number): number {
  let low = 0;
  let high = readings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((readings[middle] as Reading).span.end <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Quotations that no cue reaches go to the speaker who has the word. One pass over quotations and holdings, both in the order of the text. */
export function continueQuotes(held: Held[], readings: Reading[], blocks: Block[], quotes: Quote[]): void {
  const outer = held.filter((one) => !one.nested && one.sort === 'clause').sort((x, y) => startOf(x) - startOf(y));
  const taken = outer.flatMap((one) => one.content.map((span) => ({ ...span }))).sort((x, y) => x.start - y.start);
  let speaker = 0;
  let passed = 0;
  let reach = -1;
  quotes.forEach((quote, index) => {
    while (speaker < outer.length && startOf(outer[speaker] as Held) < quote.span.start) speaker++;
    for (; passed < taken.length && (taken[passed] as Span).start < quote.span.end; passed++)
      reach = Math.max(reach, (taken[passed] as Span).end);
    const last = outer[speaker - 1];
    if (reach > quote.span.start || last === undefined || quote.span.end - quote.span.start < 3 * LEAST_QUOTED) return;
    const first = readings[firstReadingAfter(readings, quote.span.start)];
    if (first === undefined || wordsOf(readings, first, quote, index) < LEAST_QUOTED) return;
    const before = quotes[index - 1];
    const runsOn = before !== undefined && before.open && before.block === first.block - 1;
    if (goesOn(quote, first, last, readings, blocks, runsOn)) last.content.push({ ...quote.span });
  });
}

function wordsOf(readings: Reading[], first: Reading, quote: Quote, index: number): number {
  let words = 0;
  for (let i = first.index; i < readings.length && words < LEAST_QUOTED; i++) {
    const reading = readings[i] as Reading;
    if (reading.span.start >= quote.span.end) break;
    words += reading.quoteOf.filter((q) => q === index).length;
  }
  return words;
}

/** In the same paragraph, or over the paragraph's edge where nothing but the quotation stands there. */
function goesOn(
  quote: Quote,
  first: Reading,
  last: Held,
  readings: Reading[],
  blocks: Block[],
  runsOn: boolean,
): boolean {
  const opens = first.words.findIndex((w) => w.start >= quote.span.start);
  const lead = first.words.slice(0, Math.max(0, opens)).filter((w) => w.tag !== 'PUNCT').length;
  const lastBlock = (readings[last.reading] as Reading).block;
  if (lead <= 2 && lastBlock === first.block) return true;
  if (lead > 0) return false;
  if (last.lemma === 'lead-in' && first.block - lastBlock <= 6) return true;
  const block = blocks[first.block] as Block;
  const alone = quote.span.start - block.span.start <= 2 && block.span.end - quote.span.end <= 3;
  return (alone || runsOn) && first.block - lastBlock <= 1;
}

/** "McCrummen reports:" at the end of a paragraph: the quoted paragraphs that follow are hers. */
export function leadIn(reading: Reading, readings: Reading[], blocks: Block[]): Held[] {
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

/** A speaker of a transcript has the word to the end of the paragraph, and over following paragraphs that open with a quotation mark. */
export function continueTranscript(held: Held[], readings: Reading[], blocks: Block[]): void {
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
