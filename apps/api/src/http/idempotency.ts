import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Tx } from '#database';
import { problem } from '#problems';
import { answer, Json, type Answer } from './answer.js';
import type { Call } from './call.js';

interface Kept {
  request: Buffer;
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The key in the header: a structured-field string (`"k"`) or bare; undefined when there is none. */
export function idempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const match =
    typeof header === 'string'
      ? /^(?:"([\x20-\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/.exec(header.trim())
      : null;
  if (!match)
    throw problem('idempotency.key-invalid', 'Send 1 to 255 visible ASCII characters, in double quotes or bare.');
  return match[1] ?? match[2];
}

/** Does the work once for each key of a caller: the same key again gets the first answer again. */
export async function once(
  tx: Tx,
  call: Call,
  key: string,
  fingerprint: unknown,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const actorId = call.actor.id;
  const request = createHash('sha256')
    .update(`${call.route.method} ${call.raw.url} `)
    .update(canonicalize(fingerprint ?? null) as string)
    .digest();
  const lock = await tx.row<{ free: boolean }>('SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free', [
    `${tx.newsroom}/${actorId}/${key}`,
  ]);
  if (!lock?.free) throw problem('idempotency.in-progress', { headers: { 'retry-after': '1' } });
  const kept = await tx.row<Kept>(
    'SELECT request, status, headers, body FROM idempotency_key WHERE newsroom = $1 AND actor_id = $2 AND key = $3',
    [tx.newsroom, actorId, key],
  );
  if (kept) return replay(kept, request);
  const fresh = await work();
  await tx.run(
    'INSERT INTO idempotency_key (newsroom, actor_id, key, request, status, headers, body) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [tx.newsroom, actorId, key, request, fresh.status, JSON.stringify(fresh.headers), withoutSecrets(fresh)],
  );
  return fresh;
}

function replay(kept: Kept, request: Buffer): Answer {
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
