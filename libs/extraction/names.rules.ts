import { countries, FEMALE, ORGANISATIONS, OUTLETS, PLACES, ROLES, TIME_WORDS, TITLES } from './sources.lexicon.js';
import type { Reading } from './reading.rules.js';
import type { Word } from './words.rules.js';

/** A person the text names, under the fullest form found. */
export interface Person {
  name: string;
  surname: string;
  role?: string;
  female: boolean;
  male: boolean;
  mentions: number;
  /** The word of office right before the name, lower case: minister, nominee, senator. */
  calledAs?: string;
}

/** Runs of capitalised words that are names of people, and what else the text calls them. */
export interface Names {
  people: Map<string, Person>;
  /** The person a surname or other short form stands for. */
  bySurname: Map<string, Person>;
}

/** Peoples and parties, as adjectives before a name. */
const DEMONYM =
  /^(?:Republican|Democratic?|American|British|English|Scottish|Irish|French|German|Italian|Spanish|Russian|Ukrainian|Polish|Turkish|Israeli|Iranian|Iraqi|Syrian|Saudi|Afghan|Pakistani|Indian|Chinese|Japanese|Korean|Tajik|Uzbek|Kazakh|Mexican|Canadian|Brazilian|Australian|African|European|Asian|Arab|Muslim|Christian|Jewish|Conservative|Liberal|Labour)$/;
/** Capitals that are no surname in a transcript. */
const ACRONYM = /^(?:\p{Lu}{2,3}|ISIS|NATO|GBAO|OMON|CSTO|CTSO|UNHCR|NASA|USIA|CNBC|MSNBC|AFL|ACLU|FEMA)$/u;
const CONNECTORS = new Set([
  'de',
  'van',
  'von',
  'der',
  'den',
  'al',
  'bin',
  'ibn',
  'la',
  'le',
  'du',
  'da',
  'dos',
  'el',
  'ben',
  'abu',
  'of',
]);
const NAME_SHAPE = /^\p{Lu}[\p{L}'’.-]*$/u;

export function namesIn(readings: Reading[]): Names {
  const people = new Map<string, Person>();
  for (const reading of readings)
    for (const run of runsOf(reading.words)) {
      const full = personIn(run);
      if (full === null || full.length < 2) continue;
      const name = joined(full);
      const person = people.get(name) ?? made(name, full);
      person.mentions++;
      people.set(name, person);
      person.calledAs ??= calledAs(reading.words, full[0] as Word);
    }
  const bySurname = surnames(people);
  for (const reading of readings) readGender(reading, bySurname);
  return { people, bySurname };
}

function made(name: string, full: Word[]): Person {
  const female = FEMALE.has((full[0] as Word).lower);
  return { name, surname: (full.at(-1) as Word).text, female, male: false, mentions: 0 };
}

function calledAs(words: Word[], first: Word): string | undefined {
  const at = words.indexOf(first);
  for (let i = at - 1; i >= Math.max(0, at - 2); i--) {
    const plain = (words[i] as Word).lower.replace(/\.$/, '');
    if (ROLES.has(plain)) return plain;
    if ((words[i] as Word).text !== '.') return undefined;
  }
  return undefined;
}

/** One person per surname: the most mentioned, and among equals the fullest. */
function surnames(people: Map<string, Person>): Map<string, Person> {
  const out = new Map<string, Person>();
  for (const person of people.values()) {
    const key = person.surname.toLowerCase();
    const known = out.get(key);
    const shorter = known !== undefined && known.name.endsWith(` ${person.name}`);
    if (known === undefined || shorter || person.mentions > known.mentions) out.set(key, person);
  }
  for (const person of people.values()) {
    const first = (person.name.split(' ')[0] ?? '').toLowerCase();
    if (!out.has(first) && first.length > 2) out.set(first, person);
  }
  return out;
}

function readGender(reading: Reading, bySurname: Map<string, Person>): void {
  const { words } = reading;
  let last: Person | undefined;
  words.forEach((word, i) => {
    const person = word.tag === 'PROPN' ? bySurname.get(word.lower) : undefined;
    if (person !== undefined) {
      last = person;
      const title = words[i - 1]?.lower ?? '';
      if (title === 'mr') person.male = true;
      if (title === 'ms' || title === 'mrs') person.female = true;
    } else if (last !== undefined && (word.lower === 'she' || word.lower === 'her'))
      last.female ||= !last.male && i < 25 && FEMALE.has(last.name.split(' ')[0]?.toLowerCase() ?? '');
  });
}

/** Maximal runs of capitalised proper nouns, initials and name particles. */
export function runsOf(words: Word[]): Word[][] {
  const runs: Word[][] = [];
  let run: Word[] = [];
  const close = (): void => {
    while (run.length > 0 && !NAME_SHAPE.test((run.at(-1) as Word).text)) run.pop();
    if (run.length > 0) runs.push(run);
    run = [];
  };
  words.forEach((word, i) => {
    const next = words[i + 1];
    const named =
      NAME_SHAPE.test(word.text) &&
      (word.tag === 'PROPN' || (run.length > 0 && next?.tag === 'PROPN' && word.tag !== 'PRON' && word.tag !== 'DET'));
    if (named) run.push(word);
    else if (run.length > 0 && word.text === '.' && (run.at(-1) as Word).text.length <= 4 && next?.tag === 'PROPN')
      run.push(word);
    else if (
      run.length > 0 &&
      CONNECTORS.has(word.lower) &&
      word.lower !== 'of' &&
      next !== undefined &&
      NAME_SHAPE.test(next.text)
    )
      run.push(word);
    else if (
      run.length > 0 &&
      word.text === '-' &&
      next !== undefined &&
      NAME_SHAPE.test(next.text) &&
      word.start === (run.at(-1) as Word).end &&
      next.start === word.end
    )
      run.push(word);
    else close();
  });
  close();
  return runs;
}

/** The part of a run that is a person's name: what follows the last title, body, people or acronym in it. null where that is nothing, or too much. */
export function personIn(run: Word[]): Word[] | null {
  const last = run.findLastIndex((w) => partOfTitle(w));
  let words = run.slice(last + 1);
  while (words.length > 2 && (isPlace(words[0] as Word) || (words[0] as Word).text === '-')) words = words.slice(1);
  while (words.length > 0 && /^[.-]$/.test((words[0] as Word).text)) words = words.slice(1);
  if (words.length === 0 || words.length > 4) return null;
  if (words.some((w) => isPlace(w) || TIME_WORDS.has(w.lower) || /\d/.test(w.text))) return null;
  if (words.length === 1 && /^\p{Lu}{2,}$/u.test((words[0] as Word).text)) return run.length === 1 ? words : null;
  return words;
}

function isPlace(word: Word): boolean {
  return countries().has(word.text) || PLACES.has(word.text) || word.text === 'New' || word.text === 'York';
}

function partOfTitle(word: Word): boolean {
  const plain = word.lower.replace(/\.$/, '');
  if (TITLES.has(plain) || ROLES.has(plain) || ORGANISATIONS.has(plain) || OUTLETS.has(plain) || TIME_WORDS.has(plain))
    return true;
  return DEMONYM.test(word.text) || (/^\p{Lu}{2,}$/u.test(word.text) && ACRONYM.test(word.text));
}

/** Words as they stand, joined by single spaces; "F . Kennedy" closes up. */
export function joined(words: Word[]): string {
  return words
    .map((w) => w.text)
    .join(' ')
    .replace(/ ([.'-]) ?/g, (_, mark: string) => (mark === '.' ? '. ' : mark))
    .trim();
}
