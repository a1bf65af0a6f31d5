import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '#database';
import { personOf } from '#newsroom';
import { problem } from '#problems';
import { difference, HandCaptures } from '#refresh';
import { type Capture, CaptureStore, SourceStore } from '#sources';
import { type Answer, answer, pageOf, text } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { CaptureBytes } from './capture-bytes.js';
import {
  CaptureDiff,
  CaptureText,
  CaptureView,
  DiffQuery,
  ListQuery,
  NewCapture,
  OfCapture,
} from './sources.schemas.js';
import { captureView } from './sources.views.js';

type Params = z.output<typeof ById>;
type OfOne = Call<{ params: z.output<typeof OfCapture> }>;
const tag = 'Sources';

@Controller()
export class CapturesController {
  constructor(
    private readonly edge: Edge,
    private readonly sources: SourceStore,
    private readonly captures: CaptureStore,
    private readonly byHand: HandCaptures,
    private readonly bytes: CaptureBytes,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/sources/:id/captures',
    id: 'listCaptures',
    tag,
    summary: 'What a source returned over time, newest first',
    permission: 'claim.read',
    params: ById,
    query: ListQuery,
    replies: { 200: pageSchema(CaptureView) },
    problems: ['source.not-found'],
  })
  list(@Calling() call: Call<{ params: Params; query: z.output<typeof ListQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      await this.assertSource(tx, call);
      const after = call.after as [string, string] | undefined;
      const rows = await this.captures.list(tx, call.params.id, after, call.limit + 1);
      return pageOf(call, rows, (row) => [row.at, row.id], captureView);
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/sources/:id/captures',
    id: 'createCapture',
    tag,
    summary: 'Keep a copy made by hand, where machines are kept out',
    description: 'Quoted passages are looked for in it. With it, evidence from this source can be published.',
    permission: 'source.refresh',
    params: ById,
    body: NewCapture,
    replies: { 201: CaptureView },
    problems: ['source.not-found', 'server.storage-full', 'request.unprocessable'],
  })
  async create(@Calling() call: Call<{ params: Params; body: z.output<typeof NewCapture> }>): Promise<Answer> {
    const { id } = call.params;
    const source = (await this.edge.read(call, async (tx) => answer(await this.assertSource(tx, call)))).body as {
      url: string;
    };
    const copy = await this.bytes.keep(call.body, source.url);
    return this.edge.write(call, async (tx) => {
      const { capture } = await this.byHand.add(tx, call.actor, id, copy);
      return answer(captureView(capture), { status: 201, location: `/v1/sources/${id}/captures/${capture.id}` });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/sources/:id/captures/:captureId',
    id: 'getCapture',
    tag,
    summary: 'One capture',
    permission: 'claim.read',
    params: OfCapture,
    replies: { 200: CaptureView },
    problems: ['capture.not-found'],
    etag: true,
  })
  get(@Calling() call: OfOne): Promise<Answer> {
    return this.edge.read(call, async (tx) => answer(captureView(await this.found(tx, call, call.params.captureId))));
  }

  @Route({
    method: 'GET',
    path: '/v1/sources/:id/captures/:captureId/text',
    id: 'getCaptureText',
    tag,
    summary: 'The text of a capture, as it was read from the page',
    description: 'Blocks are separated by a blank line. `Accept: text/plain` gives the text alone.',
    permission: 'claim.read',
    params: OfCapture,
    replies: { 200: CaptureText },
    alsoAs: 'text/plain',
    problems: ['capture.not-found', 'capture.no-text'],
  })
  async text(@Calling() call: OfOne): Promise<Answer> {
    const capture = await this.one(call, call.params.captureId);
    const found = await this.bytes.text(capture);
    const headers = { vary: 'accept', etag: `"${capture.textSha256}"` };
    if (/\btext\/plain\b/i.test(call.raw.headers.accept ?? ''))
      return text(found, 'text/plain; charset=utf-8', { headers });
    return answer(
      { captureId: capture.id, text: found, sha256: capture.textSha256, units: 'utf-16' },
      { headers: { vary: 'accept' } },
    );
  }

  @Route({
    method: 'GET',
    path: '/v1/sources/:id/captures/:captureId/raw',
    id: 'getCaptureRaw',
    tag,
    summary: 'The bytes that the source returned, as a download',
    permission: 'claim.read',
    params: OfCapture,
    replies: { 200: 'application/octet-stream', 206: 'application/octet-stream' },
    problems: ['capture.not-found', 'request.range-not-satisfiable'],
  })
  async raw(@Calling() call: OfOne): Promise<Answer> {
    const { range, 'if-range': ifRange } = call.raw.headers;
    const capture = await this.one(call, call.params.captureId);
    return this.bytes.raw(capture, { range, ifRange: typeof ifRange === 'string' ? ifRange : undefined });
  }

  @Route({
    method: 'GET',
    path: '/v1/sources/:id/diff',
    id: 'diffCaptures',
    tag,
    summary: 'What changed on a source between two captures',
    permission: 'claim.read',
    params: ById,
    query: DiffQuery,
    replies: { 200: CaptureDiff },
    problems: ['capture.not-found', 'capture.no-text'],
  })
  async diff(@Calling() call: Call<{ params: Params; query: z.output<typeof DiffQuery> }>): Promise<Answer> {
    const { from, to } = call.query;
    const [before, after] = [await this.one(call, from), await this.one(call, to)];
    return answer({ from, to, ...difference(await this.bytes.text(before), await this.bytes.text(after)) });
  }

  /** Read by itself, so that no transaction is open while blobs are read. */
  private async one(call: Call, captureId: string): Promise<Capture> {
    return (await this.edge.read(call, async (tx) => answer(await this.found(tx, call, captureId)))).body as Capture;
  }

  private async found(tx: Tx, call: Call, captureId: string): Promise<Capture> {
    const { id } = call.params as Params;
    const seen = await this.sources.seenBy(tx, personOf(call.actor), id);
    const capture = seen && (await this.captures.byId(tx, id, captureId));
    if (!capture) throw problem('capture.not-found');
    return capture;
  }

  private async assertSource(tx: Tx, { actor, params }: Call): Promise<{ url: string }> {
    const source = await this.sources.seenBy(tx, personOf(actor), (params as Params).id);
    if (!source) throw problem('source.not-found');
    return { url: source.url };
  }
}
