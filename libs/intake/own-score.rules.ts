import type { OutsideReading } from '#assistants';
import type { Checkworthiness } from '#claims';
import type { ExtractedClaim, Extraction } from '#extraction';
import { reasonFor, scoreWith, type KeptModel } from '#learning';

export type ScoredClaim = ExtractedClaim & { checkworthiness: Checkworthiness };
export type ScoredExtraction = Pick<Extraction, 'language' | 'readTo'> & { claims: ScoredClaim[] };

/** The claims as the newsroom scores them; each says which model did, and what the built-in one would have said. */
export function weighed(extraction: Extraction, model: KeptModel | undefined): ScoredExtraction {
  return {
    ...extraction,
    claims: extraction.claims.map((claim) => ({ ...claim, checkworthiness: scoreOf(claim, model) })),
  };
}

function scoreOf(
  claim: ExtractedClaim,
  model: KeptModel | undefined,
): ExtractedClaim['checkworthiness'] & Checkworthiness {
  const { score: builtIn, reasons } = claim.checkworthiness;
  if (!model) return { score: builtIn, reasons, origin: { kind: 'built-in', model: null, builtInScore: null } };
  const { text, kind, claimant } = claim;
  const about = { text, kind, claimant: claimant.kind, reasons: reasons.map(({ code }) => code), builtIn };
  const { score, moved } = scoreWith(model, about);
  return {
    score,
    reasons: [...reasons, reasonFor(about, moved, model.number)],
    origin: { kind: 'newsroom', model: model.id, builtInScore: builtIn },
  };
}

/** The claims as an outside model weighed them. The newsroom's own model is not asked: it was fitted to the built-in score. */
export function fromOutside(
  found: Extract<OutsideReading, { found: unknown }>['found'],
  model: string,
): ScoredExtraction {
  const origin = { kind: 'extractor' as const, model: model || null, builtInScore: null };
  return {
    language: found.language,
    claims: found.claims.map((claim) => ({ ...claim, checkworthiness: { ...claim.checkworthiness, origin } })),
  };
}
