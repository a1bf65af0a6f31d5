import type { Span } from '#extraction';

const MARKS: Record<string, string> = { '’': "'", '‘': "'", ʼ: "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"' };

/** Words with quotation marks in one form and each run of spaces as one: what a model may change when it copies. */
function plain(text: string): { words: string; at: number[] } {
  const at: number[] = [];
  let words = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i);
    const space = /[\s\u00a0\u2028\u2029]/.test(unit);
    if (space && (words === '' || words.endsWith(' '))) continue;
    words += space ? ' ' : (MARKS[unit] ?? unit);
    at.push(i);
  }
  return { words, at };
}

/** Finds words in a text again, exactly: spans are of the text as it is stored, in UTF-16 units. */
export class WordsFound {
  private readonly text: ReturnType<typeof plain>;
  private readonly lower: string;

  constructor(private readonly whole: string) {
    this.text = plain(whole);
    this.lower = this.text.words.toLowerCase();
  }

  /** The place of a quote; where it stands more than once, the free one nearest to `start`. `taken` knows spans as `start-end`. */
  quote(quote: string, start: number | undefined, taken: ReadonlySet<string>): Span | 'not-in-text' | 'duplicate' {
    const wanted = plain(quote).words.trim();
    if (wanted === '') return 'not-in-text';
    const places = this.places(wanted);
    if (places.length === 0) return 'not-in-text';
    const free = places.filter((span) => !taken.has(`${span.start}-${span.end}`));
    const nearest = (a: Span, b: Span): Span =>
      start !== undefined && Math.abs(b.start - start) < Math.abs(a.start - start) ? b : a;
    return free.length === 0 ? 'duplicate' : free.reduce(nearest);
  }

  /** Whether a name or a role stands in the text, in any case. */
  has(name: string): boolean {
    const wanted = plain(name).words.trim().toLowerCase();
    return wanted !== '' && this.lower.includes(wanted);
  }

  private places(wanted: string): Span[] {
    const { words, at } = this.text;
    const spans: Span[] = [];
    for (let i = words.indexOf(wanted); i !== -1 && spans.length < MOST_PLACES; i = words.indexOf(wanted, i + 1)) {
      const span = { start: at[i] as number, end: (at[i + wanted.length - 1] as number) + 1 };
      if (!this.cuts(span)) spans.push(span);
    }
    return spans;
  }

  /** Whether it would cut a word, or a character, in two. */
  private cuts({ start, end }: Span): boolean {
    return this.inside(start) || this.inside(end);
  }

  private inside(at: number): boolean {
    const before = this.whole.slice(Math.max(0, at - 2), at);
    const after = this.whole.slice(at, at + 2);
    if (/[\ud800-\udbff]$/.test(before) && /^[\udc00-\udfff]/.test(after)) return true;
    return /[\p{L}\p{N}\p{M}]$/u.test(before) && /^[\p{L}\p{N}\p{M}]/u.test(after);
  }
}

const MOST_PLACES = 100;
