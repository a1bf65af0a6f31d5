const WORDS_IN_SHINGLE = 5;

/**
 * Likeness of two texts, 0..1: shared shingles of five words over all (Broder 1997). Texts of fewer words are compared by
 * their words. Two empty texts are alike.
 */
export function likeness(one: string, other: string): number {
  const size = Math.min(WORDS_IN_SHINGLE, Math.max(1, Math.min(wordsOf(one).length, wordsOf(other).length)));
  const [first, second] = [shingles(one, size), shingles(other, size)];
  if (first.size === 0 && second.size === 0) return 1;
  let shared = 0;
  for (const shingle of first) if (second.has(shingle)) shared += 1;
  return shared / (first.size + second.size - shared);
}

function shingles(text: string, size: number): Set<string> {
  const words = wordsOf(text);
  const all = new Set<string>();
  for (let i = 0; i + size <= words.length; i += 1) all.add(words.slice(i, i + size).join(' '));
  return all;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
