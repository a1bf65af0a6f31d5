import { OUTLETS } from './sources.lexicon.js';
import { joined, runsOf } from './names.rules.js';
import type { Held } from './held.types.js';
import type { Document } from './document.rules.js';
import type { Claimant } from './extraction.types.js';
import type { Reading } from './reading.rules.js';

/** Outlets named in the frame of a holding: "told MSNBC", "in an interview with the Guardian", "as quoted by the Pajhwok agency". */
export function outletsIn(document: Document, reading: Reading, held: Held, claimant: Claimant): string[] {
  if (held.reading !== reading.index || claimant.kind === 'outlet') return [];
  const outside = reading.words.filter(
    (word) => !held.content.some((span) => word.start >= span.start && word.end <= span.end),
  );
  const out: string[] = [];
  for (const run of runsOf(
    outside.filter((w) => held.source === null || w.start < held.source.start || w.end > held.source.end),
  )) {
    if (run.some((w) => OUTLETS.has(w.lower))) out.push(joined(run));
  }
  return [...new Set(out)].slice(0, 3);
}
