import { RELATIVE } from './predicates.rules.js';
import { isHead, type Range } from './phrases.rules.js';
import type { VerbGroup } from './verbs.rules.js';
import type { Reading } from './reading.rules.js';
import type { Word } from './words.rules.js';

const FUTURE = new Set(['will', "'ll", 'shall', 'wo', 'may', 'might', 'could', 'would', 'can']);
const STRONG_FUTURE = new Set(['will', "'ll", 'shall', 'wo']);
const OUGHT = new Set(['should', 'must', 'ought', 'need', 'needs']);
const AHEAD =
  /\b(?:going to|gonna|(?:is|are|was|were) (?:expected|likely|set|due|about|poised|supposed|unlikely|bound) to|plans? to|likely to|unlikely|probabl[ey]|possibly|forecast|predicts?|by 20[2-9]\d)\b/;
const VALUES = new Set(
  (
    'great best worst better worse terrible horrible wonderful beautiful amazing incredible fantastic tremendous disgraceful disgusting shameful ridiculous ' +
    'stupid crazy insane dangerous unfair fair good bad wrong right important serious strong weak smart dumb evil racist bigoted brave courageous ' +
    'honest dishonest unbelievable outrageous pathetic sad tragic lovely nice ugly awful excellent perfect superior inferior rigged corrupt disaster ' +
    'hero fraud joke mess nightmare hope love hate believe think feel beautiful proud reckless irresponsible unfit unhinged vague pivotal absurd ' +
    'hypocritical cynical phony trigger-happy unstable mistake exaggerating exploits disrespecting unqualified incompetent weak taunts insults blamed intentionally refuses fitness fabulous despicable deplorable premature impossible possible vital crucial essential unacceptable fantastic key'
  ).split(' '),
);
const HARD =
  /\d|\b(?:percent|million|billion|hundred|thousand|half|third|quarter|majority|twice|double[ds]?|triple[ds]?)\b/;

