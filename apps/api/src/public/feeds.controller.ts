import { Controller } from '@nestjs/common';
import { z } from 'zod';
import type { Tx } from '#database';
import type { PublicAddresses } from '#factchecks';
import {
  atomFeed,
  correctionJson,
  correctionsPage,
  dataFeed,
  homePage,
  jsonFeed,
  type PublicEntry,
  Publications,
} from '#publishing';
import type { Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Route } from '../http/route.js';
import { OfNewsroom, PublicCorrections, PublicList } from './public.schemas.js';
import { publicJson, publicly, PublicNewsroom, publicPage } from './public-newsroom.js';

type OfList = Call<{ params: z.output<typeof OfNewsroom>; query: z.output<typeof PublicList> }>;
const tag = 'Public';
const inputs = {
  permission: 'public',
  params: OfNewsroom,
  query: PublicList,
  problems: ['newsroom.not-found'],
} as const;

/** All that a newsroom has published, for people and for machines. */
@Controller()
export class FeedsController {
  constructor(
    private readonly newsroom: PublicNewsroom,
    private readonly publications: Publications,
  ) {}

  @Route({
    ...inputs,
    problems: [...inputs.problems],
    method: 'GET',
    path: '/public/:newsroom/fact-checks',
    id: 'publicFactChecks',
    tag,
    summary: 'What a newsroom has published, as a page',
    replies: { 200: 'text/html' },
  })
  home(@Calling() call: OfList): Promise<Answer> {
    return this.list(call, { live: false, path: 'fact-checks' }, (at, entries, next) =>
      publicPage(homePage(at, entries, next)),
    );
  }

  @Route({
    ...inputs,
    problems: [...inputs.problems],
    method: 'GET',
    path: '/public/:newsroom/feed.json',
    id: 'publicJsonFeed',
    tag,
    summary: 'JSON Feed 1.1, newest change first',
    replies: { 200: 'application/feed+json' },
  })
  json(@Calling() call: OfList): Promise<Answer> {
    return this.list(call, { live: false, path: 'feed.json' }, (at, entries, next) =>
      publicJson(jsonFeed(at, entries, next), 'application/feed+json; charset=utf-8'),
    );
  }

  @Route({
    ...inputs,
    problems: [...inputs.problems],
    method: 'GET',
    path: '/public/:newsroom/feed.atom',
    id: 'publicAtomFeed',
    tag,
    summary: 'Atom, newest change first',
    replies: { 200: 'application/atom+xml' },
  })
  atom(@Calling() call: OfList): Promise<Answer> {
    return this.list(call, { live: false, path: 'feed.atom' }, (at, entries, next) =>
      publicly(atomFeed(at, entries, next), 'application/atom+xml; charset=utf-8'),
    );
  }

  @Route({
    ...inputs,
    problems: [...inputs.problems],
    method: 'GET',
    path: '/public/:newsroom/claim-reviews.jsonld',
    id: 'publicClaimReviews',
    tag,
    summary: 'All that is live, as a schema.org DataFeed of ClaimReviews',
    description: 'The Link header leads to the next page. What was retracted is not in it.',
    replies: { 200: 'application/ld+json' },
  })
  claimReviews(@Calling() call: OfList): Promise<Answer> {
    return this.list(call, { live: true, path: 'claim-reviews.jsonld' }, (at, entries, next) =>
      publicJson(
        dataFeed(at, entries),
        'application/ld+json; charset=utf-8',
        next ? { link: `<${next}>; rel="next"` } : {},
      ),
    );
  }

  @Route({
    ...inputs,
    problems: [...inputs.problems],
    method: 'GET',
    path: '/public/:newsroom/corrections.json',
    id: 'publicCorrections',
    tag,
    summary: 'The corrections log, newest first',
    replies: { 200: PublicCorrections },
  })
  corrections(@Calling() call: OfList): Promise<Answer> {
    return this.log(call, 'corrections.json', (at, entries, next) =>
      publicJson({
        newsroom: at.newsroom.name,
        url: at.corrections,
        corrections: entries.map((entry) => correctionJson(at, entry)),
        next,
      }),
    );
  }

  @Route({
    ...inputs,
    problems: [...inputs.problems],
    method: 'GET',
    path: '/public/:newsroom/corrections',
    id: 'publicCorrectionsPage',
    tag,
    summary: 'The corrections log as a page',
    replies: { 200: 'text/html' },
  })
  correctionsPage(@Calling() call: OfList): Promise<Answer> {
    return this.log(call, 'corrections', (at, entries, next) => publicPage(correctionsPage(at, entries, next)));
  }

  private list(
    call: OfList,
    { live, path }: { live: boolean; path: string },
    answer: (at: PublicAddresses, entries: PublicEntry[], next: string | null) => Answer,
  ): Promise<Answer> {
    return this.newsroom.read(call.params.newsroom, async (tx: Tx) => {
      const at = await this.publications.at(tx);
      const entries = await this.publications.list(tx, after(call), call.limit + 1, live);
      const shown = entries.slice(0, call.limit);
      const last = entries.length > call.limit ? shown.at(-1)?.factCheck : undefined;
      return answer(at, shown, last ? next(call, at, path, last.updatedAt, last.id) : null);
    });
  }

  private log(
    call: OfList,
    path: string,
    answer: (
      at: PublicAddresses,
      entries: Awaited<ReturnType<Publications['corrections']>>,
      next: string | null,
    ) => Answer,
  ): Promise<Answer> {
    return this.newsroom.read(call.params.newsroom, async (tx: Tx) => {
      const at = await this.publications.at(tx);
      const entries = await this.publications.corrections(tx, after(call), call.limit + 1);
      const shown = entries.slice(0, call.limit);
      const last = entries.length > call.limit ? shown.at(-1) : undefined;
      return answer(at, shown, last ? next(call, at, path, last.at, last.id) : null);
    });
  }
}

function after(call: OfList): { at: string; id: string } | undefined {
  const keys = call.after;
  return keys && { at: String(keys[0]), id: String(keys[1]) };
}

/** The whole address of the next page. */
function next(call: OfList, at: PublicAddresses, path: string, time: Date, id: string): string {
  const query = new URLSearchParams({ cursor: call.cursor([time, id]) });
  if (call.query.limit !== undefined) query.set('limit', String(call.query.limit));
  return `${at.file(path)}?${query.toString()}`;
}
