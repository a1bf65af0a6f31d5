import type { Checkworthiness } from '#claims';
import type { ExtractedClaim, Extraction } from '#extraction';
import { reasonFor, scoreWith, type KeptModel } from '#learning';

export type ScoredClaim = ExtractedClaim & { checkworthiness: Checkworthiness };
export type ScoredExtraction = Omit<Extraction, 'claims'> & { claims: ScoredClaim[] };

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
