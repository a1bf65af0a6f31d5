import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import canonicalize from 'canonicalize';
import type { Tx } from '#database';
import { problem } from '#problems';
import { answer, Json, type Answer } from './answer.js';
import type { Call } from './call.js';
import { IdempotencyStore, type KeptAnswer } from './idempotency.store.js';

/** The key in the header: a structured-field string (`"k"`) or bare; undefined when there is none. */
export function idempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const match =
    typeof header === 'string'
      ? /^(?:"([\x20-\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/.exec(header.trim())
      : null;
  if (!match) {
    throw problem('idempotency.key-invalid', 'Send 1 to 255 visible ASCII characters, in double quotes or bare.');
  }
  return match[1] ?? match[2];
}

/** Does a caller's work once for each Idempotency-Key, in the transaction of the work's own effect. */
@Injectable()
export class Idempotency {
  constructor(private readonly store: IdempotencyStore) {}

  /** The same key and request again gets the first answer again; refusals are not kept. */
  async once(tx: Tx, call: Call, key: string, fingerprint: unknown, work: () => Promise<Answer>): Promise<Answer> {
    const actorId = call.actor.id as string;
    const request = createHash('sha256')
      .update(`${call.route.method} ${call.raw.url} `)
      .update(canonicalize(fingerprint ?? null) as string)
      .digest();
    // Looked for behind the lock, in its trip: whoever held it before has committed what they kept.
    const [isFree, kept] = await Promise.all([this.store.take(tx, actorId, key), this.store.find(tx, actorId, key)]);
    if (!isFree) throw problem('idempotency.in-progress', { headers: { 'retry-after': '1' } });
    if (kept) return replay(kept, request);
    const fresh = await work();
    const { status, headers } = fresh;
    this.store.keep(tx, actorId, key, { request, status, headers, body: withoutSecrets(fresh) });
    return fresh;
  }
}

function replay(kept: KeptAnswer, request: Buffer): Answer {
  if (!kept.request.equals(request)) throw problem('idempotency.key-reused');
  const headers = { ...kept.headers, 'idempotency-replayed': 'true' };
  if (kept.body === '') return answer(undefined, { status: kept.status, headers });
  return { status: kept.status, headers, body: new Json(kept.body, undefined), secrets: [] };
}

function withoutSecrets({ body, secrets }: Answer): string {
  if (body === undefined) return '';
  const value = body instanceof Json ? body.value : body;
  return JSON.stringify(value, (key, inner: unknown) => (secrets.includes(key) ? undefined : inner));
}
