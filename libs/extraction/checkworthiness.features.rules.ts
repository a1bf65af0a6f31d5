import type { Word } from './words.rules.js';

/** Buckets that features are hashed into; a power of two. */
export const BUCKETS = 1 << 18;

/** Weight of each group of features, against the others; within a group a sentence has length one. */
const GROUPS = { words: 1, letters: 1, tags: 0.5, traits: 1 };
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const LONGEST = 2000;

export interface Features {
  buckets: Int32Array;
  values: Float32Array;
}

/**
 * What the check-worthiness model sees of a sentence: word 1-3-grams with numbers by kind, letter 3-5-grams, part-of-speech 1-4-grams, and
 * traits that hold in any domain (numbers, money, names, tense, person, length). Hashed (FNV-1a); each group scaled to the same length.
 */
export function featuresOf(words: Word[]): Features {
  const forms = words.map(formOf);
  const tags = words.map((word) => word.tag);
  const groups: [Set<number>, number][] = [
    [grams(['<', ...forms, '>'], 1, 3, 11), GROUPS.words],
    [letterGrams(` ${forms.join(' ')} `.slice(0, LONGEST)), GROUPS.letters],
    [grams(['<', ...tags, '>'], 1, 4, 13), GROUPS.tags],
    [traits(words, forms), GROUPS.traits],
  ];
  const size = groups.reduce((sum, [set]) => sum + set.size, 0);
  const buckets = new Int32Array(size);
  const values = new Float32Array(size);
  let at = 0;
  for (const [set, weight] of groups) {
    const value = weight / Math.sqrt(set.size || 1);
    for (const bucket of set) {
      buckets[at] = bucket;
      values[at++] = value;
    }
  }
  return { buckets, values };
}

function formOf(word: Word): string {
  const text = word.text;
  if (!/\d/.test(text)) return word.lower;
  if (/^(?:1[89]|20)\d\d$/.test(text)) return '#year';
  if (/^\d{1,3}(?:,\d{3})+/.test(text)) return '#big';
  return /^\d+\.\d+$/.test(text) ? '#dec' : '#num';
}

function mix(hash: number, text: string): number {
  let x = hash;
  for (let i = 0; i < text.length; i++) x = Math.imul(x ^ text.charCodeAt(i), FNV_PRIME);
  return x;
}

function bucketOf(hash: number): number {
  return ((hash ^ (hash >>> 15)) >>> 0) & (BUCKETS - 1);
}

function grams(items: string[], least: number, most: number, seed: number): Set<number> {
  const out = new Set<number>();
  for (let i = 0; i < items.length; i++) {
    let hash = FNV_BASIS ^ seed;
    for (let n = 1; n <= most && i + n <= items.length; n++) {
      hash = mix(hash, `${items[i + n - 1] as string} `);
      if (n >= least) out.add(bucketOf(hash));
    }
  }
  return out;
}

function letterGrams(text: string): Set<number> {
  const out = new Set<number>();
  for (let i = 0; i + 3 <= text.length; i++) {
    let hash = FNV_BASIS ^ 17;
    for (let n = 1; n <= 5 && i + n <= text.length; n++) {
      hash = Math.imul(hash ^ text.charCodeAt(i + n - 1), FNV_PRIME);
      if (n >= 3) out.add(bucketOf(hash));
    }
  }
  return out;
}

const TRAITS: [string, RegExp][] = [
  ['money', /[%$€£]|\bpercent\b|\b(?:million|billion|trillion)\b/],
  ['compares', /\b(?:more|less|most|least|fewer|highest|lowest|largest|\w+est|\w+er than)\b/],
  ['modal', /\b(?:will|would|should|could|can|may|might|must|going to)\b/],
  ['first', /\b(?:i|we|my|our|me|us)\b/],
  ['second', /\b(?:you|your)\b/],
  ['third', /\b(?:he|she|they|his|her|their)\b/],
  ['opens-with-self', /^(?:i|we) /],
  ['mind', /\b(?:think|believe|want|hope|know|feel|guess)\b/],
  ['asks', /\?$/],
];

function traits(words: Word[], forms: string[]): Set<number> {
  const out = new Set<number>();
  const add = (name: string): unknown => out.add(bucketOf(mix(FNV_BASIS ^ 19, name)));
  const upTo = (name: string, count: number): void => {
    for (let n = 1; n <= Math.min(count, 4); n++) add(`${name}${n}`);
  };
  upTo('number', forms.filter((form) => form.startsWith('#')).length);
  upTo('name', words.filter((word) => word.tag === 'PROPN').length);
  upTo('verb', words.filter((word) => word.tag === 'VERB').length);
  upTo('noun', Math.ceil(words.filter((word) => word.tag === 'NOUN').length / 2));
  upTo('past', words.filter((word) => word.tag === 'VERB' && word.lower.endsWith('ed')).length);
  for (let n = 5; n <= Math.min(40, words.length); n += 5) add(`length${n}`);
  const text = forms.join(' ').slice(0, LONGEST);
  for (const [name, pattern] of TRAITS) if (pattern.test(text)) add(name);
  return out;
}
