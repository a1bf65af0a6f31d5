import { parseTarget, type Target } from './target.rules.js';

type Method = 'GET' | 'HEAD' | 'POST';

export interface Redirect {
  target: Target;
  method: Method;
  headers: Record<string, string>;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const PERSONAL: readonly string[] = ['authorization', 'cookie', 'proxy-authorization'];
const OF_THE_BODY: readonly string[] = ['content-type', 'content-length', 'content-encoding', 'content-language'];

/**
 * Where an answer sends the client, or null when it sends nowhere (RFC 9110 15.4). 303 turns any method but HEAD into GET,
 * and 301 and 302 turn POST into GET, as all browsers do. Another origin gets no credentials. Throws `bad-url`.
 */
export function redirectOf(
  answer: { status: number; headers: Readonly<Record<string, string>> },
  from: { method: Method; url: URL; headers: Readonly<Record<string, string>> },
): Redirect | null {
  const location = answer.headers['location'];
  if (!REDIRECTS.has(answer.status) || location === undefined || location === '') return null;
  const target = parseTarget(location.trim(), from.url);
  const toGet = from.method === 'POST' && answer.status !== 307 && answer.status !== 308;
  const dropped = new Set([...(target.url.origin === from.url.origin ? [] : PERSONAL), ...(toGet ? OF_THE_BODY : [])]);
  return {
    target,
    method: toGet ? 'GET' : from.method,
    headers: Object.fromEntries(Object.entries(from.headers).filter(([name]) => !dropped.has(name))),
  };
}