/** What sort of statement: something about the future, a judgement, or a matter of fact. */
export function kindOf(reading: Reading, ranges: Range[]): 'factual' | 'prediction' | 'opinion' {
  const words = ranges.flatMap((range) => reading.words.slice(range.from, range.to));
  const text = words.map((w) => w.lower).join(' ');
  const main = mainVerb(reading, ranges);
  const modal = main === undefined ? undefined : modalOf(reading.words, main);
  if (modal !== undefined && STRONG_FUTURE.has(modal)) return 'prediction';
  if (OUGHT.has(modal ?? '') || /^(?:let's|let us)\b/.test(text)) return 'opinion';
  if (AHEAD.test(text) && !/\b(?:said|told)\b/.test(text)) return 'prediction';
  if (modal !== undefined && FUTURE.has(modal)) return 'prediction';
  if (HARD.test(text)) return 'factual';
  if (
    /\b(?:i|we) (?:think|believe|feel|hope|guess|love|hate|want)\b|\b(?:i'm|we're) (?:sure|proud|confident)\b|\b(?:is|are) considered\b/.test(
      text,
    )
  )
    return 'opinion';
  const judged = words.filter((w) => VALUES.has(w.lower) && w.tag !== 'PROPN').length;
  return judged > 0 && (judged > 1 || words.length < 18) ? 'opinion' : 'factual';
}

function mainVerb(reading: Reading, ranges: Range[]): VerbGroup | undefined {
  const { words, groups } = reading;
  const start = (ranges[0] as Range).from;
  const conditional = words[start]?.lower === 'if' ? words.findIndex((w, i) => i > start && w.text === ',') : -1;
  const inside = (g: VerbGroup): boolean => ranges.some((range) => g.from >= range.from && g.to <= range.to);
  return groups.find((g) => g.finite && g.from > conditional && inside(g) && !relative(words, g, start));
}

function relative(words: Word[], group: VerbGroup, start: number): boolean {
  return ['who', 'which', 'that'].includes(words[group.from - 1]?.lower ?? '') && group.from - 1 > start;
}

function modalOf(words: Word[], group: VerbGroup): string | undefined {
  return words.slice(group.from, group.to).find((w) => FUTURE.has(w.lower) || OUGHT.has(w.lower))?.lower;
}

/** Whether a stretch states anything at all: a finite verb, words of content, and no question, order or pleasantry. */
export function states(reading: Reading, ranges: Range[]): boolean {
  const words = ranges.flatMap((range) => reading.words.slice(range.from, range.to));
  const content = words.filter((w) => ['NOUN', 'PROPN', 'VERB', 'NUM', 'ADJ'].includes(w.tag)).length;
  if (content < 3 || words.filter((w) => w.tag !== 'PUNCT').length < 4) return false;
  const behindWith = reading.words[(ranges[0] as Range).from - 1]?.lower === 'with';
  const apposed = (ranges.length === 2 || behindWith) && words.length >= 6;
  if (!apposed && !hasMainVerb(reading, ranges)) return false;
  const last = reading.words[(ranges.at(-1) as Range).to];
  const closing = words.at(-1)?.text === '?' || last?.text === '?' || words.some((w) => w.text === '?');
  if (closing) return false;
  if (asks(reading, ranges) || muses(words)) return false;
  return !commands(words);
}

/** A finite verb; of a relative clause only where that follows its noun: not "of people whose rights were restored", "counting those that closed". */
function hasMainVerb({ words, groups }: Reading, ranges: Range[]): boolean {
  const first = words[(ranges[0] as Range).from] as Word;
  const size = ranges.reduce((sum, range) => sum + range.to - range.from, 0);
  const leads =
    first.tag === 'ADP' ||
    first.lower === 'including' ||
    (first.tag === 'VERB' && first.lower.endsWith('ing') && size < 10);
  return ranges.some((range) =>
    groups.some((g) => {
      if (!g.finite || g.from < range.from || g.to > range.to) return false;
      const opener = words.findLastIndex(
        (w, i) =>
          i < g.from && i >= range.from && RELATIVE.has(w.lower) && (w.lower !== 'that' || isHead(words[i - 1])),
      );
      return (
        !leads || opener === -1 || groups.some((other) => other.finite && other.from > opener && other.to <= g.from)
      );
    }),
  );
}

/** The statement is what a question asks. */
function asks(reading: Reading, ranges: Range[]): boolean {
  const end = (ranges.at(-1) as Range).to;
  const mark = reading.words.slice(end).find((w) => /^[.?!;]$/.test(w.text));
  const first = reading.words[(ranges[0] as Range).from]?.lower ?? '';
  return (
    mark?.text === '?' &&
    (reading.words.length - end <= 3 ||
      ['why', 'what', 'how', 'who', 'do', 'does', 'did', 'is', 'are', 'so', 'where'].includes(first))
  );
}

/** "I just know", "we want to", "I'll tell you": the speaker's mind, and nothing else that can be looked up. */
function muses(words: Word[]): boolean {
  const text = words
    .slice(0, 9)
    .map((w) => w.lower)
    .join(' ');
  return (
    /^(?:" |well |but |and |so |now |, |look |you know |that )*(?:i|we) (?:just |really |do |don't |do n't |would |'d |'ll |'m |am |simply |can't |ca n't |want |— )*(?:think|know|want|like|love|hope|guess|wish|say|tell|mean|appreciate|thank|pleased|see|look|try|agree|understand|remember)\b/.test(
      text,
    ) && !words.some((w) => w.tag === 'NUM')
  );
}

function commands(words: Word[]): boolean {
  const first = words.find((w) => w.tag !== 'PUNCT' && w.tag !== 'INTJ' && w.tag !== 'ADV' && w.tag !== 'CCONJ');
  if (first === undefined) return true;
  if (['let', "let's", 'please', 'thank', 'thanks', 'look', 'listen', 'imagine'].includes(first.lower)) return true;
  return first.tag === 'VERB' && !/(?:ed|ing|s)$/.test(first.lower) && first === words.find((w) => w.tag !== 'PUNCT');
}

const ANNOUNCES =
  /\b(?:releas|issu|put out|mak|made|g[ai]ve|sent|post|publish|deliver|held|hold|took|tak)\w* (?:an?|the|this|his|her|its|their|another) (?:\S+ ){0,2}(?:statement|swipe|comment|remark|speech|announcement|jab|shot|news conference)s?\b/;

/** "The town released a statement on Wednesday": that somebody spoke, which what was said shows already. */
export function announces(reading: Reading, ranges: Range[]): boolean {
  const words = ranges.flatMap((range) => reading.words.slice(range.from, range.to));
  const text = words.map((w) => w.lower).join(' ');
  return words.length < 20 && ANNOUNCES.test(text);
}
