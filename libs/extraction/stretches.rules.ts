import { antecedentOf } from './asides.rules.js';
import type { Held } from './held.types.js';
import type { Range } from './phrases.rules.js';
import type { Reading } from './reading.rules.js';
import type { Span } from './extraction.types.js';
import type { Word } from './words.rules.js';

/** A stretch of one sentence in one voice. */
export interface Stretch extends Range {
  held: Held | null;
  /** The pieces of one statement, where an aside cuts it in two. */
  whole?: Range[];
}

/** Cuts a sentence by voice: outermost holding first; what belongs to none is the author's. */
export function stretchesOf(reading: Reading, here: Held[], musing: Held[]): Stretch[] {
  const voice: (Held | null | undefined)[] = reading.words.map((word) => {
    if (musing.some((one) => framed(one, word))) return undefined;
    const inside = here.filter((one) => one.content.some((span) => within(word, span)));
    if (inside.length > 0) return outermost(inside);
    const framing = here.filter((one) => one.reading === reading.index && framed(one, word));
    return framing.length === 0 || framing.every((one) => acts(reading, one, word)) ? null : undefined;
  });
  const out: Stretch[] = [];
  for (let i = 0; i < voice.length;) {
    let j = i;
    while (j < voice.length && voice[j] === voice[i]) j++;
    const held = voice[i];
    if (held !== undefined) out.push({ from: i, to: held === null ? runsOnTo(reading, voice, j) : j, held });
    i = j;
  }
  return [...aroundAsides(reading, out), ...toldOfSpeakers(reading, here)].sort((a, b) => a.from - b.from);
}

/** "Smith, who once led the union, said that": what the author tells of who speaks. */
function toldOfSpeakers(reading: Reading, here: Held[]): Stretch[] {
  const { words } = reading;
  const out: Stretch[] = [];
  for (const one of here) {
    if (one.reading !== reading.index || one.source === null) continue;
    const { source } = one;
    const from = words.findIndex((w) => within(w, source));
    const to = words.findLastIndex((w) => within(w, source)) + 1;
    const comma = words.findIndex(
      (w, i) => i > from && i < to - 5 && w.text === ',' && WHOSE.has(words[i + 1]?.lower ?? ''),
    );
    const said = { from: comma + 1, to };
    if (from === -1 || comma === -1 || out.some((told) => told.to === to) || acts(reading, one, words[from] as Word))
      continue;
    if (!reading.groups.some((g) => g.finite && g.from > comma && g.to <= to)) continue;
    const who = antecedentOf(reading, comma, from) ?? { from, to: comma };
    out.push({ from: who.from, to, held: null, whole: [who, said] });
  }
  return out;
}

const WHOSE = new Set(['who', 'which', 'whose']);

/** "The benefit, it says, would be $300": a subject and its verb on both sides of an aside are one statement. */
function aroundAsides(reading: Reading, stretches: Stretch[]): Stretch[] {
  const out: Stretch[] = [];
  for (const stretch of stretches) {
    const before = out.at(-1);
    const verbless =
      before !== undefined && !reading.groups.some((g) => g.finite && g.from >= before.from && g.to <= before.to);
    if (
      before !== undefined &&
      before.held !== null &&
      before.held === stretch.held &&
      verbless &&
      before.to - before.from > 1 &&
      stretch.from - before.to < 12
    ) {
      before.whole = [
        { from: before.from, to: before.to },
        { from: stretch.from, to: stretch.to },
      ];
      before.to = stretch.to;
    } else out.push({ ...stretch });
  }
  return out;
}

/** Where the author's own words end that run on into the name of who speaks: "with help from Smith, who said". */
function runsOnTo({ words }: Reading, voice: (Held | null | undefined)[], end: number): number {
  if (words[end - 1]?.tag !== 'ADP') return end;
  let to = end;
  while (
    to < words.length &&
    voice[to] === undefined &&
    ['PROPN', 'NOUN', 'ADJ', 'DET'].includes((words[to] as Word).tag)
  )
    to++;
  return words[to]?.text === ',' ? to : end;
}

/** "Smith took a swipe at his rival, saying that": who speaks does something else before, and that is the author's to tell. */
function acts(reading: Reading, { source, cue }: Held, word: Span): boolean {
  if (source === null || cue === null || !within(word, source)) return false;
  const { words, groups } = reading;
  return groups.some((g) => {
    const from = (words[g.from] as Word).start;
    return (
      g.finite &&
      from >= source.end &&
      (words[g.to - 1] as Word).end <= cue.start &&
      !words.some((w) => w.start >= source.end && w.end <= from && WHEN.has(w.lower))
    );
  });
}

const WHEN = new Set(['when', 'as', 'while', 'after', 'before', 'if', 'since', 'because', 'though', 'although']);

function within(word: Span, span: Span): boolean {
  return word.start >= span.start && word.end <= span.end;
}

function outermost(inside: Held[]): Held {
  const width = (one: Held): number => one.content.reduce((sum, span) => sum + span.end - span.start, 0);
  return inside.reduce((best, one) => (width(one) > width(best) ? one : best));
}

/** "I believe that", "we know": inside a quotation, the speaker's own frame around what is stated. */
export function isSelf({ source }: Held, text: string): boolean {
  return (
    source !== null &&
    /^(?:i|we)$/i.test(text.slice(source.start, source.end)) &&
    !/\bas\s$/i.test(text.slice(Math.max(0, source.start - 4), source.start))
  );
}

/** Source and cue are the frame, and nobody's statement. */
function framed(held: Held, word: Span): boolean {
  return [held.source, held.cue].some((span) => span !== null && within(word, span));
}
