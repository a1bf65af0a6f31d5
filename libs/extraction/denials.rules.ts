import { CUE_FORMS, DENYING } from './cues.lexicon.js';
import type { ExtractedClaim } from './extraction.types.js';

const NEGATED =
  /\b(?:not|no|never|none|nobody|nothing|cannot|false|untrue|baseless|unfounded|fake|premature)\b|n['’]t\b/i;
const REBUTS =
  /\b(?:statements?|claims?|reports?|allegations?|accusations?|charges?|rumou?rs?)\b.{0,60}\b(?:premature|false|untrue|baseless|unfounded|wrong|fake|lies?|nonsense)\b/i;
const COMMON = new Set(
  'about have that with their which would there been were from this they them when what will than then into over more also said could doesn didn wasn weren hasn haven isn aren wouldn couldn information possess statement statements presence'.split(
    ' ',
  ),
);
/** Words a denial must share with its object, and the share of its own words that they make. */
const LEAST_SHARED = 2;
const LEAST_SHARE = 0.35;
/** What somebody said is rather denied than what the author tells. */
const SAID = 1.5;
/** Claims before and after a denial in which its object is looked for. */
const REACH = 150;

/**
 * Types denials, and links each to the claim it denies: a claim by somebody else that shares its words. A negation alone is no denial; it takes a
 * verb of denying, a word like "premature" said of a statement, or a claim of another source that it contradicts.
 */
export function withDenials(claims: ExtractedClaim[]): ExtractedClaim[] {
  const known: Set<string>[] = [];
  const words = (at: number): Set<string> => (known[at] ??= wordsOf((claims[at] as ExtractedClaim).text));
  const lastTarget = new Map<string, number>();
  return claims.map((claim, at) => {
    if (claim.claimant.kind === 'author' || claim.claimant.kind === 'unsourced') return claim;
    const rebuts = REBUTS.test(claim.text);
    const said = claim.stance === 'denies';
    if (!said && !rebuts && !NEGATED.test(claim.text)) return claim;
    const who = claim.claimant.name ?? claim.claimant.role ?? '';
    const target = objectOf(claims, words, at) ?? (rebuts ? lastTarget.get(who) : undefined);
    if (target !== undefined) lastTarget.set(who, target);
    if (target === undefined && !said && !rebuts) return claim;
    return { ...claim, stance: 'denies' as const, ...(target === undefined ? {} : { denies: target }) };
  });
}

function objectOf(claims: ExtractedClaim[], words: (at: number) => Set<string>, at: number): number | undefined {
  const own = words(at);
  const claim = claims[at] as ExtractedClaim;
  let best: number | undefined;
  let most = 0;
  for (let i = Math.max(0, at - REACH); i < Math.min(claims.length, at + REACH); i++) {
    const other = claims[i] as ExtractedClaim;
    if (i === at || other.block === 'headline' || sameSource(claim, other) || NEGATED.test(other.text)) continue;
    const theirs = words(i);
    const shared = [...own].filter((word) => theirs.has(word)).length;
    const weight = shared + (other.claimant.kind === 'author' ? 0 : SAID);
    if (shared >= LEAST_SHARED && shared >= LEAST_SHARE * own.size && weight > most) {
      best = i;
      most = weight;
    }
  }
  return best;
}

function sameSource(one: ExtractedClaim, other: ExtractedClaim): boolean {
  const name = (claim: ExtractedClaim): string => claim.claimant.name ?? claim.claimant.role ?? claim.claimant.kind;
  return name(one) === name(other);
}

/** Words of content by their first five letters; cue verbs hold no content. */
function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return new Set(words.filter((word) => !COMMON.has(word) && !isDenying(word)).map((word) => word.slice(0, 5)));
}

function isDenying(word: string): boolean {
  return DENYING.has(CUE_FORMS.get(word)?.lemma ?? '');
}
