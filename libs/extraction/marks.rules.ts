import type { Span } from './extraction.types.js';

/** A quotation mark; of two apostrophes typed for one, the one beside the words. */
const MARK = /["“”„«»‘]|(?<=(?:^|[\s(])')'(?=\S)|(?<=\S)'(?=')/gu;
/** Before a closing mark: the comma of the sentence around it, which would be left over with it. */
const STOPPED = /[,;]/u;
const CLOSING = /[,;:.!…\s]/u;

/** Quotation marks at the ends do not belong to what was said, unless both stand inside; nor does the mark that closes a clause. */
export function withoutMarks(text: string, span: Span): Span {
  let { start, end } = span;
  const lead = Math.max(0, start - 2);
  const marks = [...text.slice(lead, end + 1).matchAll(MARK)]
    .map((m) => ({ from: lead + m.index, to: lead + m.index + m[0].length }))
    .filter((mark) => mark.from >= start && mark.to <= end);
  const first = marks[0];
  const last = marks.at(-1);
  const opens = first?.from === start;
  const closes = last !== undefined && /^[,;:.!…\s]*$/u.test(text.slice(last.to, end));
  if (opens && (marks.length === 1 || (marks.length === 2 && closes))) start = first.to;
  if (
    closes &&
    (marks.length === 1 || (marks.length === 2 && opens) || STOPPED.test(text.slice(last.from - 1, last.from)))
  )
    end = last.from;
  while (end > start && CLOSING.test(text.charAt(end - 1)) && !isAbbreviated(text.slice(start, end))) end--;
  return start < end ? { start, end } : span;
}

function isAbbreviated(text: string): boolean {
  return /(?:\b\p{Lu}|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|Mass|Calif|Ariz|Fla|Ga|Pa|Va|Wis|Mich|Minn|Ind|Ill|Ky|La|Md|Tenn|Conn|Colo|Okla|Ore|p\.m|a\.m))\.$/u.test(
    text,
  );
}
