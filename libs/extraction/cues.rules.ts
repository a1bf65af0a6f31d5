import { CUE_FORMS, DENYING, NOUNS, type CueVerb } from './cues.lexicon.js';
import { asideOf, beforeAdverbs, clauseAfter, clauseBefore, endOf, JOINS, objectAfter } from './contents.rules.js';
import { anyContent, unlistedContent } from './loose-contents.rules.js';
import { isHead, isQuoteMark, subjectBefore, type Range } from './phrases.rules.js';
import { nounPhraseAfter } from './phrases-after.rules.js';
import type { Reading } from './reading.rules.js';
import { OUTLETS, ROLES, TIME_WORDS } from './sources.lexicon.js';
import type { VerbGroup } from './verbs.rules.js';
import type { Word } from './words.rules.js';

/** A holding found inside one sentence, in words. `source` is null where none is named. */
export interface Cued {
  source: Range | null;
  cue: Range;
  content: Range[];
  lemma: string;
  /** `clause`: words said or shown; `stance`: held, wanted, praised, blamed. */
  sort: 'clause' | 'stance';
  passive: boolean;
  negated: boolean;
  /** The cue itself stands inside a quotation. */
  nested: boolean;
}

const VOICING = new Set(['express', 'voice', 'convey', 'raise', 'stress', 'repeat', 'issue', 'bring']);

/** Every cue verb of a sentence with its source and content. Work is bounded by the words of the sentence times its verbs. */
export function cuesIn(reading: Reading): Cued[] {
  const out: Cued[] = [];
  reading.groups.forEach((group, at) => {
    const verb = CUE_FORMS.get((reading.words[group.head] as Word).lower);
    if (verb === undefined) {
      const found = unlistedCue(reading, group, at);
      if (found !== null) out.push(found);
      return;
    }
    if (words(reading, group.from - 1) === 'as' && words(reading, group.to) === 'by') return;
    const cued = cuedBy(reading, group, at, verb);
    if (cued !== null && !(cued.nested && cued.sort === 'stance')) out.push(cued);
  });
  return out;
}

/** "The senator cracked, "..."", "she made the case that": held by what follows alone. */
function unlistedCue(reading: Reading, group: VerbGroup, at: number): Cued | null {
  if (group.passive || (reading.quoteOf[group.head] ?? -1) !== -1) return null;
  const lemma = (reading.words[group.head] as Word).lower;
  if (
    /^(?:is|are|was|were|be|been|being|am|'s|'re|seem(?:s|ed)?|appear(?:s|ed)?|happen(?:s|ed)?|turn(?:s|ed)?)$/.test(
      lemma,
    )
  )
    return null;
  const source = sourceOf(reading, group, at);
  const held = source === null ? null : unlistedContent(reading, group.to);
  if (source === null || held === null || weak(reading.words, source)) return null;
  if (!held.quoted && !reading.words.slice(source.from, source.to).some(speaksForItself)) return null;
  return {
    source,
    cue: { from: group.from, to: group.to },
    content: [held.content],
    lemma,
    sort: held.quoted ? 'clause' : 'stance',
    passive: false,
    negated: group.negated,
    nested: false,
  };
}

/** A name, a person by office, or a pronoun for one. */
function speaksForItself({ tag, lower }: Word): boolean {
  return (
    tag === 'PROPN' || ROLES.has(lower) || /^(?:he|she|they|we|i|who|some|many|others|critics|people)$/.test(lower)
  );
}

function words(reading: Reading, at: number): string {
  return reading.words[at]?.lower ?? '';
}

