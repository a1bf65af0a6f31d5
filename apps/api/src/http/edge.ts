import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import type { Answer } from './answer.js';
import type { Call } from './call.js';
import { Idempotency, idempotencyKey } from './idempotency.js';

/** Opens the one unit of work of a request, in the caller's newsroom. The answer is shaped before the commit. */
@Injectable()
export class Edge {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
  ) {}

  read(call: Call, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    return this.database.read(call.actor.newsroom, work);
  }

  /** `fingerprint` stands for the body where an Idempotency-Key compares requests; the parsed body unless given. */
  write(call: Call, work: (tx: Tx) => Promise<Answer>, fingerprint: unknown = call.raw.body): Promise<Answer> {
    const key = call.route.method === 'POST' ? idempotencyKey(call.raw.headers['idempotency-key']) : undefined;
    if (call.route.change) void call.seenVersion; // 428 before anything is opened
    return this.database.write(call.actor.newsroom, (tx) =>
      key === undefined ? work(tx) : this.idempotency.once(tx, call, key, fingerprint, () => work(tx)),
    );
  }
}
