import { claimsIn } from './claims.rules.js';
import { readDocument } from './document.rules.js';
import { languageOf, readsAsEnglish } from './language.rules.js';
import { neutralClaims } from './neutral.rules.js';
import { MOST_UNITS, wholeCharacter } from './shadow.rules.js';
import type { Extraction, ExtractOptions } from './extraction.types.js';

/**
 * Reads one article. Pure: same text, same answer; nothing is fetched, stored or logged.
 * Bounded: at most `MOST_UNITS` units are read, in time linear in them, whatever they are. Never throws on a string.
 */
export function extractClaims(text: string, options: ExtractOptions = {}): Extraction {
  const to = wholeCharacter(text, Math.min(text.length, MOST_UNITS));
  const read = to < text.length ? text.slice(0, to) : text;
  const language = options.language ?? languageOf(read);
  const english = readsAsEnglish(language, read);
  const document = readDocument(read, { language, english });
  const claims = english ? claimsIn(document, options) : neutralClaims(document, options);
  return {
    language,
    blocks: document.blocks,
    sentences: document.sentences,
    claims,
    ...(to < text.length ? { readTo: to } : {}),
  };
}