function cuedBy(reading: Reading, group: VerbGroup, at: number, verb: CueVerb): Cued | null {
  if (group.passive) return passiveCue(reading, group, at, verb);
  const { words, quoteOf } = reading;
  const nested = (quoteOf[group.head] ?? -1) !== -1;
  let source = sourceOf(reading, group, at);
  let after = group.to;
  if (source === null || weak(words, source)) {
    const inverted = invertedSource(reading, group);
    if (inverted !== null) {
      source = inverted;
      after = inverted.to;
    }
  }
  if (source === null && !group.finite) return null;
  const make = (content: Range[], sort: 'clause' | 'stance'): Cued => ({
    source,
    cue: { from: group.from, to: group.to },
    content,
    lemma: verb.lemma,
    sort,
    passive: false,
    negated: group.negated,
    nested,
  });
  const lead = Math.min(group.from, source !== null && source.to <= group.from ? source.from : group.from);
  const aside = verb.classes.has('say') || verb.classes.has('mind') ? asideOf(reading, lead, after) : null;
  if (aside !== null) return make(aside, 'clause');
  const said = verb.classes.has('say') || verb.classes.has('mind') || verb.classes.has('show');
  if (said) {
    const behind = clauseAfter(reading, after, verb);
    const ahead =
      verb.classes.has('say') || verb.classes.has('mind') || verb.classes.has('show')
        ? clauseBefore(reading, lead, behind, after, verb)
        : null;
    if (behind !== null && ahead !== null) return make([ahead, behind], 'clause');
    if (behind !== null) return make([behind], 'clause');
    if (ahead !== null) return make([ahead], 'clause');
  }
  if (source === null) return null;
  const wished = verb.classes.has('to') && words[after]?.lower === 'to' && words[after + 1] !== undefined;
  if (wished) return make([{ from: after, to: endOf(reading, after, group) }], 'stance');
  if (verb.classes.has('of')) {
    const object = objectAfter(reading, after, group);
    const given = object !== null && inPaper(reading, source, verb);
    if (given) return { ...make([object], 'clause'), cue: { from: source.from - 2, to: group.to } };
    const notion =
      object !== null && (DENYING.has(verb.lemma) || VOICING.has(verb.lemma)) ? heldNotion(words, object) : null;
    if (object !== null && (verb.lemma !== 'raise' || voices(words, object)))
      return make([notion ?? object], notion === null ? 'stance' : 'clause');
  }
  const any = said && group.finite ? anyContent(reading, lead, after, verb) : null;
  if (any === null) return null;
  const clause = words[any.from - 1]?.lower === 'that' || ['say', 'add'].includes(verb.lemma);
  return make([any], clause ? 'clause' : 'stance');
}

const CALLS = new Set(['call', 'urge', 'demand', 'advocate', 'reject', 'oppose', 'propose', 'recommend']);

/** "an interview in which he called for the union of all": what is in the interview is its speaker's. */
function inPaper({ words }: Reading, source: Range, { lemma }: CueVerb): boolean {
  const lead = words.slice(Math.max(0, source.from - 2), source.from).map((w) => w.lower);
  return CALLS.has(lemma) && lead.join(' ') === 'in which';
}

/** "raised doubts about it", not "raised taxes". */
function voices(words: Word[], { from, to }: Range): boolean {
  return words.slice(from, Math.min(to, from + 4)).some((w) => NOUNS.has(w.lower));
}

/** "the idea that she needed it", "optimism that": what follows is a statement. */
function heldNotion(words: Word[], { from, to }: Range): Range | null {
  for (let i = from + 1; i < Math.min(to - 3, from + 7); i++)
    if ((words[i] as Word).lower === 'that') return { from: i + 1, to };
  return null;
}

/** "is expected to", "was endorsed by the union": the holder stands behind "by" or is not named at all. */
function passiveCue(reading: Reading, group: VerbGroup, at: number, verb: CueVerb): Cued | null {
  const { words } = reading;
  const subject = sourceOf(reading, group, at);
  if (subject === null) return null;
  let source: Range | null = null;
  const next = words[group.to];
  const content: Range[] = [subject];
  if (next?.lower === 'by') source = nounPhraseAfter(words, group.to + 1);
  else if (next !== undefined && ['to', 'as', 'of', 'for', 'that'].includes(next.lower))
    content.push({ from: group.to, to: endOf(reading, group.to, group) });
  else return null;
  if (next?.lower === 'by' && source === null) return null;
  if (
    source === null &&
    !verb.classes.has('mind') &&
    ![
      'say',
      'report',
      'expect',
      'accuse',
      'see',
      'describe',
      'characterise',
      'characterize',
      'portray',
      'call',
      'view',
      'regard',
      'consider',
      'allege',
      'project',
      'predict',
      'charge',
      'rumour',
    ].includes(verb.lemma)
  )
    return null;
  const quoted = source === null ? quotedAs(reading, group.to) : null;
  return {
    source: quoted === null ? source : websiteIn(reading, Math.max(0, subject.from - 1), group.from),
    cue: { from: group.from, to: group.to },
    content: quoted === null ? content : [quoted],
    lemma: verb.lemma,
    sort: quoted === null ? 'stance' : 'clause',
    passive: true,
    negated: group.negated,
    nested: (reading.quoteOf[group.head] ?? -1) !== -1,
  };
}

