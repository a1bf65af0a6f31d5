import { lettersOf, termsOf } from '#matching';

/** What of a claim or an imported review can be found. */
export interface Findable {
  text: string;
  /** A headline, a wording for display, the words of claims that were merged into it. */
  others: readonly (string | null)[];
  claimants: readonly string[];
}

/** As it is kept: the stems with their places, as PostgreSQL writes a tsvector, and what letter grams are cut from. */
export interface IndexedText {
  terms: string;
  /** Each stem once. */
  stems: string[];
  length: number;
  letters: string;
}

/** Words longer than this are no words, and a tsvector takes none above 2 kB. */
const LONGEST = 100;
const MOST_PLACES = 255;
/** What PostgreSQL numbers places up to. */
const LAST_PLACE = 16_383;

/** The index form of a text: labels A for the claim, B for its other wordings, C for who said it. Letters without the claimants. */
export function indexed({ text, others, claimants }: Findable): IndexedText {
  const wordings = [...new Set(others.filter((other): other is string => other !== null && other !== text))];
  const places = new Map<string, string[]>();
  let length = 0;
  const add = (words: string, label: string): void => {
    for (const term of stemsOf(words)) {
      length += 1;
      const at = places.get(term);
      const place = `${Math.min(length, LAST_PLACE)}${label}`;
      if (!at) places.set(term, [place]);
      else if (at.length < MOST_PLACES) at.push(place);
    }
  };
  add(text, 'A');
  for (const wording of wordings) add(wording, 'B');
  for (const claimant of new Set(claimants)) add(claimant, 'C');
  const terms = [...places].map(([term, at]) => `'${term}':${at.join(',')}`).join(' ');
  return { terms, stems: [...places.keys()], length, letters: lettersOf([text, ...wordings].join(' \n ')) };
}

/** Letters, digits and points only: nothing that would have to be quoted. */
export function stemsOf(text: string): string[] {
  return termsOf(text).flatMap(({ term }) => (term.length <= LONGEST ? [term] : []));
}

/** How often a stem stands in a tsvector, as PostgreSQL writes it. */
export function countIn(terms: string, stem: string): number {
  const key = `'${stem}':`;
  const at = terms.startsWith(key) ? 0 : terms.indexOf(` ${key}`) + 1;
  if (at === 0 && !terms.startsWith(key)) return 0;
  let count = 1;
  for (let i = at + key.length; i < terms.length && terms[i] !== ' '; i++) if (terms[i] === ',') count += 1;
  return count;
}
