import { Readable } from 'node:stream';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { LogExports } from '#audit';
import { Database } from '#database';
import { LogVerification, type Verification } from '#log';
import { answer, type Answer, bytes } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ExportQuery, VerificationView, VerifyQuery } from './audit.schemas.js';

const tag = 'Audit';

/** Whether the log is what it was, for the newsroom and for those outside it. */
@Controller()
export class AuditController {
  constructor(
    private readonly edge: Edge,
    private readonly database: Database,
    private readonly verification: LogVerification,
    private readonly exports: LogExports,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/audit/verify',
    id: 'verifyLog',
    tag,
    summary: 'Follow the hash chain of the log, and name the first row that breaks it',
    description:
      'Recomputes the hash of every row in the range and compares it with the seal, the anchors and the head. A long log is followed in ranges: ask again with `after` = `next`.',
    permission: 'audit.read',
    query: VerifyQuery,
    replies: { 200: VerificationView },
    problems: ['log.no-such-row'],
  })
  verify(@Calling() call: Call<{ query: z.output<typeof VerifyQuery> }>): Promise<Answer> {
    const { after, limit } = call.query;
    return this.edge.read(call, async (tx) =>
      answer(verificationView(await this.verification.verify(tx, after, limit))),
    );
  }

  @Route({
    method: 'GET',
    path: '/v1/audit/export',
    id: 'exportLog',
    tag,
    summary: 'The sealed log with its anchors, for `npm run -s audit -- verify FILE`',
    description:
      'Lines of canonical JSON (RFC 8785): `log`, `anchor`, then for each row `row` or, where it comes from another’s seat in a blind round that is open, `withheld` with its digest alone, and `end`. What is withheld or erased leaves the chain whole.',
    permission: 'audit.read',
    query: ExportQuery,
    replies: { 200: 'application/x-ndjson' },
    problems: ['log.no-such-row'],
  })
  async export(@Calling() call: Call<{ query: z.output<typeof ExportQuery> }>): Promise<Answer> {
    const { newsroom, id: viewer } = call.actor;
    const { text, underway } = await this.database.read(newsroom, (tx) =>
      this.exports.begin(tx, { after: call.query.after, viewer }),
    );
    const parts = async function* (this: AuditController) {
      yield text;
      for (;;) {
        const part = await this.database.read(newsroom, (tx) => this.exports.next(tx, underway));
        if (part === undefined) break;
        yield part;
      }
      yield this.exports.end(underway);
    };
    return bytes(Readable.from(parts.call(this), { objectMode: false }), {
      contentType: 'application/x-ndjson; charset=utf-8',
      headers: { 'content-disposition': 'attachment; filename="log.ndjson"', 'cache-control': 'no-store' },
    });
  }
}

function verificationView({ whole, ...found }: Verification): z.input<typeof VerificationView> {
  const { after, until, head, broken } = found;
  return {
    ...found,
    ok: broken === null,
    after: spelled(after),
    until: spelled(until),
    head: spelled(head),
    rows: until.sequence - after.sequence,
    next: broken || whole ? null : until.sequence,
  };
}

function spelled({ sequence, hash }: { sequence: number; hash: Buffer }) {
  return { sequence, hash: hash.toString('hex') };
}
