import type { FieldError } from '#problems';

export interface Rating {
  /** Stable, e.g. `mostly-true`. */
  key: string;
  /** Its place on the scale as a number; schema.org's `ratingValue`. */
  value: number;
  /** BCP 47 language -> the rating's name; schema.org's `alternateName`. */
  names: Record<string, string>;
  description?: string;
}

export interface RatingScale {
  id: string;
  version: number;
  name: string;
  /** In the newsroom's own order, worst first. */
  ratings: Rating[];
}

/** schema.org's `worstRating` and `bestRating`. */
export function bounds(scale: { ratings: readonly Rating[] }): { worst: number; best: number } {
  const values = scale.ratings.map((rating) => rating.value);
  return { worst: Math.min(...values), best: Math.max(...values) };
}

/** The rating's name in a language, in its base language, in English, or in whatever language there is. */
export function ratingName(rating: Rating, language?: string | null): string {
  const { names } = rating;
  const wanted = [language, language?.split('-')[0], 'en'].find((each) => each != null && Object.hasOwn(names, each));
  return wanted == null ? (Object.values(names)[0] ?? rating.key) : (names[wanted] as string);
}

/** What keeps ratings from being a scale. Pointers go into `{ratings}`. */
export function scaleErrors(ratings: readonly Rating[]): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (pointer: string, code: string, detail: string) => errors.push({ pointer, code, detail });
  const languages = Object.keys(ratings[0]?.names ?? {});
  ratings.forEach((rating, i) => {
    const at = `/ratings/${i}`;
    if (ratings.findIndex(({ key }) => key === rating.key) < i)
      wrong(`${at}/key`, 'not-unique', 'is another rating’s key');
    const before = ratings[i - 1];
    if (before && rating.value < before.value)
      wrong(`${at}/value`, 'not-ordered', 'is lower than that of the rating before');
    for (const language of new Set([...languages, ...Object.keys(rating.names)])) {
      wrongName(ratings, i, language, (code, detail) => wrong(`${at}/names/${language}`, code, detail));
    }
  });
  const { worst, best } = bounds({ ratings });
  if (ratings.length > 0 && worst === best) wrong('/ratings', 'no-range', 'all carry the same number');
  if (ratings.length > 0 && languages.length === 0) wrong('/ratings/0/names', 'missing', 'holds no language');
  return errors;
}

function wrongName(
  ratings: readonly Rating[],
  i: number,
  language: string,
  wrong: (code: string, detail: string) => void,
) {
  const name = ratings[i]?.names[language];
  if (name === undefined) return wrong('missing', 'is missing: every rating is named in the same languages');
  if (ratings.findIndex((other) => other.names[language]?.toLowerCase() === name.toLowerCase()) < i) {
    wrong('not-unique', 'is another rating’s name in this language');
  }
}
