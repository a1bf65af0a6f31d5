import type { Span } from './extraction.types.js';

/** How much of one text is read: about 160,000 words. What follows is left alone, and `readTo` says so. */
export const MOST_UNITS = 1_000_000;

const SAME_LENGTH: Record<string, string> = {
  '\u2019': "'",
  '\u02bc': "'",
  '\u2018': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201f': '"',
  '\u201e': '"',
  '\u00ab': '"',
  '\u00bb': '"',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\u200a': ' ',
  '\u3000': ' ',
  '\u0000': ' ',
};

/**
 * The text as the rules read it: quotation marks and spaces in one form, line ends as spaces, every character at its place.
 * Shadow and text have the same length in UTF-16 units, so an offset in one is an offset in the other.
 */
export function shadowOf(text: string): string {
  return withTypedQuotes(text).replace(
    /[\u2019\u02bc\u2018\u201c\u201d\u201f\u201e\u00ab\u00bb\u00a0\u202f\u2009\u200a\u3000\u0000-\u001f\u007f\u0085\u2028\u2029]/g,
    (c) => SAME_LENGTH[c] ?? ' ',
  );
}

/** Two apostrophes typed for one quotation mark, as wires do: a mark and a space, so that the length stays. */
export function withTypedQuotes(text: string): string {
  return text.includes("''")
    ? text
        .replace(/(?<!')''(?!')/g, (_, at: number) => (opensAt(text, at) ? ' "' : '" '))
        .replace(/(?<!')'''(?!')/g, (_, at: number) => (opensAt(text, at) ? ' "\'' : '\'" '))
    : text;
}

/** A sentence with both apostrophes of a mark at its ends: the shadow has a space for one of them. */
export function withTypedMarks(text: string, { start, end }: Span): Span {
  return {
    start: start > 0 && text.slice(start - 1, start + 1) === "''" ? start - 1 : start,
    end: end > start && text.slice(end - 1, end + 1) === "''" ? end + 1 : end,
  };
}

function opensAt(text: string, at: number): boolean {
  return (at === 0 || /[\s([—–-]/.test(text.charAt(at - 1))) && /[^\s.,;:!?)]/.test(text.charAt(at + 2));
}

/** Moves an offset back by one where it would cut a surrogate pair in two. */
export function wholeCharacter(text: string, at: number): number {
  const here = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  return here >= 0xdc00 && here <= 0xdfff && before >= 0xd800 && before <= 0xdbff ? at - 1 : at;
}
