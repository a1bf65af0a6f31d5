import { Controller, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { CONFIG, type Config } from '#config';
import { ReviewImports, ReviewImportStore, type ReviewImport } from '#precedents';
import { problem } from '#problems';
import { Storage, type Blob } from '#storage';
import { receive } from '../evidence/upload.js';
import { answer, type Answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ImportDocument, importForm, ImportParams, Imports, ImportsQuery, ImportView } from './claimreviews.schemas.js';

const tag = 'Claim reviews';
const description =
  'Read by a job, in batches. The same review again is recognised by its address, author and claim: changed when it says something else, and otherwise left alone. A record that is no valid ClaimReview is named with its place and skipped.';

function importView({ sha256: _, ...view }: ReviewImport) {
  return view;
}

@Controller()
export class ReviewImportsController {
  constructor(
    private readonly edge: Edge,
    private readonly imports: ReviewImports,
    private readonly store: ReviewImportStore,
    private readonly storage: Storage,
    @Inject(CONFIG) private readonly config: Pick<Config, 'maxUploadBytes'>,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/claim-reviews/imports',
    id: 'importClaimReviews',
    tag,
    summary: 'Import the ClaimReviews of others, as JSON-LD',
    description,
    permission: 'claim-review.import',
    body: ImportDocument,
    replies: { 202: ImportView },
    problems: ['request.too-large', 'server.storage-full'],
  })
  async importJson(@Calling() call: Call<{ body: z.output<typeof ImportDocument> }>): Promise<Answer> {
    const bytes = Buffer.from(JSON.stringify(call.body));
    const blob = await this.storage.put(bytes, { maxBytes: bytes.length });
    return this.received(call, 'request body', blob, call.raw.body);
  }

  @Route({
    method: 'POST',
    path: '/v1/claim-reviews/imports/files',
    id: 'importClaimReviewFile',
    tag,
    summary: 'Import the ClaimReviews of others, as a file',
    description,
    permission: 'claim-review.import',
    upload: { form: importForm },
    replies: { 202: ImportView },
    problems: ['request.too-large', 'server.storage-full'],
  })
  async importFile(@Calling() call: Call): Promise<Answer> {
    const { file } = await receive(call.raw.raw, this.storage, this.config.maxUploadBytes);
    const name =
      file.name
        .toWellFormed()
        .replace(/[\p{Cc}/\\]/gu, '')
        .slice(0, 200) || 'file';
    return this.received(call, name, file.blob, { name, ...file.blob });
  }

  @Route({
    method: 'GET',
    path: '/v1/claim-reviews/imports',
    id: 'listClaimReviewImports',
    tag,
    summary: 'Imports, newest first',
    permission: 'claim.read',
    query: ImportsQuery,
    replies: { 200: Imports },
  })
  list(@Calling() call: Call<{ query: z.output<typeof ImportsQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const after = call.after as [string, string] | undefined;
      const rows = await this.store.list(tx, { after, limit: call.limit });
      return pageOf(call, rows, (row) => [row.createdAt, row.id], importView);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/claim-reviews/imports/:importId',
    id: 'getClaimReviewImport',
    tag,
    summary: 'One import: how far it is, what it brought, what it skipped and why',
    permission: 'claim.read',
    params: ImportParams,
    replies: { 200: ImportView },
    problems: ['review-import.not-found'],
    etag: true,
  })
  get(@Calling() call: Call<{ params: z.output<typeof ImportParams> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const found = await this.store.byId(tx, call.params.importId);
      if (!found) throw problem('review-import.not-found');
      return answer(importView(found), { version: found.version });
    });
  }

  private received(call: Call, name: string, { sha256, bytes }: Blob, fingerprint: unknown): Promise<Answer> {
    return this.edge.write(
      call,
      async (tx) => {
        const made = await this.imports.receive(tx, call.actor, { name, sha256, bytes });
        const location = `/v1/claim-reviews/imports/${made.id}`;
        return answer(importView(made), { status: 202, version: made.version, location });
      },
      fingerprint,
    );
  }
}
