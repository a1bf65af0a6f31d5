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
export const NO_LETTERS: LetterStatistics = {
  documents: 0,
  keys: new Int32Array(1),
  holding: new Uint16Array(1),
};

/** The grams of `letters` (see `lettersOf`) as numbers, 3-grams and 4-grams, each as often as it stands there. FNV-1a, never 0. */
export function eachGram(letters: string, visit: (gram: number) => void): void {
  for (let i = 0; i + 3 <= letters.length; i++) {
    let hash = 0x811c9dc5;
    for (let j = i; j < i + 3; j++) hash = Math.imul(hash ^ letters.charCodeAt(j), 0x01000193);
    visit(mixed(hash));
    if (i + 4 <= letters.length) visit(mixed(Math.imul(hash ^ letters.charCodeAt(i + 3), 0x01000193) ^ 0x5bd1e995));
  }
}

function mixed(hash: number): number {
  const h = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (h ^ (h >>> 13)) | 0 || 1;
}

/** Counts the texts, given as letters. Grams that only one text holds are left out: they count as held by none. */
export function letterStatistics(texts: readonly string[]): LetterStatistics {
  const holding = new Map<number, number>();
  for (const letters of texts) {
    const seen = new Set<number>();
    eachGram(letters, (gram) => seen.add(gram));
    for (const gram of seen) holding.set(gram, (holding.get(gram) ?? 0) + 1);
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

function placeOf(keys: Int32Array, gram: number): number {
  let at = gram & (keys.length - 1);
  while (keys[at] !== 0 && keys[at] !== gram) at = (at + 1) & (keys.length - 1);
  return at;
}

const weightsOf = new WeakMap<LetterStatistics, Float64Array>();

/** What a gram weighs in a likeness: its rarity, squared. */
export function weigher(statistics: LetterStatistics): (gram: number) => number {
  const { documents, keys, holding } = statistics;
  let weights = weightsOf.get(statistics);
  if (!weights) {
    weights = Float64Array.from(holding, (n) => letterRarity(documents, n) ** 2);
    weightsOf.set(statistics, weights);
  }
  const known = weights;
  // An empty place holds 0, which is the count of a gram that nobody holds.
  return (gram) => known[placeOf(keys, gram)] as number;
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
