import { sameWords, textKey, type NewAppearance, type NewClaim } from '#claims';
import type { ExtractedClaim } from '#extraction';
import type { ScoredClaim, ScoredExtraction } from './own-score.rules.js';

/** Longest claim, in UTF-16 code units: what is longer is no statement but a text without sentences. */
export const LONGEST_CLAIM = 2_000;
/** Most claims that one article brings; the least check-worthy are left out. */
export const MOST_CLAIMS = 500;

/** Of the article, what a claim and its appearances take over. */
export interface PlanFacts {
  articleId: string;
  url: string | null;
  author: string | null;
  desk: string | null;
}

/** One claim that an article says, in the order of the text. `key` tells it from the others. */
export interface PlannedClaim {
  key: string;
  claim: Omit<NewClaim, 'appearances'>;
  appearances: NewAppearance[];
}

/**
 * What of a reading becomes claims: one for each set of words, with an appearance for each time that it is said. A denial of
 * something else in the text is no claim of its own but an appearance, with stance `denies`, of what it denies.
 */
export function planClaims(
  extraction: ScoredExtraction,
  facts: PlanFacts,
): { planned: PlannedClaim[]; leftOut: number } {
  const found = extraction.claims;
  const planned = new Map<string, PlannedClaim>();
  let leftOut = 0;
  for (const [index, one] of found.entries()) {
    if (!isStatement(one)) leftOut += 1;
    else if (deniedBy(found, index) === undefined) add(planned, one, extraction.language, facts);
  }
  for (const [index, one] of found.entries()) {
    const denied = deniedBy(found, index);
    if (denied === undefined || !isStatement(one)) continue;
    planned.get(textKey(denied.text))?.appearances.push({ ...appearanceOf(one, denied.text, facts), stance: 'denies' });
  }
  const kept = mostWorthChecking([...planned.values()]);
  return { planned: kept, leftOut: leftOut + planned.size - kept.length };
}

function isStatement({ text }: ExtractedClaim): boolean {
  return text.length <= LONGEST_CLAIM && sameWords(text) !== '';
}

/** The claim that this one denies, at the end of however many denials of denials. */
function deniedBy(found: readonly ExtractedClaim[], index: number): ExtractedClaim | undefined {
  const seen = new Set([index]);
  let at = found[index]?.denies;
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    const denied = found[at];
    if (denied?.denies === undefined) return denied && isStatement(denied) ? denied : undefined;
    at = denied.denies;
  }
  return undefined;
}

function add(planned: Map<string, PlannedClaim>, one: ScoredClaim, language: string, facts: PlanFacts): void {
  const key = textKey(one.text);
  const known = planned.get(key);
  if (known) {
    known.appearances.push(appearanceOf(one, known.claim.text, facts));
    return;
  }
  const { text, kind, spans, checkworthiness } = one;
  const { articleId, desk } = facts;
  const lang = language === 'und' ? null : language;
  planned.set(key, {
    key,
    claim: { text, kind, articleId, spans, context: contextOf(one), language: lang, checkworthiness, desk },
    appearances: [appearanceOf(one, text, facts)],
  });
}

function appearanceOf(one: ExtractedClaim, claim: string, { articleId, url, author }: PlanFacts): NewAppearance {
  const { kind, name, role } = one.claimant;
  return {
    claimant: { kind, name: name ?? (kind === 'author' ? author : null), role: role ?? null },
    reportedBy: one.reportedBy,
    stance: one.stance,
    articleId,
    url,
    spans: one.spans,
    cueSpan: one.cueSpan ?? null,
    wording: one.text === claim ? null : one.text,
  };
}

/** What makes the claim stand alone, as a person reads it. */
function contextOf({ context }: ExtractedClaim): string | null {
  const { before, subject, place, date } = context;
  const about = [subject && `subject: ${subject}`, place && `place: ${place}`, date && `date: ${date}`].filter(Boolean);
  return [before, about.length > 0 && `(${about.join('; ')})`].filter(Boolean).join(' ') || null;
}

function mostWorthChecking(planned: PlannedClaim[]): PlannedClaim[] {
  if (planned.length <= MOST_CLAIMS) return planned;
  const score = ({ claim }: PlannedClaim) => claim.checkworthiness?.score ?? 0;
  const kept = new Set([...planned].sort((a, b) => score(b) - score(a)).slice(0, MOST_CLAIMS));
  return planned.filter((one) => kept.has(one));
}
