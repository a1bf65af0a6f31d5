import type { Range } from './phrases.rules.js';
import type { Word } from './words.rules.js';

/** Words of a verb: auxiliaries, adverbs inside, and the head last. */
export interface VerbGroup extends Range {
  head: number;
  finite: boolean;
  passive: boolean;
  negated: boolean;
}

const BE = new Set(['be', 'is', 'are', 'was', 'were', 'been', 'being', 'am', "'s", "'re", "'m", 'get', 'got', 'gets']);

/** Verb groups of a sentence, left to right. A participle or infinitive is a group too, with `finite` false. */
export function verbGroups(words: Word[]): VerbGroup[] {
  const groups: VerbGroup[] = [];
  for (let i = 0; i < words.length;) {
    const word = words[i] as Word;
    if (word.tag !== 'VERB' && word.tag !== 'AUX' && !(word.lower === 'to' && isVerb(words[i + 1]))) {
      i++;
      continue;
    }
    const group = groupAt(words, i);
    groups.push(group);
    i = group.to;
  }
  return groups;
}

function isVerb(word: Word | undefined): boolean {
  return word !== undefined && (word.tag === 'VERB' || word.tag === 'AUX');
}

function groupAt(words: Word[], from: number): VerbGroup {
  let head = from;
  let to = from + 1;
  const opensWithTo = (words[from] as Word).lower === 'to';
  while (to < words.length) {
    const word = words[to] as Word;
    const before = words[to - 1] as Word;
    if (word.tag === 'AUX' || (word.tag === 'VERB' && (words[head] as Word).tag !== 'VERB')) {
      head = to++;
    } else if (
      (word.tag === 'ADV' || word.tag === 'PART') &&
      word.lower !== 'to' &&
      carriesOn(words, to) &&
      before.tag !== 'VERB'
    )
      to++;
    else break;
  }
  while (to - 1 > head) to--;
  const inside = words.slice(from, to);
  const first = words[opensWithTo ? from + 1 : from] as Word;
  const auxiliaries = inside.slice(0, head - from);
  const passive =
    /(?:ed|en|wn|ne|ght|ld|id|de|ut|pt|lt)$/.test((words[head] as Word).lower) &&
    auxiliaries.some((w) => BE.has(w.lower));
  return {
    from,
    to,
    head,
    finite:
      !opensWithTo &&
      !(first.lower.endsWith('ing') && first.tag === 'VERB') &&
      first.lower !== 'been' &&
      first.lower !== 'being',
    passive,
    negated: inside.some((w) => w.lower === 'not' || w.lower === "n't" || w.lower === 'never'),
  };
}

/** Whether a verb follows the adverbs at `at`. */
function carriesOn(words: Word[], at: number): boolean {
  for (let i = at; i < Math.min(words.length, at + 3); i++) {
    const word = words[i] as Word;
    if (word.tag === 'VERB' || word.tag === 'AUX') return true;
    if (word.tag !== 'ADV' && word.tag !== 'PART') return false;
  }
  return false;
}
