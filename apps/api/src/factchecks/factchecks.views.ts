import type { PinnedEvidence } from '#evidence';
import type { FactCheck, PinnedPerson, PublicAddresses, Recheck, Version } from '#factchecks';

export function factCheckView(factCheck: FactCheck, at: PublicAddresses) {
  const { id, claimId, slug, publication, desk, number, ratingKey, wording, language } = factCheck;
  const { firstPublishedAt, updatedAt, retractedAt, retractionReason, version } = factCheck;
  return {
    id,
    claimId,
    slug,
    url: at.page(slug),
    publication,
    desk,
    number,
    rating: ratingKey,
    claim: wording,
    language,
    firstPublishedAt,
    updatedAt,
    retraction: retractedAt && { at: retractedAt, reason: retractionReason },
    version,
  };
}

/** `names` of people as they are called today; `restricted`: whether the caller sees restricted evidence. */
export function versionView(
  { content, ...version }: Version,
  slug: string,
  at: PublicAddresses,
  seen: { names: ReadonlyMap<string, string>; restricted: boolean },
) {
  const { id, factCheckId, claimId, number, publishedAt, publishedBy, correction } = version;
  const called = ({ id: person, name }: PinnedPerson) => ({ id: person, name: name ?? seen.names.get(person) ?? null });
  const { wording, evidence, authors, votes, ...rest } = content;
  return {
    id,
    factCheckId,
    claimId,
    number,
    publishedAt,
    publishedBy: publishedBy === null ? null : called({ id: publishedBy, name: null }),
    correction,
    claim: wording,
    ...rest,
    evidence: evidence.map((each) => (seen.restricted ? each : withheld(each))),
    authors: authors.map(called),
    replies: content.replies ?? [],
    votes: votes.map((vote) => ({ ...vote, person: called(vote.person) })),
    url: at.version(slug, number),
  };
}

function withheld(evidence: PinnedEvidence) {
  if (evidence.visibility !== 'restricted') return evidence;
  const { id, revision, kind, stance, visibility } = evidence;
  return { id, revision, kind, stance, visibility };
}

export function recheckView(recheck: Recheck): Recheck {
  return recheck;
}
