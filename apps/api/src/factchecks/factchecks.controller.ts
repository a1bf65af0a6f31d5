import { Controller } from '@nestjs/common';
import { z } from 'zod';
import type { Tx } from '#database';
import { Addresses, type FactCheck, FactChecks, FactCheckStore, type Version } from '#factchecks';
import { PeopleStore } from '#newsroom';
import { problem } from '#problems';
import { type Answer, answer, pageOf, text } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { FactChecksQuery, FactCheckView, VersionParams, VersionView } from './factchecks.schemas.js';
import { factCheckView, versionView } from './factchecks.views.js';

type OfOne = Call<{ params: z.output<typeof ById> }>;
const tag = 'Fact-checks';
const permission = 'claim.read';

/** The published record, for the newsroom itself. */
@Controller()
export class FactChecksController {
  constructor(
    private readonly edge: Edge,
    private readonly store: FactCheckStore,
    private readonly factChecks: FactChecks,
    private readonly addresses: Addresses,
    private readonly people: PeopleStore,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/fact-checks',
    id: 'listFactChecks',
    tag,
    summary: 'What was published, newest change first',
    permission,
    query: FactChecksQuery,
    replies: { 200: pageSchema(FactCheckView) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof FactChecksQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { publication, claimId, rating, desk } = call.query;
      const keys = call.after;
      const after = keys && { at: String(keys[0]), id: String(keys[1]) };
      const rows = await this.store.list(tx, { publication, claimId, rating, desk }, after, call.limit + 1);
      const at = await this.addresses.of(tx);
      return pageOf(
        call,
        rows,
        (row) => [row.updatedAt, row.id],
        (row) => factCheckView(row, at),
      );
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/fact-checks/:id',
    id: 'getFactCheck',
    tag,
    summary: 'One fact-check',
    permission,
    params: ById,
    replies: { 200: FactCheckView },
    problems: ['factcheck.not-found'],
    etag: true,
  })
  get(@Calling() call: OfOne): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const factCheck = await this.found(tx, call.params.id);
      return answer(factCheckView(factCheck, await this.addresses.of(tx)), { version: factCheck.version });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/fact-checks/:id/versions/:number',
    id: 'getFactCheckVersion',
    tag,
    summary: 'A version with all that it rests on: it never changes',
    permission,
    params: VersionParams,
    replies: { 200: VersionView },
    problems: ['factcheck.not-found', 'factcheck.version-not-found'],
  })
  version(@Calling() call: Call<{ params: z.output<typeof VersionParams> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const factCheck = await this.found(tx, call.params.id);
      const version = await this.store.versionByNumber(tx, factCheck.id, call.params.number);
      if (!version) throw problem('factcheck.version-not-found');
      const names = await this.people.names(tx, peopleIn(version));
      const restricted = call.actor.permissions.has('claim.signoff');
      return answer(versionView(version, factCheck.slug, await this.addresses.of(tx), { names, restricted }));
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/fact-checks/:id/claim-review',
    id: 'getClaimReview',
    tag,
    summary: 'The schema.org ClaimReview of the newest version',
    permission,
    params: ById,
    replies: { 200: 'application/ld+json' },
    problems: ['factcheck.not-found'],
  })
  claimReview(@Calling() call: OfOne): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const factCheck = await this.found(tx, call.params.id);
      const version = await this.factChecks.newest(tx, factCheck);
      const markup = await this.factChecks.markup(tx, { factCheck, version });
      return text(JSON.stringify(markup), 'application/ld+json; charset=utf-8');
    });
  }

  private async found(tx: Tx, id: string): Promise<FactCheck> {
    const factCheck = await this.store.byId(tx, id);
    if (!factCheck) throw problem('factcheck.not-found');
    return factCheck;
  }
}

function peopleIn({ publishedBy, content }: Version): string[] {
  const voters = content.votes.map(({ person }) => person.id);
  return [...(publishedBy ? [publishedBy] : []), ...content.authors.map(({ id }) => id), ...voters];
}