/** "is characterised as "an officer who has served for 28 years"": a quotation that states something. */
function quotedAs({ words, groups, quoteOf }: Reading, at: number): Range | null {
  const from = at + 1;
  const quote = quoteOf[from] ?? -1;
  if (words[at]?.lower !== 'as' || !isQuoteMark(words[from]) || quote === -1) return null;
  const to = quoteOf.lastIndexOf(quote) + 1;
  return to - from > 8 && groups.some((g) => g.finite && g.from > from && g.to < to) ? { from, to } : null;
}

/** "on the website of the ministry", between a subject and its verb: who says it. */
function websiteIn({ words }: Reading, from: number, to: number): Range | null {
  const on = words.findIndex((w, i) => i >= from && i < to && (w.lower === 'on' || w.lower === 'in'));
  const phrase = on === -1 ? null : nounPhraseAfter(words, on + 1, to);
  return phrase !== null && words.slice(phrase.from, phrase.to).some((w) => OUTLETS.has(w.lower)) ? phrase : null;
}

function weak(words: Word[], source: Range): boolean {
  const only = words[source.from] as Word;
  return source.to - source.from === 1 && ['that', 'which', 'it', 'what'].includes(only.lower);
}

/** The subject of a verb: before it, or shared with the verb before. */
export function sourceOf(reading: Reading, group: VerbGroup, at: number): Range | null {
  const { words, groups, quoteOf } = reading;
  const before = words[beforeAdverbs(words, group.from - 1)];
  const shared = (): Range | null => {
    for (let k = at - 1; k >= Math.max(0, at - 3); k--) {
      const other = groups[k] as VerbGroup;
      if (!other.finite || quoteOf[other.head] !== quoteOf[group.head]) continue;
      const found = subjectBefore(words, other.from);
      if (found !== null) return found;
    }
    return null;
  };
  if (!group.finite) {
    const participle = (words[group.from] as Word).lower.endsWith('ing');
    if (before === undefined && participle) return nextSubject(reading, at);
    if (participle && isHead(before) && before?.tag !== 'PRON') return shared() ?? subjectBefore(words, group.from);
    return shared();
  }
  if (before !== undefined && JOINS.has(before.lower)) return shared();
  const own = subjectBefore(words, group.from);
  if (own !== null) return own;
  return before !== undefined && (before.text === ',' || before.tag === 'VERB') && !isQuoteMark(before) ? null : null;
}

function nextSubject(reading: Reading, at: number): Range | null {
  for (let k = at + 1; k < Math.min(reading.groups.length, at + 4); k++) {
    const other = reading.groups[k] as VerbGroup;
    const before = reading.words[other.from - 1];
    if (!other.finite || before === undefined) continue;
    const subject = subjectBefore(reading.words, other.from);
    if (subject !== null && reading.words[subject.from - 1]?.text === ',') return subject;
  }
  return null;
}

/** "...," said Smith, the mayor. */
function invertedSource(reading: Reading, group: VerbGroup): Range | null {
  const { words } = reading;
  const before = words[beforeAdverbs(words, group.from - 1)];
  if (
    before === undefined ||
    !(before.text === ',' || isQuoteMark(before) || before.text === '—' || before.lower === 'as')
  )
    return null;
  const phrase = nounPhraseAfter(words, group.to);
  if (phrase === null) return null;
  const first = words[phrase.from] as Word;
  if (words.slice(phrase.from, phrase.to).every((w) => TIME_WORDS.has(w.lower) || w.tag === 'NUM')) return null;
  if (
    isQuoteMark(first) &&
    (reading.quoteOf[phrase.from] ?? -1) !== -1 &&
    words.slice(phrase.from).filter(isQuoteMark).length < 2
  )
    return null;
  return phrase;
}
