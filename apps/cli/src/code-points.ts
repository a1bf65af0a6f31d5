import type { Span } from '#extraction';

export type Pair = [number, number];

/** Turns spans of UTF-16 units of a text into [start, end) in code points. A lone surrogate counts as one. */
export function codePoints(text: string): (span: Span) => Pair {
  const pairs: number[] = [];
  for (let i = 0; i + 1 < text.length; i++) {
    const high = text.charCodeAt(i);
    const low = text.charCodeAt(i + 1);
    if (high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff) pairs.push(i++);
  }
  const before = (at: number): number => {
    let low = 0;
    let high = pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[middle] as number) + 1 < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return ({ start, end }) => [start - before(start), end - before(end)];
}
