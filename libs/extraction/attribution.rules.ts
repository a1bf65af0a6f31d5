import type { Span } from './extraction.types.js';

/** A first reading of who said it: a quotation or a reported clause beside a verb of saying. */
export interface Held {
  source: Span[];
  cue: Span[];
  content: Span[];
}

const SAID =
  /\b(said|says|told|claimed|claims|stated|declared|reported|reports|wrote|writes|argued|argues|added|noted|insisted)\b/;

export function heldIn(shadow: string, sentence: Span): Held | null {
  const text = shadow.slice(sentence.start, sentence.end);
  const cue = SAID.exec(text);
  if (cue === null) return null;
  const before = /((?:\p{Lu}[\p{L}.'-]+\s?){1,4}|\b(?:he|she|they)\b)\s*$/iu.exec(text.slice(0, cue.index));
  if (before === null) return null;
  const start = sentence.start + before.index;
  const end = start + before[0].trimEnd().length;
  const after = cue.index + cue[0].length;
  const rest = /^\s+(?:that\s+)?/.exec(text.slice(after));
  const content = { start: sentence.start + after + (rest?.[0].length ?? 0), end: sentence.end };
  const cueSpan = { start: sentence.start + cue.index, end: sentence.start + after };
  return content.end - content.start > 10 ? { source: [{ start, end }], cue: [cueSpan], content: [content] } : null;
}
