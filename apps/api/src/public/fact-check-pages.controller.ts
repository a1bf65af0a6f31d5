import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { problem } from '#problems';
import { factCheckJson, factCheckPage, oembed, Publications, type PublicFactCheck } from '#publishing';
import type { Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Route } from '../http/route.js';
import { OembedQuery, OfFactCheck, OfNewsroom, OfVersion } from './public.schemas.js';
import { publicJson, PublicNewsroom, publicPage } from './public-newsroom.js';

type OfOne = Call<{ params: z.output<typeof OfFactCheck> }>;
const tag = 'Public';
const LD = 'application/ld+json; charset=utf-8';

/** One fact-check as the world sees it. */
@Controller()
export class FactCheckPagesController {
  constructor(
    private readonly newsroom: PublicNewsroom,
    private readonly publications: Publications,
  ) {}

  @Route({
    method: 'GET',
    path: '/public/:newsroom/fact-checks/:slug.json',
    id: 'publicFactCheckJson',
    tag,
    summary: 'A fact-check as JSON',
    permission: 'public',
    params: OfFactCheck,
    replies: { 200: 'application/json' },
    problems: ['factcheck.not-found', 'newsroom.not-found'],
  })
  async json(@Calling() call: OfOne): Promise<Answer> {
    return publicJson(factCheckJson(await this.found(call.params)));
  }

  @Route({
    method: 'GET',
    path: '/public/:newsroom/fact-checks/:slug.jsonld',
    id: 'publicFactCheckMarkup',
    tag,
    summary: 'A fact-check as schema.org ClaimReview',
    permission: 'public',
    params: OfFactCheck,
    replies: { 200: 'application/ld+json' },
    problems: ['factcheck.not-found', 'newsroom.not-found', 'factcheck.retracted'],
  })
  async markup(@Calling() call: OfOne): Promise<Answer> {
    const { markup, factCheck } = await this.found(call.params);
    if (!markup) throw problem('factcheck.retracted', factCheck.retractionReason ?? undefined);
    return publicJson(markup, LD);
  }

  @Route({
    method: 'GET',
    path: '/public/:newsroom/fact-checks/:slug',
    id: 'publicFactCheckPage',
    tag,
    summary: 'A fact-check as a page, with its ClaimReview in it',
    permission: 'public',
    params: OfFactCheck,
    replies: { 200: 'text/html' },
    problems: ['factcheck.not-found', 'newsroom.not-found'],
  })
  async page(@Calling() call: OfOne): Promise<Answer> {
    return publicPage(factCheckPage(await this.found(call.params)));
  }

  @Route({
    method: 'GET',
    path: '/public/:newsroom/fact-checks/:slug/versions/:number',
    id: 'publicFactCheckVersionPage',
    tag,
    summary: 'An older version as a page',
    permission: 'public',
    params: OfVersion,
    replies: { 200: 'text/html' },
    problems: ['factcheck.not-found', 'factcheck.version-not-found', 'newsroom.not-found'],
  })
  async version(@Calling() call: Call<{ params: z.output<typeof OfVersion> }>): Promise<Answer> {
    return publicPage(factCheckPage(await this.found(call.params)));
  }

  @Route({
    method: 'GET',
    path: '/public/:newsroom/oembed',
    id: 'publicOembed',
    tag,
    summary: 'A fact-check as a quotation for other sites (oEmbed 1.0)',
    permission: 'public',
    params: OfNewsroom,
    query: OembedQuery,
    replies: { 200: 'application/json' },
    problems: ['factcheck.not-found', 'newsroom.not-found'],
  })
  async oembed(
    @Calling() call: Call<{ params: z.output<typeof OfNewsroom>; query: z.output<typeof OembedQuery> }>,
  ): Promise<Answer> {
    const slug = slugIn(call.query.url);
    if (slug === undefined) throw problem('factcheck.not-found', 'This is not the address of a fact-check.');
    return publicJson(oembed(await this.found({ newsroom: call.params.newsroom, slug })));
  }

  private found(of: { newsroom: string; slug: string; number?: number }): Promise<PublicFactCheck> {
    return this.newsroom.read(of.newsroom, (tx) => this.publications.bySlug(tx, of.slug, of.number));
  }
}

function slugIn(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const match = /\/fact-checks\/([^/]+?)(?:\.json|\.jsonld)?\/?$/.exec(new URL(address).pathname);
  try {
    return match?.[1] && decodeURIComponent(match[1]);
  } catch {
    return undefined;
  }
}
