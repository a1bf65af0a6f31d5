import { heldIn } from './attribution.rules.js';
import { blocksOf } from './blocks.rules.js';
import { languageOf } from './language.rules.js';
import { sentencesOf } from './sentences.rules.js';
import { MOST_UNITS, shadowOf, wholeCharacter } from './shadow.rules.js';
import type { ExtractedClaim, Extraction, ExtractOptions, Span } from './extraction.types.js';

/**
 * Reads one article. Pure: same text, same answer; nothing is fetched, stored or logged.
 * Bounded: at most `MOST_UNITS` units are read, in time linear in them, whatever they are. Never throws on a string.
 */
export function extractClaims(text: string, options: ExtractOptions = {}): Extraction {
  const readTo = wholeCharacter(text, Math.min(text.length, MOST_UNITS));
  const read = readTo < text.length ? text.slice(0, readTo) : text;
  const shadow = shadowOf(read);
  const language = options.language ?? languageOf(read);
  const blocks = blocksOf(read);
  const sentences: Span[] = [];
  const claims: ExtractedClaim[] = [];
  for (const block of blocks) {
    const within = sentencesOf(shadow, block.span, language);
    sentences.push(...within);
    if (block.kind === 'boilerplate' || block.kind === 'byline' || block.kind === 'caption') continue;
    for (const sentence of within) {
      const claim = claimOf(read, shadow, sentence, block.kind);
      if (claim !== null) claims.push(claim);
    }
  }
  return { language, blocks, sentences, claims, ...(readTo < text.length ? { readTo } : {}) };
}

function claimOf(
  text: string,
  shadow: string,
  sentence: Span,
  block: 'headline' | 'body' | 'quote',
): ExtractedClaim | null {
  const words = shadow.slice(sentence.start, sentence.end);
  if (words.endsWith('?') || words.split(/\s+/).length < 4) return null;
  const held = heldIn(shadow, sentence);
  const span = held?.content[0] ?? sentence;
  const numbers = /\d/.test(words);
  const source = held?.source[0];
  const name = source === undefined ? undefined : text.slice(source.start, source.end);
  return {
    text: text.slice(span.start, span.end),
    spans: [span],
    sentence,
    kind: /\b(?:will|shall|going to)\b/.test(words) ? 'prediction' : 'factual',
    claimant: name === undefined ? { kind: 'author', spans: [] } : { kind: 'person', name, spans: held?.source ?? [] },
    reportedBy: [],
    attribution: held === null ? 'own-voice' : 'reported-speech',
    stance: /\b(?:denied|denies|deny)\b/.test(words) ? 'denies' : 'asserts',
    ...(held === null ? {} : { cueSpan: held.cue[0] }),
    context: {},
    checkworthiness: {
      score: numbers ? 0.6 : 0.3,
      reasons: numbers ? [{ code: 'number', text: 'Gives a number.' }] : [],
    },
    block,
  };
}
