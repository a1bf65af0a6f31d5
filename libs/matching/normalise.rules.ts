/**
 * The form in which two claims are the same words: compatibility characters unified, case folded, marks of quotation and punctuation,
 * soft hyphens and zero-width characters off, white space single. Numbers keep their decimal point, sign and percent: 1.5 is not 15.
 */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/(?<=\p{L})'(?=\p{L})/gu, '\u0001')
    .replace(/(?<=\d)\.(?=\d)/g, '\u0002')
    .replace(/(?<![\p{L}\p{N}])[-−](?=\d)/gu, '\u0003')
    .replace(/[^\p{L}\p{N}\p{M}\p{Sc}%\u0001-\u0003]+/gu, ' ')
    .replace(/\u0001/g, "'")
    .replace(/\u0002/g, '.')
    .replace(/\u0003/g, '-')
    .trim();
}

/** True only where two texts hold the same words in the same order; the one case in which claims are linked without a person. Empty texts equal nothing. */
export function equalAfterNormalisation(one: string, other: string): boolean {
  const a = normalise(one);
  return a !== '' && a === normalise(other);
}
