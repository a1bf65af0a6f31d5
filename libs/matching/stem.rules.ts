/**
 * Porter's stemmer for English (M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980), on lower-case words.
 * Words with anything but a-z come back unchanged.
 */
export function stem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  let w = word.replace(/^y/, 'Y');
  w = step1(w);
  w = suffixes(w, STEP2, 0);
  w = suffixes(w, STEP3, 0);
  w = step4(w);
  w = step5(w);
  return w.toLowerCase();
}

const C = '[^aeiou][^aeiouy]*';
const V = '[aeiouy][aeiou]*';
const MEASURED = new RegExp(`^(?:${C})?${V}${C}`);
const MEASURE_ONE = new RegExp(`^(?:${C})?${V}${C}(?:${V})?$`);
const MEASURED_TWICE = new RegExp(`^(?:${C})?${V}${C}${V}${C}`);
const HAS_VOWEL = new RegExp(`^(?:${C})?[aeiouy]`);
const SHORT = new RegExp(`^${C}[aeiouy][^aeiouwxy]$`);

const STEP2: [string, string][] = (
  'ational:ate tional:tion enci:ence anci:ance izer:ize bli:ble alli:al entli:ent eli:e ousli:ous ization:ize ation:ate ator:ate ' +
  'alism:al iveness:ive fulness:ful ousness:ous aliti:al iviti:ive biliti:ble logi:log'
)
  .split(' ')
  .map((pair) => pair.split(':') as [string, string]);
const STEP3: [string, string][] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];
const STEP4 = /^(.+?)(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$/;

function step1(word: string): string {
  let w = word;
  if (/(?:ss|i)es$/.test(w)) w = w.slice(0, -2);
  else if (/[^s]s$/.test(w)) w = w.slice(0, -1);
  if (w.endsWith('eed')) {
    if (MEASURED.test(w.slice(0, -3))) w = w.slice(0, -1);
  } else {
    const cut = /^(.+?)(ed|ing)$/.exec(w);
    if (cut !== null && HAS_VOWEL.test(cut[1] as string)) w = restored(cut[1] as string);
  }
  return w.endsWith('y') && HAS_VOWEL.test(w.slice(0, -1)) ? `${w.slice(0, -1)}i` : w;
}

function restored(w: string): string {
  if (/(?:at|bl|iz)$/.test(w)) return `${w}e`;
  if (/([^aeiouylsz])\1$/.test(w)) return w.slice(0, -1);
  return SHORT.test(w) ? `${w}e` : w;
}

function suffixes(w: string, list: [string, string][], from: number): string {
  for (let i = from; i < list.length; i++) {
    const [suffix, instead] = list[i] as [string, string];
    if (!w.endsWith(suffix)) continue;
    const rest = w.slice(0, -suffix.length);
    return MEASURED.test(rest) ? rest + instead : w;
  }
  return w;
}

function step4(w: string): string {
  const cut = STEP4.exec(w) ?? /^(.*[st])(ion)$/.exec(w);
  return cut !== null && MEASURED_TWICE.test(cut[1] as string) ? (cut[1] as string) : w;
}

function step5(word: string): string {
  let w = word;
  if (w.endsWith('e')) {
    const rest = w.slice(0, -1);
    if (MEASURED_TWICE.test(rest) || (MEASURE_ONE.test(rest) && !SHORT.test(rest))) w = rest;
  }
  return w.endsWith('ll') && MEASURED_TWICE.test(w) ? w.slice(0, -1) : w;
}
