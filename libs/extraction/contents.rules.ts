import { CIRCUMSTANCE, isObject, overTime } from './circumstances.rules.js';
import { CUE_FORMS, QUOTES_ONLY, type CueVerb } from './cues.lexicon.js';
import { isNominal, isQuoteMark, subjectBefore, type Range } from './phrases.rules.js';
import type { Reading } from './reading.rules.js';
import type { VerbGroup } from './verbs.rules.js';
import type { Word } from './words.rules.js';

/** Verbs whose object is who was spoken to. */
export const SPOKEN_TO = new Set(
  'tell inform remind assure warn ask promise notify advise convince persuade urge caution instruct order'.split(' '),
);
const OPENS_CLAUSE = new Set(['if', 'whether', 'how', 'why', 'what', 'when', 'who', 'where', 'there', 'because']);
const DAYS =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^(?:yesterday|today|tomorrow|earlier|later|recently|again|also|simply|flatly|repeatedly|this|last|week|month|year|morning|night|afternoon|evening)$/;
const CLAUSE_ONLY = new Set(
  'say argue insist claim contend assert allege believe think declare state suggest predict'.split(' '),
);
export const JOINS = new Set(['and', 'but', 'or', 'then']);

/** "The benefit, it says, would be $300": the words on both sides of an aside between commas. */
export function asideOf(reading: Reading, at: number, after: number): Range[] | null {
  const { words, quoteOf, groups } = reading;
  const lead = words[at - 1]?.lower === 'as' ? at - 1 : at;
  if (lead < at && words[after]?.text === ',' && (lead === 0 || words[lead - 1]?.text === ':'))
    return [{ from: after + 1, to: endOf(reading, after + 1, null) }];
  if (lead < 2 || words[lead - 1]?.text !== ',' || words[after]?.text !== ',' || after - lead > 12) return null;
  if (
    (quoteOf[lead - 1] ?? -1) !== (quoteOf[lead] ?? -1) ||
    isQuoteMark(words[after + 1]) ||
    isQuoteMark(words[lead - 2])
  )
    return null;
  if (JOINS.has(words[after + 1]?.lower ?? '') || groups.some((g) => g.finite && g.to <= lead)) return null;
  if (!groups.some((g) => g.finite && g.from > after)) return null;
  return [
    { from: 0, to: lead - 1 },
    { from: after + 1, to: endOf(reading, after + 1, null) },
  ];
}

/** The clause or quotation that follows a cue; null where none does. */
export function clauseAfter(reading: Reading, from: number, verb: CueVerb): Range | null {
  const { words } = reading;
  const start = clauseStart(reading, from, verb);
  if (start === null) return null;
  const to = endOf(reading, start, null);
  return to - start >= 2 && words.slice(start, to).some((w) => w.tag !== 'PUNCT') ? { from: start, to } : null;
}

function clauseStart(reading: Reading, from: number, verb: CueVerb): number | null {
  const { words } = reading;
  let j = from;
  if (SPOKEN_TO.has(verb.lemma)) j = overRecipient(reading, j);
  for (let steps = 0; steps < 6 && j < words.length; steps++) {
    const time = overTime(words, j);
    if (time > j) {
      j = time;
      if (CIRCUMSTANCE.has(words[j]?.lower ?? '')) return overAside(reading, j, verb);
      continue;
    }
    const word = words[j] as Word;
    if (word.lower === 'that' && words[j + 1]?.text === ',' && j + 2 < words.length) return j + 2;
    if (word.lower === 'that' && startsClause(reading, j + 1)) return j + 1;
    if (word.lower === 'that' && (words[j + 1]?.tag === 'AUX' || words[j + 1]?.tag === 'VERB')) return j;
    if (word.lower === 'that' && loose(reading, j + 1, verb)) return j + 1;
    if (word.text === ':') return j + 1 < words.length ? j + 1 : null;
    if (word.text === ',')
      return isQuoteMark(words[j + 1]) && opensQuote(reading, j + 1) ? j + 1 : overAside(reading, j, verb);
    if (isQuoteMark(word) && opensQuote(reading, j)) return j;
    if (OPENS_CLAUSE.has(word.lower)) return j;
    if (QUOTES_ONLY.has(verb.lemma) && word.lower !== 'out') return overAside(reading, j, verb);
    if (startsClause(reading, j)) return j;
    if (isNominal(word) && !DAYS.test(word.lower) && loose(reading, j, verb)) return j;
    if (word.tag === 'ADV' || DAYS.test(word.lower) || word.lower === 'out') j++;
    else if (word.tag === 'ADP' || word.tag === 'PROPN' || word.lower === 'to') return overAside(reading, j, verb);
    else return null;
  }
  return null;
}

