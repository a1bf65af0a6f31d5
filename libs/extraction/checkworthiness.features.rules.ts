import { facetsOf } from './checkworthiness.facets.rules.js';
import type { Word } from './words.rules.js';

/** Buckets that features are hashed into; a power of two. */
export const BUCKETS = 1 << 18;

/** Weight of each group of features, against the others; within a group a sentence has length one. */
const GROUPS = { words: 1, letters: 1, tags: 0.5, traits: 1, facets: 1, inside: 0.8 };
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const LONGEST = 2000;

export interface Features {
  buckets: Int32Array;
  values: Float32Array;
}

/**
 * What the check-worthiness model sees of a sentence: word 1-3-grams with numbers by kind, letter 3-5-grams, part-of-speech 1-4-grams, and
 * traits that hold in any domain (numbers, money, names, tense, person, length), facets of the whole sentence two at a time, and each word together
 * with the numbers, tense and subject that it stands beside: "we have created" is a boast or a figure. Hashed (FNV-1a); each group scaled to the
 * same length.
 */
export function featuresOf(words: Word[]): Features {
  const forms = words.map(formOf);
  const found = new Found();
  grams(['<', ...forms, '>'], 1, 3, 11, found);
  found.close(GROUPS.words);
  const text = forms.join(' ').slice(0, LONGEST);
  letterGrams(` ${text} `, found);
  found.close(GROUPS.letters);
  grams(['<', ...words.map((word) => word.tag), '>'], 1, 4, 13, found);
  found.close(GROUPS.tags);
  traits(words, forms, text, found);
  found.close(GROUPS.traits);
  const { subject, numbers, values: facets } = facetsOf(words, forms);
  pairs(facets, found);
  found.close(GROUPS.facets);
  beside(forms, numbers, 29, found);
  found.close(GROUPS.inside);
  beside(forms, subject, 31, found);
  found.close(GROUPS.inside);
  return found.features();
}

/** Buckets met in the group that is open; empty between two groups. One for all, because filling a set is what scoring would cost most. */
const met = new Uint8Array(BUCKETS);
let buckets = new Int32Array(1 << 13);
let values = new Float32Array(1 << 13);

function grow(): void {
  const before = { buckets, values };
  buckets = new Int32Array(2 * buckets.length);
  values = new Float32Array(2 * values.length);
  buckets.set(before.buckets);
  values.set(before.values);
}

/** The buckets of each group, each once, in the order in which they were met. */
class Found {
  private size = 0;
  private from = 0;

  add(bucket: number): void {
    if (met[bucket] === 1) return;
    met[bucket] = 1;
    if (this.size === buckets.length) grow();
    buckets[this.size++] = bucket;
  }

  close(weight: number): void {
    values.fill(weight / Math.sqrt(this.size - this.from || 1), this.from, this.size);
    for (; this.from < this.size; this.from++) met[buckets[this.from] as number] = 0;
  }

  features(): Features {
    return { buckets: buckets.slice(0, this.size), values: values.slice(0, this.size) };
  }
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

function grams(items: string[], least: number, most: number, seed: number, found: Found): void {
  for (let i = 0; i < items.length; i++) {
    let hash = FNV_BASIS ^ seed;
    for (let n = 1; n <= most && i + n <= items.length; n++) {
      hash = mix(hash, `${items[i + n - 1] as string} `);
      if (n >= least) found.add(bucketOf(hash));
    }
  }
}

function letterGrams(text: string, found: Found): void {
  for (let i = 0; i + 3 <= text.length; i++) {
    let hash = FNV_BASIS ^ 17;
    for (let n = 1; n <= 5 && i + n <= text.length; n++) {
      hash = Math.imul(hash ^ text.charCodeAt(i + n - 1), FNV_PRIME);
      if (n >= 3) found.add(bucketOf(hash));
    }
  }
}

/** Each facet, and each two of them. */
function pairs(facets: string[], found: Found): void {
  const hashes = facets.map((facet) => mix(FNV_BASIS ^ 23, facet));
  hashes.forEach((one, i) => {
    found.add(bucketOf(one));
    for (let j = i + 1; j < hashes.length; j++)
      found.add(bucketOf(Math.imul(one ^ ((hashes[j] as number) * 31), FNV_PRIME)));
  });
}

/** Each word, as it is found in a sentence that has this about it. */
function beside(forms: string[], about: string, seed: number, found: Found): void {
  const start = mix(FNV_BASIS ^ seed, `${about} `);
  for (const form of forms) found.add(bucketOf(mix(start, form)));
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

function traits(words: Word[], forms: string[], text: string, found: Found): void {
  const add = (name: string): void => found.add(bucketOf(mix(FNV_BASIS ^ 19, name)));
  const upTo = (name: string, count: number): void => {
    for (let n = 1; n <= Math.min(count, 4); n++) add(`${name}${n}`);
  };
  upTo('number', forms.filter((form) => form.startsWith('#')).length);
  upTo('name', words.filter((word) => word.tag === 'PROPN').length);
  upTo('verb', words.filter((word) => word.tag === 'VERB').length);
  upTo('noun', Math.ceil(words.filter((word) => word.tag === 'NOUN').length / 2));
  upTo('past', words.filter((word) => word.tag === 'VERB' && word.lower.endsWith('ed')).length);
  for (let n = 5; n <= Math.min(40, words.length); n += 5) add(`length${n}`);
  for (const [name, pattern] of TRAITS) if (pattern.test(text)) add(name);
}
