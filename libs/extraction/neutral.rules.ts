import { dateIn } from './dates.rules.js';
import { isProse } from './reading.rules.js';
import type { Document } from './document.rules.js';
import type { Block, ExtractedClaim, ExtractOptions, Reason, Span } from './extraction.types.js';

const MOST_CLAIMS = 500;
const NUMBER = /\p{Nd}+(?:[.,\u066b\u066c]\p{Nd}+)*/u;
const AMOUNT = /[%٪$€£¥₽₹]/u;
const YEAR = /(?<!\p{Nd})(?:1[89]|20)\d\d(?!\p{Nd})/u;

/** Scripts that say in one character what others say in a word. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * Claims of a text whose language has no rules here: whole sentences with a number, an amount, a year or a quotation. Who said it is not guessed:
 * a quotation is nobody's in particular, the rest the author's. The score says only how much there is to look up.
 */
export function neutralClaims(document: Document, options: ExtractOptions): ExtractedClaim[] {
  const { text, blocks, quotes } = document;
  const claims: ExtractedClaim[] = [];
  let at = 0;
  for (const sentence of document.sentences) {
    if (claims.length >= MOST_CLAIMS) break;
    while (at < blocks.length && (blocks[at] as Block).span.end <= sentence.start) at++;
    const block = blocks[at];
    if (block === undefined || !isProse(block) || block.kind === 'headline') continue;
    const words = text.slice(sentence.start, sentence.end);
    const letters = words.match(/[\p{L}\p{M}]/gu)?.length ?? 0;
    if (letters < 8 || letters < words.length * 0.4 || /[?？؟]["'”’»)\]]*$/u.test(words)) continue;
    const quoted = quotes.some(
      (q) =>
        q.span.start < sentence.end &&
        q.span.end > sentence.start &&
        q.span.end - q.span.start > (DENSE.test(words) ? 7 : 20),
    );
    const reasons = reasonsOf(words, quoted);
    if (reasons.length === 0) continue;
    claims.push(claimOf(words, sentence, block, quoted, reasons, options));
  }
  return claims;
}

function reasonsOf(words: string, quoted: boolean): Reason[] {
  const reasons: Reason[] = [];
  const number = NUMBER.exec(words.replace(YEAR, ''));
  if (number !== null) reasons.push({ code: 'number', text: `Gives a number that can be looked up (${number[0]}).` });
  if (AMOUNT.test(words)) reasons.push({ code: 'amount', text: 'Gives an amount, a share or a sum of money.' });
  if (YEAR.test(words)) reasons.push({ code: 'date', text: 'Says when it happened.' });
  if (quoted) reasons.push({ code: 'quoted', text: 'Holds a quotation; who said it was not read in this language.' });
  return reasons;
}

function claimOf(
  words: string,
  sentence: Span,
  block: Block,
  quoted: boolean,
  reasons: Reason[],
  options: ExtractOptions,
): ExtractedClaim {
  const date = dateIn(words, options.publishedAt);
  return {
    text: words,
    spans: [{ ...sentence }],
    sentence,
    kind: 'factual',
    claimant: { kind: quoted ? 'unsourced' : 'author', spans: [] },
    reportedBy: [],
    attribution: quoted ? 'direct-quote' : 'own-voice',
    stance: 'asserts',
    context: date === undefined ? {} : { date },
    checkworthiness: { score: Math.min(60, 15 * reasons.length + 10) / 100, reasons },
    block: block.kind === 'quote' ? 'quote' : 'body',
  };
}