/** Verbs that hardly take anything but a clause: any finite verb further on will do, however long its subject. */
function loose(reading: Reading, from: number, verb: CueVerb): boolean {
  if (!CLAUSE_ONLY.has(verb.lemma)) return false;
  return reading.groups.some((g) => g.finite && g.from > from && g.from - from < 40);
}

/** After "said on Tuesday in a statement": the "that", colon or quotation that opens the words after all, with no verb between. */
function overAside(reading: Reading, from: number, verb: CueVerb): number | null {
  const { words } = reading;
  for (let i = from; i < Math.min(words.length - 1, from + 16); i++) {
    const word = words[i] as Word;
    if (word.lower === 'that' && i > from && startsClause(reading, i + 1))
      return isObject(words, from, i) ? null : i + 1;
    if (word.text === ':' && i > from) return i + 1;
    if (isQuoteMark(word) && opensQuote(reading, i) && i > from && (words[i - 1] as Word).text === ',') return i;
    if (
      DAYS.test(word.lower) &&
      verb.lemma !== 'report' &&
      !CIRCUMSTANCE.has(words[i + 1]?.lower ?? '') &&
      startsClause(reading, i + 1)
    )
      return i + 1;
    if (word.tag === 'VERB' || word.tag === 'AUX') return null;
  }
  return null;
}

