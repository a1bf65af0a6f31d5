import type { Span } from './extraction.types.js';

/** Words held to a source, in characters of the text. */
export interface Held {
  /** Index of the reading in which the cue stands. */
  reading: number;
  source: Span | null;
  cue: Span | null;
  content: Span[];
  /** The verb or word that holds them, in its base form: say, deny, according, colon, quote. */
  lemma: string;
  sort: 'clause' | 'stance' | 'noun';
  negated: boolean;
  nested: boolean;
}
