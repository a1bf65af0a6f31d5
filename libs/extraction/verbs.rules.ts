import { CUE_FORMS } from './cues.lexicon.js';
import { TIME_WORDS } from './sources.lexicon.js';
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
  groups.forEach((group, at) => {
    if (group.from > 0 && words[group.from - 1]?.lower === 'having') group.finite = false;
    if (group.finite && isReduced(words, group, groups[at + 1])) group.finite = false;
  });
  return groups;
}

/** Participles that are never a past tense by themselves. */
const PARTICIPLES = new Set(
  (
    'been seen known shown given taken written spoken driven done gone broken chosen fallen forgotten hidden stolen sworn torn worn thrown drawn ' +
    'grown flown begun beaten'
  ).split(' '),
);
/** Past forms that are participles as well. */
const EITHER = new Set(
  'sent made held built paid lost left told found sold set hit cut put led brought bought caught'.split(' '),
);

/** "the emails sent to Powell were", "a state seen as critical": a participle behind its noun, and no verb of a clause. */
function isReduced(words: Word[], { from, head }: VerbGroup, next: VerbGroup | undefined): boolean {
  const word = words[head] as Word;
  const before = words[from - 1];
  if (from !== head || word.tag !== 'VERB' || before === undefined) return false;
  if (PARTICIPLES.has(word.lower)) return true;
  if (!word.lower.endsWith('ed') && !EITHER.has(word.lower)) return false;
  if (!['NOUN', 'PROPN', 'NUM'].includes(before.tag) || next === undefined || !next.finite) return false;
  const behind = words[head + 1];
  if (behind?.lower !== 'by' && CUE_FORMS.get(word.lower)?.classes.has('say') === true) return false;
  const between = words.slice(head + 1, next.from);
  if (behind === undefined || !(behind.tag === 'ADP' || between.length === 0 || TIME_WORDS.has(behind.lower)))
    return false;
  return between.length < 25 && between.every((w, i) => goesWithNoun(w, between[i + 1]));
}

/** Nothing between a participle and the verb of its sentence opens a clause: no mark, no joint but "and to", no pronoun that does something. */
function goesWithNoun(word: Word, next: Word | undefined): boolean {
  if (word.tag === 'CCONJ') return next?.tag === 'ADP';
  if (word.tag === 'SCONJ' || word.tag === 'VERB' || word.tag === 'AUX') return false;
  if (/^(?:who|which|that|whose|where|when|as|after|before|if|he|she|it|they|we|i|you)$/.test(word.lower)) return false;
  return word.tag !== 'PUNCT' || word.text === '-' || word.text === '.';
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
      !(first.lower.endsWith('ing') && first.lower !== 'bring') &&
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
