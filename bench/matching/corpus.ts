import { clefDocuments } from '../extraction/matching.js';
import type { MatchDocument } from '#matching';

/** Deterministic numbers in [0, 1), mulberry32. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo ye za bri cla dro fle gri plo stra'.split(
  ' ',
);

/** Claims of made-up words, used as unevenly as those of a language (Zipf), over a vocabulary that grows with the corpus. */
export function madeUp(count: number, seed = 7): MatchDocument[] {
  const roll = dice(seed);
  const size = Math.ceil(40 * Math.sqrt(count * 16));
  const word = (rank: number): string => {
    let out = '';
    for (let left = rank + 30; left > 0; left = Math.floor(left / SYLLABLES.length))
      out += SYLLABLES[left % SYLLABLES.length];
    return out;
  };
  const drawn = (): string => word(Math.floor(size ** roll()) - 1);
  return Array.from({ length: count }, (_, id) => ({
    id: String(id),
    claim: `${Array.from({ length: 9 + Math.floor(roll() * 14) }, drawn).join(' ')} ${Math.floor(roll() * 3000)}.`,
    title: Array.from({ length: 5 + Math.floor(roll() * 5) }, drawn).join(' '),
  }));
}

/** Public claims, as many as wanted: the real ones first, then sentences put together from halves of two of them. */
export function likeReal(dir: string, count: number): MatchDocument[] {
  const real = clefDocuments(dir);
  const roll = dice(11);
  const part = (text: string, which: 0 | 1): string => {
    const words = text.split(/\s+/);
    return (which === 0 ? words.slice(0, words.length / 2) : words.slice(words.length / 2)).join(' ');
  };
  const some = (): MatchDocument => real[Math.floor(roll() * real.length)] as MatchDocument;
  const mixed = Array.from({ length: Math.max(0, count - real.length) }, (_, i) => {
    const [one, other] = [some(), some()];
    return {
      id: `mixed-${i}`,
      claim: `${part(one.claim, 0)} ${part(other.claim, 1)}`,
      title: `${part(other.title ?? '', 0)} ${part(one.title ?? '', 1)}`,
    };
  });
  return [...real.slice(0, count), ...mixed];
}
