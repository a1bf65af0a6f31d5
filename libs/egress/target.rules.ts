import { isIP } from 'node:net';
import { AddressRules } from './addresses.rules.js';
import { EgressError } from './egress.errors.js';

export const MAX_URL_LENGTH = 2048;

/** A URL that passed the rules of shape, ready to dial: `hostname` without brackets, `literal` when it is an address. */
export interface Target {
  url: URL;
  hostname: string;
  port: number;
  literal: boolean;
}

/**
 * Shape of an outgoing URL: http(s), no credentials, no backslash or control character (parsers disagree on them), at
 * most 2,048 characters. `base` resolves a redirect's Location. A fragment stays here and is never sent.
 */
export function parseTarget(text: string, base?: URL): Target {
  if (typeof text !== 'string' || text.length === 0) throw bad('it is empty');
  if (text.length > MAX_URL_LENGTH) throw bad(`it is longer than ${MAX_URL_LENGTH} characters`);
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\\]/.test(text)) throw bad('it has a backslash or a control character');
  if (text.trim() !== text) throw bad('it begins or ends with white space');
  if (!URL.canParse(text, base?.href)) throw bad('it is not a URL');
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw bad('only http and https are fetched');
  if (url.username !== '' || url.password !== '' || /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(text)) {
    throw bad('it has credentials in it');
  }
  if (url.href.length > MAX_URL_LENGTH * 3) throw bad('it is too long once encoded');
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  if (hostname === '') throw bad('it has no host');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { url, hostname, port, literal: isIP(hostname) !== 0 };
}

/** The rules that need no lookup: a literal address, and a port that nothing could open. */
export function judgeTarget(target: Target, rules: AddressRules): void {
  if (target.literal) judgeAddress(target.hostname, target.port, rules);
  else if (!rules.opensPort(target.port) && !rules.opensAnything) throw badPort(target.port);
}

/** Throws unless this address may be dialled at this port. */
export function judgeAddress(address: string, port: number, rules: AddressRules): void {
  const judged = rules.judge(address);
  if (judged.verdict === 'forbidden') {
    throw new EgressError('blocked-address', `the address is not a public one (${judged.range})`, { address });
  }
  if (judged.verdict === 'public' && !rules.opensPort(port)) throw badPort(port);
}

function badPort(port: number): EgressError {
  return new EgressError('blocked-address', `port ${port} is not open for outgoing requests`);
}

function bad(why: string): EgressError {
  return new EgressError('bad-url', `the URL cannot be used: ${why}`);
}
