import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { Dossiers } from '#factchecks';
import { NewsroomStore, type Permission } from '#newsroom';
import { problem } from '#problems';
import { answer, type Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { uuid } from '../http/schemas.js';
import { VersionParams } from './factchecks.schemas.js';

const json = z.record(z.string(), z.unknown());
const DossierView = z
  .object({
    format: z.literal('corroborate-dossier/1'),
    newsroom: z.object({ id: uuid, slug: z.string(), name: z.string() }),
    factCheck: json,
    version: json.meta({ description: 'As it is kept: verdict, scale, policy, votes, evidence with captures pinned.' }),
    rounds: z.array(json),
    reviews: z.array(json).meta({ description: 'Those that were superseded or withdrawn, too.' }),
    verdicts: z.array(json).meta({ description: 'Each with every vote cast on it.' }),
    recusals: z.array(json),
    captures: z.array(json),
    log: z
      .array(json)
      .meta({ description: 'The claim’s rows up to the publication, each with its place in the chain.' }),
  })
  .meta({ id: 'Dossier' });

/** A dossier holds restricted evidence and the reasons of recusals. */
const ALSO_NEEDED: readonly Permission[] = ['claim.signoff', 'claim.assign'];

@Controller()
export class DossiersController {
  constructor(
    private readonly edge: Edge,
    private readonly dossiers: Dossiers,
    private readonly newsrooms: NewsroomStore,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/fact-checks/:id/versions/:number/dossier',
    id: 'getDossier',
    tag: 'Fact-checks',
    summary: 'Everything that a version can be defended with, as one document that proves itself',
    description:
      'Verdict, superseded reviews, votes, dissent, recusals, policy, scale, captures, and the log up to the publication. `npm run -s audit -- verify-dossier FILE` checks it without the service. Needs `claim.signoff` and `claim.assign`, too: restricted evidence and reasons of recusals are in it.',
    permission: 'audit.read',
    params: VersionParams,
    replies: { 200: DossierView },
    problems: ['factcheck.not-found', 'factcheck.version-not-found', 'dossier.not-sealed', 'permission.missing'],
  })
  get(@Calling() call: Call<{ params: z.output<typeof VersionParams> }>): Promise<Answer> {
    const missing = ALSO_NEEDED.find((permission) => !call.actor.permissions.has(permission));
    if (missing !== undefined) {
      throw problem('permission.missing', { detail: `Needed: ${missing}.`, extra: { permission: missing } });
    }
    return this.edge.read(call, async (tx) => {
      const { id, number } = call.params;
      const disposition = `attachment; filename="dossier-${number}.json"`;
      return answer(await this.dossiers.of(tx, this.newsrooms, id, number), {
        headers: { 'content-disposition': disposition },
      });
    });
  }
}
