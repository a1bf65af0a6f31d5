import { letterRarity } from './weighing.rules.js';

/**
 * How many of `documents` sampled texts hold each letter gram, in an open-addressed table: keys are the grams' numbers, 0 is an empty place.
 * Two grams of the same number are taken for one; among some ten thousand grams that is one in a million.
 */
export interface LetterStatistics {
  documents: number;
  keys: Int32Array;
  holding: Uint16Array;
}

const MOST = 65_535;
const NO_ROOM = new Int32Array(0);
export const NO_LETTERS: LetterStatistics = {
  documents: 0,
  keys: new Int32Array(1),
  holding: new Uint16Array(1),
};

/**
 * The grams of `letters` (see `lettersOf`) as numbers, 3-grams and 4-grams, each as often as it stands there: the first `count` of `numbers`, which
 * is `room` where that is large enough. FNV-1a, never 0.
 */
export function gramNumbers(letters: string, room: Int32Array = NO_ROOM): { numbers: Int32Array; count: number } {
  const numbers = room.length >= 2 * letters.length ? room : new Int32Array(2 * letters.length);
  let count = 0;
  let [one, two] = [letters.charCodeAt(0), letters.charCodeAt(1)];
  for (let i = 2; i < letters.length; i++) {
    const three = letters.charCodeAt(i);
    const hash = Math.imul(Math.imul(Math.imul(0x811c9dc5 ^ one, 0x01000193) ^ two, 0x01000193) ^ three, 0x01000193);
    numbers[count++] = mixed(hash);
    if (i + 1 < letters.length)
      numbers[count++] = mixed(Math.imul(hash ^ letters.charCodeAt(i + 1), 0x01000193) ^ 0x5bd1e995);
    one = two;
    two = three;
  }
  return { numbers, count };
}

function mixed(hash: number): number {
  const h = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (h ^ (h >>> 13)) | 0 || 1;
}

/** Counts the texts, given as letters. Grams that only one text holds are left out: they count as held by none. */
export function letterStatistics(texts: readonly string[]): LetterStatistics {
  const holding = new Map<number, number>();
  for (const letters of texts) {
    const { numbers, count } = gramNumbers(letters);
    for (const gram of new Set(numbers.subarray(0, count))) holding.set(gram, (holding.get(gram) ?? 0) + 1);
  }
  const kept = [...holding].filter(([, n]) => n > 1);
  const table = { documents: texts.length, keys: new Int32Array(places(kept.length)), holding: new Uint16Array(0) };
  table.holding = new Uint16Array(table.keys.length);
  for (const [gram, n] of kept) {
    const at = placeOf(table.keys, gram);
    table.keys[at] = gram;
    table.holding[at] = Math.min(n, MOST);
  }
  return table;
}

/** Twice as many as needed, a power of two. */
function places(entries: number): number {
  return 2 ** Math.ceil(Math.log2(2 * entries + 1));
}

/** Where a number stands in an open-addressed table, or the empty place where it would. */
export function placeOf(keys: Int32Array, gram: number): number {
  let at = gram & (keys.length - 1);
  while (keys[at] !== 0 && keys[at] !== gram) at = (at + 1) & (keys.length - 1);
  return at;
}

const weightsOf = new WeakMap<LetterStatistics, Float64Array>();

/** What the grams weigh in a likeness, each at its place: their rarity, squared. An empty place holds the weight of what nobody holds. */
export function gramWeights(statistics: LetterStatistics): Float64Array {
  let weights = weightsOf.get(statistics);
  if (!weights) {
    weights = Float64Array.from(statistics.holding, (n) => letterRarity(statistics.documents, n) ** 2);
    weightsOf.set(statistics, weights);
  }
  return weights;
}

/** For keeping: documents, then each gram with its count, little-endian. */
export function packLetters({ documents, keys, holding }: LetterStatistics): Buffer {
  const entries = [...keys.entries()].filter(([, gram]) => gram !== 0);
  const bytes = Buffer.alloc(4 + entries.length * 6);
  bytes.writeUInt32LE(documents, 0);
  entries.forEach(([at, gram], i) => {
    bytes.writeInt32LE(gram, 4 + i * 6);
    bytes.writeUInt16LE(holding[at] as number, 8 + i * 6);
  });
  return bytes;
}

export function unpackLetters(bytes: Buffer): LetterStatistics {
  const entries = Math.floor((bytes.length - 4) / 6);
  const keys = new Int32Array(places(entries));
  const holding = new Uint16Array(keys.length);
  for (let i = 0; i < entries; i++) {
    const gram = bytes.readInt32LE(4 + i * 6);
    const at = placeOf(keys, gram);
    keys[at] = gram;
    holding[at] = bytes.readUInt16LE(8 + i * 6);
  }
  return { documents: bytes.readUInt32LE(0), keys, holding };
}
