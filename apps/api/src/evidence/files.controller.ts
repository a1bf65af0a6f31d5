import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { EvidenceService } from '#evidence';
import { problem } from '#problems';
import { answer, type Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { EvidenceReading } from './evidence.reading.js';
import { EvidenceView, fileForm } from './evidence.schemas.js';
import { FileIntake } from './file-intake.js';

type OfId = Call<{ params: z.output<typeof ById> }>;
const tag = 'Evidence';

@Controller()
export class EvidenceFilesController {
  constructor(
    private readonly edge: Edge,
    private readonly service: EvidenceService,
    private readonly files: FileIntake,
    private readonly reading: EvidenceReading,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/claims/:id/evidence/files',
    id: 'attachEvidenceFile',
    tag,
    summary: 'Attach a file to a claim',
    description:
      'Streamed and hashed as it arrives. Its type is what its name and its first bytes agree on; nothing that a browser would run is taken. The original is kept as it came and never changed.',
    permission: 'evidence.add',
    params: ById,
    upload: { form: fileForm },
    replies: { 201: EvidenceView },
    problems: [
      'claim.not-found',
      'claim.wrong-state',
      'evidence.type-not-allowed',
      'evidence.type-differs',
      'evidence.digest-differs',
      'request.too-large',
      'request.unprocessable',
      'server.storage-full',
    ],
  })
  async attach(@Calling() call: OfId): Promise<Answer> {
    const claimId = call.params.id;
    await this.edge.read(call, async (tx) => answer(await this.files.assertClaim(tx, claimId)));
    const { fields, file } = await this.files.receive(call.raw.raw);
    return this.edge.write(
      call,
      async (tx) => {
        const given = { ...fields, kind: 'file' as const, file };
        const evidence = await this.service.attach(tx, call.actor, claimId, given);
        await this.reading.renew(tx, call.actor, claimId);
        return this.reading.answer(tx, evidence, { status: 201, location: `/v1/evidence/${evidence.id}` });
      },
      { ...fields, ...file },
    );
  }

  @Route({
    method: 'GET',
    path: '/v1/evidence/:id/file',
    id: 'getEvidenceFile',
    tag,
    summary: 'The original file, as a download',
    description: 'Ranges are served; the ETag is the SHA-256 of the bytes.',
    permission: 'claim.read',
    params: ById,
    replies: { 200: 'application/octet-stream', 206: 'application/octet-stream' },
    problems: ['evidence.not-found', 'evidence.no-file', 'request.range-not-satisfiable'],
  })
  get(@Calling() call: OfId): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { file } = await this.reading.found(tx, call.actor, call.params.id);
      if (file === null) throw problem('evidence.no-file');
      const { range, 'if-range': ifRange } = call.raw.headers;
      return this.files.download(file, { range, ifRange: typeof ifRange === 'string' ? ifRange : undefined });
    });
  }
}
