import { firstReadingAfter } from './continuation.rules.js';
import { readDocument, type Document } from './document.rules.js';
import { extentOf } from './extents.rules.js';
import { spanOf, type Reading } from './reading.rules.js';
import type { Range } from './phrases.rules.js';
import { MOST_UNITS, wholeCharacter } from './shadow.rules.js';
import type { Held } from './held.types.js';
import type { Attribution, Span } from './extraction.types.js';

/** Holdings before and after one whose source may take it in. */
const NEAR = 6;
const RELATIVE = /^[\s,—–-]*(who|which|that)\b/i;

/**
 * Every holding of words to a source in a text: reports and quotations, and also wishes, praise and blame. Marked as news is annotated for it
 * (PolNeAR, Newell, Margolin and Ruths 2018): the outermost only, and in a relative clause its pronoun is the source.
 */
export function attributionsOf(text: string): Attribution[] {
  const read = text.slice(0, wholeCharacter(text, Math.min(text.length, MOST_UNITS)));
  const document = readDocument(read);
  const found = outermost(document).map((held) => ({
    source: held.source === null ? [] : [sourceIn(document, held.source, held.cue)],
    cue: held.cue === null ? [] : [held.cue],
    content: held.content,
  }));
  return found.filter((one, at) => !describes(one, found.slice(Math.max(0, at - NEAR), at + NEAR)));
}

/** "a study released on Monday by the institute": the verb of the paper that is the source of something else. */
function describes(one: Attribution, near: Attribution[]): boolean {
  return near.some((other) => other !== one && other.source.some((span) => liesIn(one.cue[0] ?? null, span)));
}

/** Without those whose cue lies in the words of another: what somebody says that others said is told as that somebody's. */
function outermost({ held, readings }: Document): Held[] {
  const outer = held
    .filter(({ nested }) => !nested)
    .sort((x, y) => Number(y.sort === 'clause') - Number(x.sort === 'clause') || wide(y) - wide(x));
  const kept = new Map<number, Held[]>();
  const out = outer.filter((one) => {
    if (kept.get(one.reading)?.some((other) => other.content.some((span) => liesIn(one.cue, span))) === true)
      return false;
    for (const span of one.content)
      for (let i = firstReadingAfter(readings, span.start); i < readings.length; i++) {
        if ((readings[i]?.span.start ?? 0) >= span.end) break;
        kept.set(i, [...(kept.get(i) ?? []), one]);
      }
    return true;
  });
  return out.sort((x, y) => (x.cue?.start ?? 0) - (y.cue?.start ?? 0));
}

function wide({ content }: Held): number {
  return content.reduce((sum, span) => sum + span.end - span.start, 0);
}

function liesIn(cue: Span | null, span: Span): boolean {
  return cue !== null && cue.start >= span.start && cue.end <= span.end;
}

function sourceIn({ text, readings }: Document, source: Span, cue: Span | null): Span {
  if (cue === null) return source;
  const found = RELATIVE.exec(text.slice(source.end, cue.start));
  const end = source.end + (found?.[0].length ?? 0);
  if (found !== null) return { start: end - (found[1] as string).length, end };
  const reading = readings[firstReadingAfter(readings, cue.start)];
  const range = reading === undefined ? null : rangeOf(reading, source);
  const at = reading === undefined ? null : rangeOf(reading, cue);
  return reading === undefined || range === null || at === null
    ? source
    : spanOf(reading, extentOf(reading, range, at));
}

/** The words that a span of characters covers. */
function rangeOf({ words }: Reading, { start, end }: Span): Range | null {
  const from = words.findIndex((w) => w.end > start);
  const to = words.findLastIndex((w) => w.start < end) + 1;
  return from === -1 || to <= from ? null : { from, to };
}
