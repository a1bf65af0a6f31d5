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
}

/** Runs of capitalised words that are names of people, and what else the text calls them. */
export interface Names {
  people: Map<string, Person>;
  /** The person a surname or other short form stands for. */
  bySurname: Map<string, Person>;
}

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
      const known = people.get(name);
      if (known === undefined) people.set(name, made(name, full));
      else known.mentions++;
    }
  const bySurname = surnames(people);
  for (const reading of readings) readGender(reading, bySurname);
  return { people, bySurname };
}

function made(name: string, full: Word[]): Person {
  const female = FEMALE.has((full[0] as Word).lower);
  return { name, surname: (full.at(-1) as Word).text, female, male: false, mentions: 1 };
}

/** One person per surname: the most mentioned, and among equals the fullest. */
function surnames(people: Map<string, Person>): Map<string, Person> {
  const out = new Map<string, Person>();
  for (const person of people.values()) {
    const key = person.surname.toLowerCase();
    const known = out.get(key);
    if (known === undefined || person.mentions > known.mentions) out.set(key, person);
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

/** The part of a run that is a person's name; null where it names something else. */
export function personIn(run: Word[]): Word[] | null {
  let words = run;
  for (;;) {
    const first = words[0];
    if (first === undefined) return null;
    const plain = first.lower.replace(/\.$/, '');
    const capitals = /^\p{Lu}{2,}$/u.test(first.text);
    if (TITLES.has(plain) || ROLES.has(plain) || TIME_WORDS.has(plain) || first.text === '.' || first.text === '-')
      words = words.slice(1);
    else if (
      words.length > 2 &&
      (countries().has(first.text) || PLACES.has(plain) || PLACES.has(first.text) || capitals)
    )
      words = words.slice(1);
    else if (ORGANISATIONS.has(plain) || OUTLETS.has(plain)) {
      if (words.length < 3) return null;
      words = words.slice(1);
    } else break;
  }
  if (words.some((w) => OUTLETS.has(w.lower) || ORGANISATIONS.has(w.lower) || TIME_WORDS.has(w.lower))) return null;
  if (words.some((w) => countries().has(w.text) || PLACES.has(w.text))) return null;
  if (words.length > 4 || words.some((w) => /\d/.test(w.text))) return null;
  if (words.length === 1 && /^\p{Lu}{2,}$/u.test((words[0] as Word).text)) return null;
  return words;
}

/** Words as they stand, joined by single spaces; "F . Kennedy" closes up. */
export function joined(words: Word[]): string {
  return words
    .map((w) => w.text)
    .join(' ')
    .replace(/ ([.'-]) ?/g, (_, mark: string) => (mark === '.' ? '. ' : mark))
    .trim();
}
