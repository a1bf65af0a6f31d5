import { dateIn } from './dates.rules.js';
import { countries, PLACES } from './sources.lexicon.js';
import type { Sources } from './claimants.rules.js';
import type { Document } from './document.rules.js';
import type { ExtractedClaim, ExtractOptions } from './extraction.types.js';
import type { Reading } from './reading.rules.js';
import type { Word } from './words.rules.js';

const LONGEST = 300;

/** What a claim leans on: the sentence before, who "he" is, when, and where. Kept beside the words. */
export function contextOf(
  document: Document,
  reading: Reading,
  words: Word[],
  sources: Sources,
  options: ExtractOptions,
): ExtractedClaim['context'] {
  const before = document.readings[reading.index - 1];
  const subject = sources.subjectOf(words);
  const sentence = document.text.slice(reading.span.start, reading.span.end);
  const own = words
    .map((w) => w.text)
    .join(' ')
    .replace(/ (?=[,.'’])/g, '');
  const date = dateIn(own, options.publishedAt) ?? dateIn(sentence, options.publishedAt);
  const place = placeIn(words) ?? placeIn(reading.words);
  return {
    ...(before !== undefined && before.block === reading.block
      ? { before: document.text.slice(before.span.start, Math.min(before.span.end, before.span.start + LONGEST)) }
      : reading.index === 0 && options.title
        ? { before: options.title.slice(0, LONGEST) }
        : {}),
    ...(subject === undefined ? {} : { subject }),
    ...(date === undefined ? {} : { date }),
    ...(place === undefined ? {} : { place }),
  };
}

function placeIn(words: Word[]): string | undefined {
  const at = words.findIndex(
    (w, i) =>
      ['in', 'to', 'from', 'at', 'near', 'of'].includes(words[i - 1]?.lower ?? '') &&
      (countries().has(w.text) || PLACES.has(w.text)),
  );
  return at === -1 ? undefined : (words[at] as Word).text;
}
