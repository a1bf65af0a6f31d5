import type { CitedFacts } from './evidence.store.js';

/** Why a piece of evidence keeps a verdict from going out, or should make people think before it does. */
export interface EvidenceReason {
  code:
    | 'publish.evidence-withdrawn'
    | 'publish.evidence-without-capture'
    | 'evidence.source-dead'
    | 'evidence.quote-not-found';
  detail: string;
  evidenceId: string;
}

export interface EvidenceGate {
  usable: string[];
  problems: EvidenceReason[];
  warnings: EvidenceReason[];
}

/**
 * At publication, cited evidence is usable when it is not withdrawn and is a note, a file, a quote without an address, or has
 * a capture or a copy made by hand. A dead link is a warning: deleted posts are daily bread.
 */
export function gate(wanted: readonly string[], facts: readonly CitedFacts[]): EvidenceGate {
  const known = new Map(facts.map((each) => [each.id, each]));
  const result: EvidenceGate = { usable: [], problems: [], warnings: [] };
  for (const evidenceId of wanted) {
    const each = known.get(evidenceId);
    if (!each || each.withdrawn) {
      result.problems.push({ code: 'publish.evidence-withdrawn', detail: 'It was withdrawn.', evidenceId });
    } else if (each.site !== null && !each.captured) {
      const detail = 'Its source has neither a capture nor a copy made by hand.';
      result.problems.push({ code: 'publish.evidence-without-capture', detail, evidenceId });
    } else {
      result.usable.push(evidenceId);
    }
    if (each?.sourceHealth === 'dead') {
      result.warnings.push({
        code: 'evidence.source-dead',
        detail: 'Its source is gone; the capture stays.',
        evidenceId,
      });
    }
    if (each?.quoteState === 'missing' || each?.quoteState === 'altered') {
      const detail = `The quoted passage is ${each.quoteState} on its source.`;
      result.warnings.push({ code: 'evidence.quote-not-found', detail, evidenceId });
    }
  }
  return result;
}

/**
 * Pieces of evidence that count, and the independent sources among them: one for each site, and what is marked as not
 * independent of another counts with that one. A note is nobody's source; a file is a source of its own.
 */
export function count(facts: readonly CitedFacts[]): { evidence: number; independentSources: number } {
  const standing = facts.filter(({ withdrawn }) => !withdrawn);
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    const up = parent.get(key);
    return up === undefined || up === key ? key : find(up);
  };
  const join = (one: string, other: string) => parent.set(find(one), find(other));
  for (const { id, site, independentOf } of standing) {
    if (site !== null) join(id, `site:${site}`);
    if (independentOf !== null) join(id, independentOf);
  }
  const sources = standing.filter(({ kind, site }) => kind === 'file' || site !== null).map(({ id }) => find(id));
  return { evidence: standing.length, independentSources: new Set(sources).size };
}
