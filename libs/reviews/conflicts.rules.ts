import type { ConflictKind } from './conflicts.types.js';

/** A name as it is compared: in lower case; of an outlet's address, its host without `www.`. */
export function conflictKey(kind: ConflictKind, name: string): string {
  const plain = name.trim().toLowerCase();
  if (kind !== 'outlet' || !/^([a-z]+:\/\/|[^\s/]+\.[^\s/]+(\/|$))/.test(plain)) return plain;
  const url = URL.canParse(plain) ? plain : `https://${plain}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : plain;
}
