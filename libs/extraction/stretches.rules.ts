import type { Held } from './held.types.js';
import type { Range } from './phrases.rules.js';
import type { Reading } from './reading.rules.js';
import type { Span } from './extraction.types.js';

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
    const inside = here.filter((one) => one.content.some((span) => word.start >= span.start && word.end <= span.end));
    if (inside.length > 0) return outermost(inside);
    return here.some((one) => one.reading === reading.index && framed(one, word)) ? undefined : null;
  });
  const out: Stretch[] = [];
  for (let i = 0; i < voice.length;) {
    let j = i;
    while (j < voice.length && voice[j] === voice[i]) j++;
    const held = voice[i];
    if (held !== undefined) out.push({ from: i, to: j, held });
    i = j;
  }
  return aroundAsides(reading, out);
}

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
  return [held.source, held.cue].some((span) => span !== null && word.start >= span.start && word.end <= span.end);
}
