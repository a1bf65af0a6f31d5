import { stem } from './stem.rules.js';

/** Longer texts are searched by their beginning: a claim is a sentence, and a post a paragraph. */
export const MOST_UNITS = 5000;

const STOP = new Set(
  (
    'a about above after again against all am an and any are as at be because been before being below between both but by can could did do does ' +
    'doing down during each few for from further had has have having he her here hers herself him himself his how i if in into is it its itself ' +
    'just me more most my myself no nor not now of off on once only or other our ours ourselves out over own same she should so some such than that ' +
    'the their theirs them themselves then there these they this those through to too under until up very was we were what when where which while ' +
    'who whom why will with would you your yours yourself yourselves s t d ll m re ve don didn doesn isn aren wasn weren hasn haven won wouldn'
  ).split(' '),
);

/** A term as it is indexed, and the word as it stands in the text. */
export interface Term {
  term: string;
  word: string;
}

/**
 * The words of a text as terms: lower case, marks and accents off, English stop words out, stemmed. Links are left out, and of a post's
 * signature ("— Name (@handle) January 6, 2020") all but the name; tags are cut at their capitals ("#AustralianFires" is two words).
 */
export function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  const cleaned = withoutFurniture(text.slice(0, MOST_UNITS));
  for (const word of wordsOf(cleaned)) {
    const plain = word.toLowerCase();
    if (STOP.has(plain)) continue;
    terms.push({ term: stem(plain), word });
  }
  return terms;
}

/** What letter grams are cut from: a text without its furniture, lower case, words apart by one space; empty when too short for one. */
export function lettersOf(text: string): string {
  const plain = ` ${fold(withoutFurniture(text.slice(0, MOST_UNITS)))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
  return plain.length > 2 ? plain : '';
}

/** Letter 3- and 4-grams of a text. */
export function gramsOf(text: string): string[] {
  const plain = lettersOf(text);
  const grams: string[] = [];
  for (let i = 0; i + 3 <= plain.length; i++) {
    grams.push(plain.slice(i, i + 3));
    if (i + 4 <= plain.length) grams.push(plain.slice(i, i + 4));
  }
  return grams;
}

function withoutFurniture(text: string): string {
  return text
    .replace(/https?:\/\/\S+|\bpic\.twitter\.com\/\S+|\bwww\.\S+/g, ' ')
    .replace(/\s[—–-]{1,2}\s([^—]{0,80})\(@\w{1,30}\)\s+\p{L}+\s\d{1,2},\s\d{4}["\s]*$/u, ' $1 ')
    .replace(/#(\w+)/gu, (_, tag: string) => tag.replace(/(?<=\p{Ll})(?=\p{Lu})|_|(?<=\p{L})(?=\d)/gu, ' '));
}

/** Accents, soft hyphens and zero-width marks off; thousands together. */
function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.replace(/(?<=\d),(?=\d{3})/g, '');
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\u00ad\u200b-\u200f]/gu, '')
    .replace(/(?<=\d),(?=\d{3})/g, '');
}

function wordsOf(text: string): string[] {
  const folded = fold(text)
    .replace(/['’](?=s\b)/g, ' ')
    .replace(/['’]/g, '');
  return (
    folded.match(
      /\d+(?:\.\d+)?|(?=[\p{L}\p{N}])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu,
    ) ?? []
  );
}
