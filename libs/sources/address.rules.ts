import { createHash } from 'node:crypto';
import { parse } from 'tldts';

/** Parameters that name the reader's way to a page, not the page. */
const TRACKING = /^(utm_[a-z_]+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|yclid)$/i;

/** The address as it is kept and fetched: without its fragment, which no server sees. */
export function sourceUrl(url: URL): string {
  const kept = new URL(url.href);
  kept.hash = '';
  return kept.href;
}

/** Equal for addresses of the same page: tracking parameters do not count, the order of the others does. */
export function urlKey(url: URL): Buffer {
  const kept = new URL(sourceUrl(url));
  const query = [...kept.searchParams].filter(([name]) => !TRACKING.test(name));
  kept.search = new URLSearchParams(query).toString();
  return createHash('sha256').update(kept.href).digest();
}

/** Whom a page belongs to, as far as its address tells: the registrable domain (public suffix list); else host and port. */
export function siteOf(url: URL | string): string {
  const { hostname, host } = new URL(url);
  const { domain, isIp } = parse(hostname, { allowPrivateDomains: true });
  return isIp || domain === null ? host : domain;
}
