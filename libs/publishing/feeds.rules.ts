import { claimReview, claimantName, type CorrectionEntry, nameIn, type Node, type PublicAddresses } from '#factchecks';
import type { PinnedReply } from '#replies';
import { html, Html, paragraphs, siteName } from './html.rules.js';
import type { PublicEntry, PublicFactCheck } from './public.types.js';

function title({ factCheck, version: { content } }: PublicEntry): string {
  const name = nameIn(content.rating.names, content.language);
  return `${factCheck.publication === 'retracted' ? 'Retracted' : name}: “${content.wording}”`;
}

/** What an item says; of a retracted one, why it was withdrawn. */
function contentHtml({ factCheck, version: { content }, corrections }: PublicEntry): string {
  if (factCheck.publication === 'retracted') {
    return html`<p><strong>This fact-check was retracted.</strong></p>
      ${paragraphs(factCheck.retractionReason ?? '')}`.text;
  }
  const notices = corrections
    .filter(({ type }) => type !== 'retraction')
    .map(({ notice }) => html`<aside><strong>Correction.</strong> ${paragraphs(notice)}</aside>`);
  return html`${notices}${paragraphs(content.summary)}${paragraphs(content.explanation)}`.text;
}

/** JSON Feed 1.1. */
export function jsonFeed(at: PublicAddresses, entries: readonly PublicEntry[], next: string | null) {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: `${at.newsroom.name}: fact-checks`,
    home_page_url: at.home,
    feed_url: at.file('feed.json'),
    ...(next ? { next_url: next } : {}),
    authors: [{ name: at.newsroom.name, url: at.home }],
    items: entries.map((entry) => {
      const { factCheck, version } = entry;
      return {
        id: at.page(factCheck.slug),
        url: at.page(factCheck.slug),
        title: title(entry),
        content_html: contentHtml(entry),
        summary: factCheck.publication === 'retracted' ? (factCheck.retractionReason ?? '') : version.content.summary,
        date_published: factCheck.firstPublishedAt.toISOString(),
        date_modified: factCheck.updatedAt.toISOString(),
        language: version.content.language,
        tags: [factCheck.publication === 'retracted' ? 'retracted' : version.content.rating.key],
        _corroborate: {
          claimant: claimantName(version.content.claimant),
          publication: factCheck.publication,
          number: version.number,
        },
      };
    }),
  };
}

/** Atom (RFC 4287). */
export function atomFeed(at: PublicAddresses, entries: readonly PublicEntry[], next: string | null): string {
  const updated = entries[0]?.factCheck.updatedAt ?? new Date(0);
  const feed = html`<feed xmlns="http://www.w3.org/2005/Atom">
    <id>${at.file('feed.atom')}</id>
    <title>${at.newsroom.name}: fact-checks</title>
    <updated>${updated.toISOString()}</updated>
    <author><name>${at.newsroom.name}</name><uri>${at.home}</uri></author>
    <link rel="self" type="application/atom+xml" href="${at.file('feed.atom')}" />
    <link rel="alternate" type="text/html" href="${at.home}" />
    ${next && html`<link rel="next" href="${next}" />`}
    ${entries.map((entry) => {
      const { factCheck, version } = entry;
      const summary = factCheck.publication === 'retracted' ? factCheck.retractionReason : version.content.summary;
      return html`<entry xml:lang="${version.content.language}">
        <id>${at.page(factCheck.slug)}</id>
        <title>${title(entry)}</title>
        <published>${factCheck.firstPublishedAt.toISOString()}</published>
        <updated>${factCheck.updatedAt.toISOString()}</updated>
        <link rel="alternate" type="text/html" href="${at.page(factCheck.slug)}" />
        <category term="${factCheck.publication === 'retracted' ? 'retracted' : version.content.rating.key}" />
        <summary>${summary}</summary>
        <content type="html">${contentHtml(entry)}</content>
      </entry>`;
    })}
  </feed>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n${feed.text}\n`;
}

/** All that is live, as a schema.org DataFeed of ClaimReviews. */
export function dataFeed(at: PublicAddresses, entries: readonly PublicEntry[]): Node {
  const dates = entries.map(({ factCheck }) => factCheck.updatedAt.toISOString()).sort();
  return {
    '@context': 'https://schema.org',
    '@type': 'DataFeed',
    '@id': at.file('claim-reviews.jsonld'),
    name: `${at.newsroom.name}: fact-checks`,
    dateModified: dates.at(-1) ?? new Date(0).toISOString(),
    dataFeedElement: entries.map(({ factCheck, version, corrections }): Node => {
      const item = claimReview({ factCheck, version, corrections }, at);
      delete item['@context'];
      return {
        '@type': 'DataFeedItem',
        dateCreated: factCheck.firstPublishedAt.toISOString(),
        dateModified: factCheck.updatedAt.toISOString(),
        item,
      };
    }),
  };
}

