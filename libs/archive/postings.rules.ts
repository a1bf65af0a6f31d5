import { saturated } from '#matching';

/** Documents in a row that share a posting: 12 bits of a smallint, which leaves three for how long a document is. */
export const BLOCK = 4_096;
/** Up to how many words each class of length reaches; the last has no end. */
const REACHES = [6, 9, 13, 18, 26, 40, 70];
/** A length in the middle of each class. */
const MIDDLES = [5, 8, 11, 16, 22, 33, 52, 100];
/** How much of BM25's penalty for length counts before the documents themselves were read: it only orders what is read. */
const SHARE_OF_LENGTH = 0.75;

/** A document's number and length as a posting keeps them, below two to the fifteenth; the block is `blockOf` its number. */
export function entryOf(number: number, length: number): number {
  const kind = REACHES.findIndex((reach) => length <= reach);
  return (number % BLOCK) + BLOCK * (kind === -1 ? REACHES.length : kind);
}

export function blockOf(number: number): number {
  return Math.floor(number / BLOCK);
}

/** A word that is looked for: what it weighs, and how many documents hold it. */
export interface Wanted {
  term: string;
  weight: number;
  documents: number;
}

/** A word whose postings are read, from a block on. */
export interface Chosen extends Wanted {
  since: number;
}

/** The rarest words, until they bring `most` postings together; of a word that has more by itself only the newest, where it is the rarest. */
export function rarest(wanted: readonly Wanted[], lastNumber: number, most: number): Chosen[] {
  const chosen: Chosen[] = [];
  let postings = 0;
  for (const one of wanted.toSorted((a, b) => a.documents - b.documents)) {
    postings += one.documents;
    if (postings <= most) chosen.push({ ...one, since: 0 });
    else if (chosen.length > 0) break;
    else {
      const blocks = blockOf(lastNumber) + 1;
      return [{ ...one, since: blocks - Math.max(1, Math.floor((blocks * most) / one.documents)) }];
    }
  }
  return chosen;
}

/** A posting as PostgreSQL writes it: '{1,4097}'. */
export interface Posting {
  term: string;
  block: number;
  entries: string;
}

export interface Ranking {
  /** Numbers of documents, the likeliest first; of those that are as likely, the newest. */
  numbers: number[];
  /** Whether a document of the ranking holds a word; undefined: not known, its postings were not all read. */
  holds(number: number, term: string): boolean | undefined;
}

/** The `most` documents that hold most of the words, by weight; long ones count for less. Time in proportion to the postings. */
export function ranked(
  chosen: readonly Chosen[],
  postings: readonly Posting[],
  averageLength: number,
  most: number,
): Ranking {
  const read = postings.map(({ term, block, entries }) => ({ term, from: block * BLOCK, entries: entriesOf(entries) }));
  const weights = new Map(chosen.map(({ term, weight }) => [term, weight]));
  const factors = MIDDLES.map((length) => factorOf(length / (averageLength || 1)));
  const scores = new Float32Array(postings.reduce((end, { block }) => Math.max(end, (block + 1) * BLOCK), 0));
  const touched: number[] = [];
  for (const { term, from, entries } of read) {
    const weight = weights.get(term);
    if (weight === undefined) continue;
    for (const entry of entries) {
      const number = from + (entry % BLOCK);
      if (scores[number] === 0) touched.push(number);
      scores[number] = (scores[number] as number) + weight * (factors[(entry / BLOCK) | 0] as number);
    }
  }
  const numbers = highest(touched, scores, most);
  const places = scores.fill(0);
  numbers.forEach((number, i) => (places[number] = i + 1));
  const held = new Map<string, Uint8Array>();
  for (const { term, since } of chosen) if (since === 0) held.set(term, new Uint8Array(numbers.length + 1));
  for (const { term, from, entries } of read) {
    const row = held.get(term);
    if (row !== undefined) for (const entry of entries) row[places[from + (entry % BLOCK)] as number] = 1;
  }
  return {
    numbers,
    holds(number, term) {
      const row = held.get(term);
      const place = places[number] ?? 0;
      return row === undefined || place === 0 ? undefined : row[place] === 1;
    },
  };
}

/** Digits between what is no digit. */
function entriesOf(text: string): Uint16Array {
  const entries = new Uint16Array(text.length >> 1);
  let count = 0;
  let entry = 0;
  for (let i = 1; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) entry = entry * 10 + digit;
    else {
      entries[count++] = entry;
      entry = 0;
    }
  }
  return entries.subarray(0, count);
}

/** What a word counts that stands once in a document of `share` of the average length, against one of average length. */
function factorOf(share: number): number {
  return 1 - SHARE_OF_LENGTH + SHARE_OF_LENGTH * saturated(1, share, 1);
}

const BUCKETS = 1_024;

/** The highest first. Only those that may be among them are put in order. */
function highest(touched: readonly number[], scores: Float32Array, most: number): number[] {
  let top = 0;
  for (const number of touched) top = Math.max(top, scores[number] as number);
  const bucketOf = (number: number): number => Math.floor(((scores[number] as number) / top) * (BUCKETS - 1));
  const counts = new Uint32Array(BUCKETS);
  for (const number of touched) {
    const bucket = bucketOf(number);
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  let floor = BUCKETS - 1;
  for (let above = counts[floor] as number; above < most && floor > 0; above += counts[floor] as number) floor--;
  return touched
    .filter((number) => bucketOf(number) >= floor)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || b - a)
    .slice(0, most);
}
