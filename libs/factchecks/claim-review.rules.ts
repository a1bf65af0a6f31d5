import type { PublicAddresses } from './addresses.rules.js';
import type { CorrectionEntry, FactCheck, PinnedAppearance, PinnedClaimant, Version } from './version.types.js';

/** A JSON-LD node; only the shapes that this markup uses. */
export type Node = { [property: string]: string | number | Node | (string | Node)[] };

export interface MarkupOf {
  factCheck: Pick<FactCheck, 'slug' | 'firstPublishedAt' | 'publication'>;
  version: Pick<Version, 'number' | 'publishedAt' | 'content'>;
  /** Of this fact-check; only those up to this version are named. */
  corrections: readonly CorrectionEntry[];
}

/** The name of a pinned rating in a language, in its base language, in English, or in whatever there is. */
export function nameIn(names: Readonly<Record<string, string>>, language: string): string {
  const wanted = [language, language.split('-')[0] ?? '', 'en'].find((each) => Object.hasOwn(names, each));
  return (wanted === undefined ? Object.values(names)[0] : names[wanted]) ?? '';
}

const NAMELESS: Record<string, string> = {
  anonymous: 'Anonymous source',
  unsourced: 'Unattributed',
  author: 'The author of the article',
};

/** How a claimant is called in public when no name is known. */
export function claimantName({ kind, name, role }: PinnedClaimant): string {
  return name ?? role ?? NAMELESS[kind] ?? '';
}

function claimAuthor(claimant: PinnedClaimant): Node {
  const node: Node = {
    '@type': claimant.kind === 'outlet' ? 'Organization' : 'Person',
    name: claimantName(claimant),
  };
  if (claimant.role && claimant.name) node['jobTitle'] = claimant.role;
  return node;
}

/** Browsers take an address with these characters as it was pasted; markup needs them encoded (RFC 3986, 2.1). */
function address(given: string): string {
  return given.replace(/[\s<>"]/g, encodeURIComponent);
}

function place(appearance: PinnedAppearance): Node {
  const node: Node = { '@type': 'CreativeWork' };
  if (appearance.url) node['url'] = address(appearance.url);
  if (appearance.title) node['headline'] = appearance.title;
  if (appearance.publisher) node['publisher'] = { '@type': 'Organization', name: appearance.publisher };
  if (appearance.saidAt) node['datePublished'] = appearance.saidAt;
  return node;
}

/** Where the claim was made, earliest first; where it was denied or only reported on is no appearance of it. */
export function madeAt(appearances: readonly PinnedAppearance[]): PinnedAppearance[] {
  const asserted = appearances.filter(({ stance }) => stance === 'asserts');
  const time = ({ saidAt }: PinnedAppearance) => (saidAt === null ? Number.POSITIVE_INFINITY : Date.parse(saidAt));
  return (asserted.length > 0 ? asserted : [...appearances]).sort((a, b) =>
    time(a) === time(b) ? 0 : time(a) - time(b),
  );
}

function claim({ version: { content } }: MarkupOf): Node {
  const appearances = madeAt(content.appearances);
  const places = appearances.map(place);
  const node: Node = { '@type': 'Claim', text: content.claimText, author: claimAuthor(content.claimant) };
  const [first] = appearances;
  if (first?.saidAt) node['datePublished'] = first.saidAt;
  if (places.length > 0) node['appearance'] = places;
  if (first?.saidAt && places[0]) node['firstAppearance'] = places[0];
  return node;
}

function rating({ version: { content } }: MarkupOf): Node {
  const { value, best, worst, names } = content.rating;
  return {
    '@type': 'Rating',
    ratingValue: value,
    bestRating: best,
    worstRating: worst,
    alternateName: nameIn(names, content.language),
    ratingExplanation: content.summary,
  };
}

function publisher(at: PublicAddresses): Node {
  return { '@type': 'Organization', name: at.newsroom.name, url: at.home, correctionsPolicy: at.corrections };
}

/** schema.org ClaimReview for one version (schema.org release 29; `correction` as CorrectionComment). Pure. */
export function claimReview(of: MarkupOf, at: PublicAddresses): Node {
  const { factCheck, version } = of;
  const { content } = version;
  const url = at.page(factCheck.slug);
  const organisation = publisher(at);
  const node: Node = {
    '@context': 'https://schema.org',
    '@type': 'ClaimReview',
    '@id': url,
    url,
    version: version.number,
    inLanguage: content.language,
    datePublished: factCheck.firstPublishedAt.toISOString(),
    dateModified: version.publishedAt.toISOString(),
    author: organisation,
    publisher: organisation,
    claimReviewed: content.wording,
    itemReviewed: claim(of),
    reviewRating: rating(of),
    reviewBody: content.explanation,
  };
  const cited = content.evidence.filter((each) => each.visibility === 'public' && each.url !== null);
  if (cited.length > 0) {
    node['citation'] = cited.map(({ url, title }): Node => {
      const work: Node = { '@type': 'CreativeWork', url: address(url as string) };
      if (title) work['name'] = title;
      return work;
    });
  }
  const corrections = of.corrections.filter((each) => each.type !== 'retraction' && each.number <= version.number);
  if (corrections.length > 0) node['correction'] = corrections.map((each) => correction(each, factCheck.slug, at));
  return node;
}

function correction(entry: CorrectionEntry, slug: string, at: PublicAddresses): Node {
  const node: Node = {
    '@type': 'CorrectionComment',
    name: `Correction (${entry.type})`,
    text: entry.notice,
    datePublished: entry.at.toISOString(),
    url: at.version(slug, entry.number),
  };
  if (entry.previousNumber !== null)
    node['about'] = { '@type': 'CreativeWork', url: at.version(slug, entry.previousNumber) };
  return node;
}

/** JSON for a `<script type="application/ld+json">`: nothing in it can end the element or start a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
