import { createHash } from 'node:crypto';
import { priorities, type Priority } from '#newsroom';

/** Low is 0, urgent is 3: the number that the queue sorts by. */
export function priorityNumber(priority: Priority): number {
  return priorities.indexOf(priority);
}

export function priorityName(rank: number): Priority {
  return priorities[rank] ?? 'normal';
}

/**
 * The words of a claim without what does not make it another claim: case, width, quotation marks and other punctuation,
 * spacing. Signs of numbers, decimal points and percent stay: 1.5 is not 15, and -2 % is not 2 %.
 */
export function sameWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/[^\p{L}\p{N}\p{M}\p{Sc}%.+\-−\s]+/gu, ' ')
    .replace(/(?<!\d)\.|\.(?!\d)/g, ' ')
    .replace(/[-−+](?!\d)|(?<=[\p{L}\p{N}])[-−](?=\d)/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Equal for claims in the same words: SHA-256 of them, hex. Of fixed length, so that an index can hold it. Signs alone are their own words. */
export function textKey(text: string): string {
  return createHash('sha256')
    .update(sameWords(text) || text)
    .digest('hex');
}
