/**
 * A text in normal form, with the way back: `offsets[i]` is where character `i` of `text` begins in the original (UTF-16),
 * and `offsets[text.length]` is the original's length.
 */
export interface NormalText {
  text: string;
  offsets: Uint32Array;
}

const FOLDED: ReadonlyMap<string, string> = new Map([
  ...pairs('‘’‚‛′ʼ＇`´‹›', "'"),
  ...pairs('“”„‟″〝〞＂«»', '"'),
  ...pairs('‐‑‒–—―−﹘﹣－', '-'),
  ...pairs('\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069', ''),
  ['…', '...'],
  ['ﬀ', 'ff'],
  ['ﬁ', 'fi'],
  ['ﬂ', 'fl'],
  ['ﬃ', 'ffi'],
  ['ﬄ', 'ffl'],
]);

const SPACE = /^\s$/;
/** A base with its marks, or a Hangul syllable in letters: what NFC may turn into one character. */
const CLUSTER = /[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|\P{M}\p{M}*|\p{M}+/uy;

/**
 * NFC; runs of white space as one space; soft hyphens, byte order and direction marks gone; all quotes, apostrophes and dashes
 * as the typewriter's; ellipsis and ligatures spelt out. Two passages with the same normal form are the same words.
 */
export function normalise(original: string): NormalText {
  const out: string[] = [];
  const offsets = new Uint32Array(original.length * 3 + 1);
  let length = 0;
  const put = (text: string, from: number) => {
    out.push(text);
    for (let i = 0; i < text.length; i += 1) offsets[length++] = from;
  };
  let space = true;
  for (let at = 0; at < original.length;) {
    const cluster = clusterAt(original, at);
    const folded =
      FOLDED.get(cluster) ??
      (cluster.charCodeAt(0) >= 0x300 || cluster.length > 1 ? cluster.normalize('NFC') : cluster);
    if (folded.length === 1 && SPACE.test(folded)) {
      if (!space) put(' ', at);
      space = true;
    } else if (folded !== '') {
      put(folded, at);
      space = false;
    }
    at += cluster.length;
  }
  let text = out.join('');
  if (text.endsWith(' ')) text = text.slice(0, -1);
  const kept = offsets.slice(0, text.length + 1);
  kept[text.length] = original.length;
  return { text, offsets: kept };
}

/** The original's range for a range of the normal form; the end does not reach into white space that was folded away. */
export function originalRange(
  normal: NormalText,
  start: number,
  end: number,
  original: string,
): { start: number; end: number } {
  const from = normal.offsets[start] ?? original.length;
  const last = end > start ? (normal.offsets[end - 1] ?? original.length) : from;
  return { start: from, end: end > start ? last + clusterAt(original, last).length : from };
}

function clusterAt(text: string, at: number): string {
  const code = text.charCodeAt(at);
  const next = at + 1 < text.length ? text.charCodeAt(at + 1) : 0;
  if (code < 0x1100 && next < 0x300) return text.charAt(at);
  CLUSTER.lastIndex = at;
  return CLUSTER.exec(text)?.[0] ?? text.charAt(at);
}

function pairs(characters: string, folded: string): Array<[string, string]> {
  return [...characters].map((character) => [character, folded]);
}
