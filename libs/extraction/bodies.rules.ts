import { joined } from './names.rules.js';
import { countries, PLACES, ROLES, TIME_WORDS, TITLES } from './sources.lexicon.js';
import type { Word } from './words.rules.js';

/** What a text calls a business after it has named it. */
const BUSINESS = new Set(
  'company firm corporation automaker carmaker retailer manufacturer maker bank lender insurer airline carrier giant chain conglomerate startup contractor'.split(
    ' ',
  ),
);
const MOST = 500;

/** Companies, agencies and other bodies as a text names them, so that "the company", "the department" and "the RNC" can be told. */
export class Bodies {
  private readonly times = new Map<string, number>();
  private readonly byInitials = new Map<string, string>();
  private readonly byHead = new Map<string, string>();

  /** A run of capitalised words that names nobody. */
  met(run: Word[]): void {
    if (this.times.size > MOST || run.some((w) => isNoName(w))) return;
    const name = joined(run);
    this.times.set(name, (this.times.get(name) ?? 0) + 1);
    const words = run.filter((w) => /^\p{Lu}/u.test(w.text));
    if (words.length < 2) return;
    this.byInitials.set(words.map((w) => w.text.charAt(0)).join(''), name);
    this.byHead.set((words.at(-1) as Word).lower, name);
  }

  /** "RNC": the name that the letters stand for, where the text gives it in full. */
  inFull(short: string): string | undefined {
    return /^\p{Lu}{2,6}$/u.test(short) ? this.byInitials.get(short) : undefined;
  }

  /** "the department": the last body whose name ends so; "the company": the body named most. */
  called(head: string): string | undefined {
    const known = this.byHead.get(head);
    if (known !== undefined || !BUSINESS.has(head)) return known;
    const [first, second] = [...this.times].sort((a, b) => b[1] - a[1]);
    return first !== undefined && first[1] >= 2 && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
  }
}

function isNoName({ text, lower }: Word): boolean {
  return (
    countries().has(text) ||
    PLACES.has(text) ||
    TIME_WORDS.has(lower) ||
    ROLES.has(lower) ||
    TITLES.has(lower) ||
    /^\d/.test(text)
  );
}
