import { diffLines, diffWordsWithSpace } from 'diff';
import type { WordChange } from './meaning.rules.js';

const MILLISECONDS = 500;
const MOST_EDITS = 4_000;

/**
 * What turned one text into another, by words; by lines where the texts have too little in common for that, as a whole where
 * they have nothing. Bounded in time, since comparing costs as much as the texts differ.
 */
export function difference(before: string, after: string): { unit: 'words' | 'lines' | 'text'; changes: WordChange[] } {
  const limits = { timeout: MILLISECONDS, maxEditLength: MOST_EDITS };
  const words = diffWordsWithSpace(before, after, limits);
  if (words) return { unit: 'words', changes: words.map(changeOf) };
  const lines = diffLines(before, after, limits);
  if (lines) return { unit: 'lines', changes: lines.map(changeOf) };
  return {
    unit: 'text',
    changes: [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ],
  };
}

function changeOf({ added, removed, value }: { added?: boolean; removed?: boolean; value: string }): WordChange {
  return { kind: added ? 'added' : removed ? 'removed' : 'same', text: value };
}
