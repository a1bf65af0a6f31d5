import { createHash } from 'node:crypto';
import type { ArticleFailureCode, ArticleKind, NewArticle } from './article.types.js';

export function sha256(bytes: string | Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** What kind of article is given; undefined when that is not exactly one of text, html and url. `url` beside the others says where it was published. */
export function kindOf({ text, html, url }: NewArticle): ArticleKind | undefined {
  if (text !== undefined && html !== undefined) return undefined;
  if (text !== undefined) return 'text';
  if (html !== undefined) return 'html';
  return url == null ? undefined : 'url';
}

/** Equal for texts that differ in Unicode form and white space only; undefined for a text without words. */
export function textKey(text: string): Buffer | undefined {
  const same = text
    .normalize('NFC')
    .replace(/[\s\u00ad\u200b\u2060\ufeff]+/g, ' ')
    .trim();
  return same === '' ? undefined : sha256(same);
}

/** Equal for addresses that differ in their fragment and in how they are spelled (case of the host, escapes) only. */
export function urlKey(url: string): Buffer {
  const parsed = URL.parse(url);
  if (!parsed) return sha256(url);
  parsed.hash = '';
  return sha256(parsed.href);
}

/** What keeps a text from being read for claims. */
export function unreadable(text: string): ArticleFailureCode | undefined {
  if (!/[\p{L}\p{N}]/u.test(text)) return 'article.empty';
  const sample = text.slice(0, 20_000);
  const odd = sample.match(/[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/g)?.length ?? 0;
  return odd > sample.length / 20 ? 'article.not-text' : undefined;
}

/** A decoded text as PostgreSQL can keep it: NUL becomes U+FFFD, half a surrogate pair too. Offsets stay. */
export function storable(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text).toWellFormed();
}
