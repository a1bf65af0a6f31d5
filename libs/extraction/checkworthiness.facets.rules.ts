import type { Word } from './words.rules.js';

/** What a sentence is like as a whole: a value for each facet, for the model to look at two at a time. */
export interface Facets {
  /** The first pronoun as it stands, or else the kind of the first noun. */
  subject: string;
  /** Kinds of number: none, years alone, large or broken ones, others; and whether the verbs are past. */
  numbers: string;
  /** `facet=value`, in an order that stays. */
  values: string[];
}

const PAST = new Set(
  (
    'was were had did led fell won lost sold told held kept met paid sent spent built bought brought caught taught drew grew knew threw flew wrote ' +
    'broke chose began became went came took gave ran sank said made left got cut put voted'
  ).split(' '),
);
const MOST_NAMES = 3;
const LONGEST = 7;

/** What single words say of the whole sentence: of the words of a facet, those in the first list that has one. */
const SIGNS: Record<string, string[]> = {
  money: ['percent million billion trillion'],
  modal: ['will would should could can may might must let'],
  perfect: ['have has had'],
  first: ['i my me', 'we our us'],
  second: ['you your'],
  third: ['he she his her', 'they their'],
  mind: ['think believe want hope know feel guess say said tell thank question sure'],
  negated: ["not n't never no none nothing"],
  compared: ['more less most least fewer highest lowest largest first only every'],
};
const NAMES = Object.keys(SIGNS);
const SIGN_OF = new Map<string, { facet: number; rank: number }[]>();
NAMES.forEach((name, facet) =>
  SIGNS[name]?.forEach((list, rank) => {
    for (const word of list.split(' ')) SIGN_OF.set(word, [...(SIGN_OF.get(word) ?? []), { facet, rank: rank + 1 }]);
  }),
);
const MONEY = NAMES.indexOf('money');
const MODAL = NAMES.indexOf('modal');
const COMPARED = NAMES.indexOf('compared');
const ASKS = new Set('what why how who when where is are do does did'.split(' '));

/** `forms`: the words in lower case, numbers by kind. */
export function facetsOf(words: readonly Word[], forms: readonly string[]): Facets {
  const subjectAt = words.findIndex(({ tag }) => tag === 'PRON' || tag === 'PROPN' || tag === 'NOUN');
  const subject = valueAt(words[subjectAt]?.tag === 'PRON' ? forms[subjectAt] : words[subjectAt]?.tag);
  const isVerb = ({ tag }: Word): boolean => tag === 'VERB' || tag === 'AUX';
  const isPast = (form: string): boolean => form.endsWith('ed') || PAST.has(form);
  const past = words.some((word, i) => isVerb(word) && isPast(forms[i] as string)) ? 1 : 0;
  const numbers = kindOfNumbers(forms);
  const names = words.filter(({ tag }, i) => tag === 'PROPN' && i > 0).length;
  const signs = signsIn(forms);
  return {
    subject,
    numbers: `${numbers}${past}`,
    values: [
      `subject=${subject}`,
      `verb=${valueAt(forms[words.findIndex(isVerb)])}`,
      `numbers=${numbers}`,
      `names=${Math.min(MOST_NAMES, names)}`,
      `past=${past}`,
      `length=${Math.min(LONGEST, Math.floor(Math.sqrt(words.length)))}`,
      `opens=${valueAt(forms[0])}`,
      `ends=${valueAt(words.at(-2)?.tag)}`,
      `asked=${forms.at(-1) === '?' ? 1 : 0}`,
      `questioning=${ASKS.has(forms[0] ?? '') ? 1 : 0}`,
      ...NAMES.map((name, i) => `${name}=${signs[i]}`),
    ],
  };
}

/** For each facet of SIGNS, in that order, the list that the sentence has a word of; 0 for none. */
function signsIn(forms: readonly string[]): Uint8Array {
  const signs = new Uint8Array(NAMES.length);
  const set = (facet: number, rank: number): void => {
    const before = signs[facet] as number;
    if (before === 0 || rank < before) signs[facet] = rank;
  };
  forms.forEach((form, i) => {
    for (const { facet, rank } of SIGN_OF.get(form) ?? []) set(facet, rank);
    if (/[%$€£]/.test(form)) set(MONEY, 1);
    if (form === 'going' && forms[i + 1] === 'to') set(MODAL, 1);
    if (form.endsWith('est') || (form.endsWith('er') && forms[i + 1] === 'than')) set(COMPARED, 1);
  });
  return signs;
}

function valueAt(value: string | undefined): string {
  return value ?? '-';
}

function kindOfNumbers(forms: readonly string[]): string {
  const numbers = forms.filter((form) => form.startsWith('#'));
  if (numbers.length === 0) return 'none';
  if (numbers.every((form) => form === '#year')) return 'years';
  return numbers.some((form) => form === '#big' || form === '#dec') ? 'large' : 'some';
}
