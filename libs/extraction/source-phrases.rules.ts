import { ORGANISATIONS, OUTLETS, ROLES, TIME_WORDS } from './sources.lexicon.js';
import { personIn, type Person } from './names.rules.js';
import type { Word } from './words.rules.js';

/** What a person's paper says, the person says. */
const DOCUMENTS = new Set([
  'brief',
  'statement',
  'tweet',
  'email',
  'speech',
  'letter',
  'book',
  'post',
  'filing',
  'memo',
  'remarks',
  'lawsuit',
  'testimony',
]);

/** What somebody measured, wrote or filed; who did says what is in it. */
const PAPERS = new Set(
  'data report reports memo memorandum document documents figures statistics survey poll polls study analysis audit filing filings records review estimate estimates numbers'.split(
    ' ',
  ),
);

/** "data released Friday by state regulators" is what the regulators say: the words of who made a paper; all words where that is not said. */
export function makerOf(words: Word[]): Word[] {
  const paper = words.findIndex((w) => PAPERS.has(w.lower));
  const by = words.findIndex((w, i) => i > paper && (w.lower === 'by' || w.lower === 'from'));
  return paper === -1 || paper > 5 || by === -1 || by - paper > 6 || by + 1 >= words.length
    ? words
    : words.slice(by + 1);
}

/** "the Minister of Health of Ruritania Ivan Petrov": behind an office "of" somewhere, the first of three names is the place. */
export function afterPlace(words: Word[], run: Word[]): Word[] {
  const at = words.indexOf(run[0] as Word);
  const office = words.slice(0, Math.max(0, at)).some((w) => ROLES.has(w.lower));
  return office && words[at - 1]?.lower === 'of' && (personIn(run)?.length ?? 0) >= 3 ? run.slice(1) : run;
}

/** "Trump's campaign" and "a spokesman for Trump" are not Trump. */
export function owns(words: Word[], run: Word[]): boolean {
  const last = run.at(-1) as Word;
  const at = words.indexOf(last);
  const next = words[at + 1];
  if (next !== undefined && DOCUMENTS.has(words.at(-1)?.lower ?? '')) return false;
  if (next !== undefined && (next.text === "'s" || next.text === '’s' || (next.text === "'" && next.tag === 'PART')))
    return true;
  if (next !== undefined && ORGANISATIONS.has(next.lower)) return true;
  const before = words[words.indexOf(run[0] as Word) - 1];
  return before !== undefined && before.tag === 'ADP' && words[0] !== before && words.indexOf(before) > 0;
}

export function agrees(short: string, full: string): boolean {
  const a = short.toLowerCase().split(' ');
  const b = full.toLowerCase().split(' ');
  return (
    a.at(-1) === b.at(-1) &&
    (a[0] === b[0] || (a[0] ?? '').replace('.', '') === (b[0] ?? '').charAt(0) || a.length === 1)
  );
}

/** What a source phrase says of a person besides the name. */
export function roleIn(text: string, words: Word[], person: Person): string | null {
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return null;
  const phrase = text.slice(first.start, last.end);
  const parts = person.name.split(' ');
  const at = phrase.indexOf(parts[0] as string);
  const surnameAt = phrase.lastIndexOf(person.surname);
  if (at === -1 || surnameAt === -1) return null;
  const before = phrase
    .slice(0, Math.min(at, surnameAt))
    .replace(/[\s,(]+$/u, '')
    .trim();
  const after = phrase
    .slice(surnameAt + person.surname.length)
    .replace(/^[\s,(]+|[\s,)]+$/gu, '')
    .replace(/^\d{1,2},\s*/, '');
  const role = before.length > 2 ? before : after.length > 2 ? after : '';
  return role === '' ? null : role.replace(/\s+/g, ' ').slice(0, 160);
}

/** "Executives for Mondelez, which ...": without the clause, and without a plain word that only opens the sentence with a capital. */
function nameStart(words: Word[], proper: (w: Word) => boolean): number {
  const at = words.findIndex(proper);
  const next = words[at + 1];
  const opens =
    at === 0 && words[0] !== undefined && ROLES.has(words[0].lower.replace(/s$/, '')) && next?.tag === 'ADP';
  return opens ? words.findIndex((w, i) => i > 0 && proper(w)) : at;
}

/** The capitalised name of an outlet or organisation: in quotation marks, or from the first capital to the end of the phrase. */
export function properName(words: Word[], phrase: string): string | null {
  const quoted = /["“«]([^"”»]{2,60})["”»]/u.exec(phrase)?.[1];
  if (quoted !== undefined) return quoted.replace(/\s+(?:news agency|website|newspaper)$/i, '');
  const proper = (w: Word): boolean => w.tag === 'PROPN' && /^\p{Lu}/u.test(w.text) && !TIME_WORDS.has(w.lower);
  const at = nameStart(words, proper);
  if (at === -1) return null;
  const lastProper = words.findLastIndex(proper);
  let to = lastProper;
  while (
    to + 1 < words.length &&
    (words[to + 1] as Word).tag === 'NOUN' &&
    (ORGANISATIONS.has((words[to + 1] as Word).lower) || OUTLETS.has((words[to + 1] as Word).lower)) &&
    !PAPERS.has((words[to + 1] as Word).lower)
  )
    to++;
  if (words[to + 1]?.lower === 'of' && /^\p{Lu}/u.test(words[to + 2]?.text ?? '')) to += 2;
  const head = words.at(-1) as Word;
  if (to < words.length - 1 && head.tag === 'NOUN' && /^\p{Ll}/u.test(head.text) && ROLES.has(head.lower)) return null;
  const offset = (words[0] as Word).start;
  return phrase.slice((words[at] as Word).start - offset, (words[to] as Word).end - offset) || null;
}

/** "PENCE" as a name is written. */
export function titleCase(name: string): string {
  return /^[\p{Lu}\s.'-]+$/u.test(name)
    ? name.replace(/\p{L}+/gu, (w) => w.charAt(0) + w.slice(1).toLowerCase())
    : name;
}

/** One capitalised name and nothing else: a person the text calls by one name. */
export function isGivenName(word: Word): boolean {
  const run = word.tag === 'PROPN' && /^\p{Lu}\p{Ll}+$/u.test(word.text) ? personIn([word]) : null;
  return run !== null && !word.lower.endsWith('s');
}
