const LONGEST = 80;

/** The claim as a readable part of an address: its first words, of any script, without a cut word. Never empty. */
export function slugOf(wording: string): string {
  const words = wording
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter(Boolean);
  let slug = '';
  for (const word of words) {
    const longer = slug ? `${slug}-${word}` : word;
    if (longer.length > LONGEST) break;
    slug = longer;
  }
  return slug || [...(words[0] ?? '')].slice(0, LONGEST / 2).join('') || 'fact-check';
}

/** The slug for a second fact-check of the same words. */
export function slugApart(slug: string, id: string): string {
  return `${slug}-${id.slice(-6)}`;
}
