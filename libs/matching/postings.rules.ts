/** Which documents hold a key, and how often: one typed row a key, so that a hundred thousand claims fit in memory. */
export interface Postings {
  readonly rows: number;
  /** Row of a key, or undefined. */
  row(key: string): number | undefined;
  /** Documents of a row, rising. */
  documents(row: number): Int32Array;
  /** How often each of those documents holds the key; 255 stands for more. */
  counts(row: number): Uint8Array;
}

const COUNTS = 256;

/** Builds postings from the keys of each document in turn; keeps nothing else of them. Documents number below two to the twenty-second. */
export function postingsOf(documents: number, keysOf: (doc: number) => Iterable<string>): Postings {
  const rows = new Map<string, number>();
  const packed: number[][] = [];
  for (let doc = 0; doc < documents; doc++)
    for (const key of keysOf(doc)) {
      const known = rows.get(key);
      if (known === undefined) {
        rows.set(key, packed.length);
        packed.push([doc * COUNTS + 1]);
        continue;
      }
      const row = packed[known] as number[];
      const last = row[row.length - 1] as number;
      if (Math.floor(last / COUNTS) !== doc) row.push(doc * COUNTS + 1);
      else if (last % COUNTS < COUNTS - 1) row[row.length - 1] = last + 1;
    }
  const docs = packed.map((row) => Int32Array.from(row, (entry) => Math.floor(entry / COUNTS)));
  const counts = packed.map((row) => Uint8Array.from(row, (entry) => entry % COUNTS));
  return {
    rows: docs.length,
    row: (key) => rows.get(key),
    documents: (row) => docs[row] as Int32Array,
    counts: (row) => counts[row] as Uint8Array,
  };
}

export function tally(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