export function overRecipient(reading: Reading, from: number): number {
  const { words } = reading;
  if (isQuoteMark(words[from]) || !isNominal(words[from]) || (words[from] as Word).lower === 'that') return from;
  let i = from;
  while (i < words.length && isNominal(words[i]) && (words[i] as Word).lower !== 'that') {
    const pronoun =
      (words[i] as Word).tag === 'PRON' && !/^(?:his|her|its|their|my|our|your)$/.test((words[i] as Word).lower);
    i++;
    if (pronoun) break;
    if (startsClause(reading, i) && !isNominal(words[i + 1]) && (words[i] as Word).tag === 'PRON') break;
    if ((words[i] as Word | undefined)?.lower === 'of' && isNominal(words[i + 1])) i++;
    if ((words[i] as Word | undefined)?.lower === 'and' && isNominal(words[i + 1])) i++;
    if (/^['’]s?$/.test((words[i] as Word | undefined)?.text ?? '')) i++;
  }
  return i;
}

export function opensQuote(reading: Reading, at: number): boolean {
  const here = reading.quoteOf[at] ?? -1;
  return here !== -1 && (reading.quoteOf[at - 1] ?? -1) !== here;
}

/** Whether a subject and its finite verb begin here. */
export function startsClause(reading: Reading, from: number): boolean {
  const { words, groups } = reading;
  const first = words[from];
  if (first === undefined) return false;
  const starts =
    isNominal(first) ||
    isQuoteMark(first) ||
    [
      'in',
      'if',
      'when',
      'while',
      'after',
      'although',
      'by',
      'on',
      'under',
      'there',
      'during',
      'even',
      'only',
      'despite',
      'as',
      'for',
      'at',
    ].includes(first.lower) ||
    /^(?:about|nearly|almost|roughly|around|more|less|fewer|up)$/.test(first.lower);
  if (!starts) return false;
  for (const group of groups) {
    if (group.from <= from) continue;
    if (group.from - from > 30 || /^[:;]$/.test((words[group.from - 1] as Word).text)) return false;
    if (words.slice(from, group.from).some((w) => w.text === ':' || w.text === ';')) return false;
    if (!group.finite || group.from === from) continue;
    const subject = subjectBefore(words, group.from, from);
    if (subject === null) continue;
    const lead = words.slice(from, subject.from);
    if (subject.from === from || (!isNominal(first) && !lead.some((w) => w.tag === 'VERB')))
      return subject.to <= group.from;
    if (lead.every((w) => w.tag !== 'VERB' && w.tag !== 'AUX')) return true;
    return false;
  }
  return false;
}

/** "They lied, Smith said": the clause before, when nothing that is said follows, or when a quotation ends right before. */
export function clauseBefore(
  reading: Reading,
  lead: number,
  behind: Range | null,
  after: number,
  verb: CueVerb,
): Range | null {
  const { words, quoteOf } = reading;
  let end = lead;
  if (words[end - 1]?.lower === 'as') end--;
  const mark = words[end - 1];
  if (mark === undefined || !(mark.text === ',' || isQuoteMark(mark) || /^[—–?!]$/.test(mark.text))) return null;
  const rest = SPOKEN_TO.has(verb.lemma) || verb.lemma === 'write' ? overRecipient(reading, after) : after;
  const quoted = isQuoteMark(mark) && (quoteOf[end - 1] ?? -1) !== -1 && quoteOf[end - 1] !== quoteOf[lead];
  if (behind !== null && !quoted) return null;
  if (!quoted && !closesSentence(reading, rest)) return null;
  let from = 0;
  for (let i = end - 2; i > 0; i--)
    if ((words[i] as Word).text === ';') {
      from = i + 1;
      break;
    }
  while (from < end && ((words[from] as Word).tag === 'CCONJ' || (words[from] as Word).text === ',')) from++;
  const to = quoted ? end : end - 1;
  const hasVerb = reading.groups.some((g) => g.from >= from && g.to <= to && g.finite);
  return to - from >= 2 && (hasVerb || quoted) ? { from, to } : null;
}

/** After the cue only a day, a place or an aside, up to the end of the sentence or a comma. */
function closesSentence(reading: Reading, after: number): boolean {
  const { words, groups } = reading;
  const next = words[after];
  if (next === undefined || next.tag === 'PUNCT') return true;
  if (next.tag === 'ADP' || next.tag === 'ADV' || DAYS.test(next.lower) || next.lower === 'to')
    return !groups.some(
      (g) => g.from >= after && g.finite && subjectBefore(words, g.from, after) !== null && g.from - after < 12,
    );
  return false;
}

/** Where words that began at `from` end: the sentence, or the next cue with a source of its own. */
export function endOf(reading: Reading, from: number, skip: VerbGroup | null): number {
  const { words, groups, quoteOf } = reading;
  let end = words.length;
  while (end > from + 1 && /^[.;:,]+$/.test((words[end - 1] as Word).text) && (quoteOf[end - 1] ?? -1) === -1) end--;
  for (const group of groups) {
    if (group.from <= from + 1 || group === skip || group.from >= end) continue;
    if ((quoteOf[group.head] ?? -1) !== -1) continue;
    const verb = CUE_FORMS.get((words[group.head] as Word).lower);
    if (verb === undefined || !verb.classes.has('say')) continue;
    const cut = cutBefore(reading, group, from);
    if (cut !== null) return cut;
  }
  for (let i = from + 2; i < end; i++)
    if ((words[i] as Word).lower === 'according' && words[i + 1]?.lower === 'to' && (quoteOf[i] ?? -1) === -1)
      return (words[i - 1] as Word).text === ',' ? i - 1 : i;
  return end;
}

function cutBefore(reading: Reading, group: VerbGroup, from: number): number | null {
  const { words } = reading;
  let i = beforeAdverbs(words, group.from - 1);
  if (!group.finite)
    return (words[i] as Word | undefined)?.text === ',' && i > from && (words[group.from] as Word).lower.endsWith('ing')
      ? i
      : null;
  const subject = subjectBefore(words, group.from, from + 1);
  if (subject !== null && subject.to <= group.from) i = subject.from - 1;
  const joint = words[i];
  if (joint === undefined || i <= from) return null;
  if (JOINS.has(joint.lower) && (words[i - 1] as Word).text === ',') return i - 1;
  if (['while', 'although', 'though', 'whereas'].includes(joint.lower))
    return (words[i - 1] as Word).text === ',' ? i - 1 : i;
  if (joint.text === ';' || joint.text === ',') return closesSentence(reading, group.to) ? i : null;
  return JOINS.has(joint.lower) && subject === null && /(?:ed|said|told|wrote)$/.test((words[group.head] as Word).lower)
    ? i
    : null;
}

/** What a verb of stance is about: the noun phrase, and what goes with it, to the next comma or clause. */
export function objectAfter(reading: Reading, from: number, group: VerbGroup): Range | null {
  const { words } = reading;
  let start = from;
  while (
    start < words.length &&
    ((words[start] as Word).tag === 'ADV' || ['out', 'off', 'up'].includes((words[start] as Word).lower))
  )
    start++;
  const preposition = words[start];
  if (
    preposition?.tag === 'ADP' &&
    ['for', 'on', 'to', 'about', 'with', 'against', 'of', 'over', 'that'].includes(preposition.lower)
  )
    start++;
  if (!isNominal(words[start]) && !isQuoteMark(words[start]) && !(words[start]?.lower.endsWith('ing') ?? false))
    return null;
  let to = start;
  const limit = endOf(reading, start, group);
  for (; to < limit; to++) {
    const word = words[to] as Word;
    if (word.text === ',' && to > start) {
      const next = words[to + 1];
      if (
        next === undefined ||
        next.tag === 'CCONJ' ||
        next.tag === 'VERB' ||
        next.tag === 'SCONJ' ||
        next.lower === 'which' ||
        next.lower === 'who'
      )
        break;
    }
    if (word.text === ';' || word.text === '—') break;
  }
  return to > start ? { from: start, to } : null;
}

export function beforeAdverbs(words: Word[], from: number): number {
  let i = from;
  while (i >= 0 && (words[i] as Word).tag === 'ADV') i--;
  return i;
}
