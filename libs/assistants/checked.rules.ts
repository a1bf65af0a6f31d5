import { languageOf, scoreSentence, type Claimant, type ExtractedClaim, type ExtractOptions } from '#extraction';
import { MOST_CLAIMS, OutsideClaim } from './contract.js';
import { WordsFound } from './words-found.rules.js';

/** Why something of an answer was not taken over; counted, and shown on the article. */
export const droppings = [
  'malformed',
  'not-in-text',
  'duplicate',
  'no-statement',
  'too-many',
  'claimant-not-in-text',
] as const;
export type Dropping = (typeof droppings)[number];
export type Dropped = Partial<Record<Dropping, number>>;

export interface CheckedClaims {
  language: string;
  claims: ExtractedClaim[];
  /** `claimant-not-in-text`: the claim stayed, without the name. */
  dropped: Dropped;
}

const LONGEST = 2_000;
const LEAST_WORDS = 3;

/**
 * What of an outside answer stands in the text. Nothing else of it reaches the newsroom: no words of its own, no reasons, no name
 * that the text does not have. Spans are found again, exactly; scores are cut to 0..1.
 */
export function checked(
  given: readonly unknown[],
  text: string,
  options: ExtractOptions,
  model: string,
): CheckedClaims {
  const found = new WordsFound(text);
  const dropped: Dropped = {};
  const drop = (why: Dropping, by = 1): undefined => void (dropped[why] = (dropped[why] ?? 0) + by);
  if (given.length > MOST_CLAIMS) drop('too-many', given.length - MOST_CLAIMS);
  const taken = new Set<string>();
  const kept = given.slice(0, MOST_CLAIMS).map((one) => {
    const claim = OutsideClaim.safeParse(one);
    if (!claim.success) return drop('malformed');
    const span = found.quote(claim.data.quote, claim.data.start, taken);
    if (typeof span === 'string') return drop(span);
    const words = text.slice(span.start, span.end);
    if (words.length > LONGEST || (words.match(/[\p{L}\p{N}]+/gu) ?? []).length < LEAST_WORDS)
      return drop('no-statement');
    taken.add(`${span.start}-${span.end}`);
    const claimant = claimantOf(claim.data, found);
    if (claimant.changed) drop('claimant-not-in-text');
    return claimOf(claim.data, span, words, claimant.claimant, model);
  });
  const places = new Map(kept.flatMap((one, i) => (one ? [i] : [])).map((from, to) => [from, to]));
  const claims = kept.flatMap((one, i) => (one ? [withDenial(one, given[i] as OutsideClaim, places, i)] : []));
  return { language: options.language ?? languageOf(text), claims, dropped };
}

function claimantOf({ claimant }: OutsideClaim, found: WordsFound): { claimant: Claimant; changed: boolean } {
  if (!claimant) return { claimant: { kind: 'author', spans: [] }, changed: false };
  const name = claimant.name && found.has(claimant.name) ? claimant.name : undefined;
  const role = claimant.role && found.has(claimant.role) ? claimant.role : undefined;
  const changed = Boolean((claimant.name && !name) || (claimant.role && !role));
  const named = claimant.kind === 'person' || claimant.kind === 'outlet' || claimant.kind === 'role';
  const kind = named && !name && !role ? 'unsourced' : claimant.kind;
  return { claimant: { kind, ...(name && { name }), ...(role && { role }), spans: [] }, changed };
}

function claimOf(
  given: OutsideClaim,
  span: { start: number; end: number },
  text: string,
  claimant: Claimant,
  model: string,
): ExtractedClaim {
  const score = given.score ?? scoreSentence(text);
  const by = given.score == null ? 'Found' : 'Found and weighed';
  return {
    text,
    spans: [span],
    sentence: span,
    kind: given.kind ?? 'factual',
    claimant,
    reportedBy: [],
    attribution: given.attribution ?? (claimant.kind === 'author' ? 'own-voice' : 'reported-speech'),
    stance: given.stance ?? 'asserts',
    context: {},
    checkworthiness: {
      score: Math.min(1, Math.max(0, score)),
      reasons: [{ code: 'outside-model', text: `${by} by the outside model ${model || 'that is configured'}.` }],
    },
    block: 'body',
  };
}

function withDenial(
  claim: ExtractedClaim,
  { denies }: OutsideClaim,
  places: ReadonlyMap<number, number>,
  own: number,
): ExtractedClaim {
  const target = denies == null || denies === own ? undefined : places.get(denies);
  return target === undefined ? claim : { ...claim, stance: 'denies', denies: target };
}
