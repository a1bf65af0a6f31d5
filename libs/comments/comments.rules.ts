import type { Actor } from '#newsroom';
import type { FieldError } from '#problems';
import type { CommentSpan, Mention, Reader } from './comments.types.js';

/** What is wrong with mentions as places in a text: each names its range by `@`, and no two overlap. */
export function misplaced(text: string, mentions: readonly Mention[]): FieldError[] {
  return mentions.flatMap(({ start, end }, i) => {
    const wrong = (field: string, detail: string) => [
      { pointer: `/mentions/${i}/${field}`, code: 'misplaced', detail },
    ];
    if (end > text.length) return wrong('end', 'lies outside the text');
    if (start >= end) return wrong('end', 'does not come after the start');
    if (text[start] !== '@') return wrong('start', 'is not where an @ stands');
    if (splitsPair(text, end)) return wrong('end', 'cuts a character in two');
    const over = mentions.findIndex((other, j) => j < i && other.start < end && start < other.end);
    return over < 0 ? [] : wrong('start', `lies in the range of mention ${over}`);
  });
}

/** The words that a span cuts out; undefined when it lies outside the text or cuts a character in two. */
export function cutOut(text: string, { start, end }: CommentSpan): string | undefined {
  if (start >= end || end > text.length || splitsPair(text, start) || splitsPair(text, end)) return undefined;
  return text.slice(start, end);
}

/** The name under which whoever was forgotten goes on. */
export const ERASED = '@Erased';

/** The same text and mentions without the words that call this person; the place at which they were called stays. */
export function unnamed(
  text: string,
  mentions: readonly Mention[],
  person: string,
): { text: string; mentions: Mention[] } {
  const inOrder = mentions.map((mention, at) => ({ ...mention, at })).sort((a, b) => a.start - b.start);
  let said = '';
  let until = 0;
  const moved = inOrder.map(({ start, end, at, ...mention }) => {
    said += text.slice(until, start);
    const from = said.length;
    said += mention.person === person ? ERASED : text.slice(start, end);
    until = end;
    return { at, mention: { ...mention, start: from, end: said.length } };
  });
  return {
    text: said + text.slice(until),
    mentions: moved.sort((a, b) => a.at - b.at).map(({ mention }) => mention),
  };
}

/** In the order given, each once. */
export function mentionedIn(mentions: readonly Mention[]): string[] {
  return [...new Set(mentions.map(({ person }) => person))];
}

/** As whom this caller reads comments. Admins read all desks'. */
export function readerOf(actor: Actor): Reader {
  return {
    person: actor.kind === 'person' ? actor.id : null,
    desks: actor.desks,
    seesAllDesks: actor.permissions.has('people.manage'),
    seesRestricted: actor.permissions.has('claim.signoff'),
  };
}

function splitsPair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}