/** One line of the corrections log, for machines. */
export function correctionJson(at: PublicAddresses, entry: CorrectionEntry) {
  const { id, slug, wording, type, notice, number, previousNumber, fromRating, toRating } = entry;
  return {
    id,
    at: entry.at.toISOString(),
    type,
    notice,
    claim: wording,
    url: at.page(slug),
    version: { number, url: at.version(slug, number) },
    previous: previousNumber === null ? null : { number: previousNumber, url: at.version(slug, previousNumber) },
    fromRating,
    toRating,
  };
}

/** A fact-check as JSON: what the page says, without people and without what the newsroom keeps to itself. */
export function factCheckJson(shown: PublicFactCheck) {
  const { at, factCheck, version, versions, corrections, underReview, markup } = shown;
  const { content } = version;
  const { key, value, names, description, best, worst, scale } = content.rating;
  const open = content.evidence.filter(({ visibility }) => visibility === 'public');
  return {
    id: factCheck.id,
    url: at.page(factCheck.slug),
    slug: factCheck.slug,
    publication: factCheck.publication,
    underReview: underReview !== null,
    retraction:
      factCheck.publication === 'retracted'
        ? { at: factCheck.retractedAt?.toISOString() ?? null, reason: factCheck.retractionReason }
        : null,
    number: version.number,
    publishedAt: factCheck.firstPublishedAt.toISOString(),
    updatedAt: version.publishedAt.toISOString(),
    language: content.language,
    claim: content.wording,
    claimText: content.claimText,
    claimant: { ...content.claimant, name: claimantName(content.claimant) || null },
    appearances: content.appearances.map(({ claimant, stance, saidAt, wording, url, title: name, publisher }) => {
      return { claimant, stance, saidAt, wording, url, title: name, publisher };
    }),
    rating: { key, value, name: nameIn(names, content.language), names, description, best, worst, scale: scale.name },
    summary: content.summary,
    explanation: content.explanation,
    evidence: open.map(({ kind, stance, url, title: name, quote, note, file, capture }) => {
      const captured = capture && { at: capture.at, sha256: capture.sha256 };
      return { kind, stance, url, title: name, quote, note, file, captured };
    }),
    evidenceNotShown: content.evidence.length - open.length,
    replies: repliesJson(content.replies ?? []),
    decision: {
      reviewers: content.authors.length,
      signOffs: content.votes.filter(({ vote }) => vote === 'signOff').length,
      dissents: content.votes.filter(({ vote }) => vote === 'dissent').length,
    },
    versions: versions.map((each) => ({
      number: each.number,
      publishedAt: each.publishedAt.toISOString(),
      rating: each.content.rating.key,
      correction: each.correction,
      url: at.version(factCheck.slug, each.number),
    })),
    corrections: corrections.map((each) => correctionJson(at, each)),
    claimReview: markup,
  };
}

/** Who was asked for comment, as far as it is public. */
function repliesJson(replies: readonly PinnedReply[]) {
  return replies
    .filter((reply) => reply.public)
    .map(({ name, role, organisation, askedAt, dueAt, state, answer }) => ({
      ...{ name, role, organisation, askedAt, dueAt, state },
      answer: answer && { text: answer.text, verbatim: answer.verbatim, at: answer.receivedAt, late: answer.late },
    }));
}

/** oEmbed 1.0, `rich`: a quotation that needs no script of ours. */
export function oembed({ at, factCheck, version }: PublicFactCheck) {
  const { content } = version;
  const retracted = factCheck.publication === 'retracted';
  const name = retracted ? 'Retracted' : nameIn(content.rating.names, content.language);
  const site = siteName(at.home) ?? at.newsroom.name;
  const quotation: Html = html`<blockquote class="corroborate-fact-check" lang="${content.language}">
    <p>“${content.wording}”</p>
    <p><strong>${name}</strong>${!retracted && html`: ${content.summary}`}</p>
    <p><a href="${at.page(factCheck.slug)}">${at.newsroom.name}</a> (${site})</p>
  </blockquote>`;
  return {
    version: '1.0',
    type: 'rich',
    title: `${name}: “${content.wording}”`,
    author_name: at.newsroom.name,
    author_url: at.home,
    provider_name: at.newsroom.name,
    provider_url: at.home,
    cache_age: 300,
    html: quotation.text,
    width: 600,
    height: null,
  };
}
