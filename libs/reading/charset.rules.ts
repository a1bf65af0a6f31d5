/** Where the encoding was found; `guess` is UTF-8 when the bytes are valid UTF-8, else windows-1252. */
export type CharsetOrigin = 'bom' | 'http' | 'meta' | 'guess';

const META_BYTES = 4096;
const FALLBACK = 'windows-1252';

/**
 * Bytes of a page as text. A byte order mark outranks the HTTP header, as in the Encoding Standard's "decode": it is part
 * of the document, the header often is not its author's. NUL, which PostgreSQL cannot keep, is dropped.
 */
export function decode(
  bytes: Uint8Array,
  contentType?: string,
): { text: string; encoding: string; origin: CharsetOrigin } {
  const [encoding, origin] = sniff(bytes, contentType);
  const text = new TextDecoder(encoding).decode(bytes).replaceAll('\u0000', '');
  return { text, encoding, origin };
}

function sniff(bytes: Uint8Array, contentType: string | undefined): [string, CharsetOrigin] {
  const mark = byteOrderMark(bytes);
  if (mark) return [mark, 'bom'];
  const declared = known(/charset\s*=\s*"?([^\s;"']+)/i.exec(contentType ?? '')?.[1]);
  if (declared) return [declared, 'http'];
  const written = declaredInside(bytes);
  if (written) return [written, 'meta'];
  return [isUtf8(bytes) ? 'utf-8' : FALLBACK, 'guess'];
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return undefined;
}

/** `<meta charset>`, `<meta http-equiv content>` or an XML declaration in the first bytes. */
function declaredInside(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, META_BYTES))
    .toString('latin1')
    .replace(/<!--[\s\S]*?-->/g, '');
  const label =
    /<meta[^>]+charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(head)?.[1] ??
    /^\s*<\?xml[^>]+encoding\s*=\s*["']([^"']+)/i.exec(head)?.[1];
  const encoding = known(label);
  // Bytes that could be read as ASCII so far cannot be UTF-16 (HTML 13.2.3.2).
  return encoding?.startsWith('utf-16') ? 'utf-8' : encoding;
}

function known(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
