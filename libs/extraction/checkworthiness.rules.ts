import { probabilityOf } from './checkworthiness.model.rules.js';
import { countries } from './sources.lexicon.js';
import { isGrave, standingOf, type Standing } from './standing.rules.js';
import type { ExtractedClaim, Reason } from './extraction.types.js';
import type { Word } from './words.rules.js';

/** How far a trait of the claim moves the model's log-odds: the model knows sentences, not who said them or whether they can have happened yet. */
const SHIFTS = {
  prediction: -0.5,
  opinion: -1.6,
  anonymous: 0.6,
  estimates: 0.6,
  denies: 0.8,
  reported: 1,
  quoted: 0.1,
  number: 0.6,
  tells: -1.5,
  short: -0.6,
  aside: -0.8,
  /** From the first word of the text to its last: news is told in the order of its weight. */
  late: -1.2,
  nameless: -0.6,
  /** For each word past the twentieth: a long statement says several things, and the model likes them all. */
  long: -0.07,
};
const LONG = 20;

export interface Weighed extends Standing {
  kind: ExtractedClaim['kind'];
  attribution: ExtractedClaim['attribution'];
  stance: ExtractedClaim['stance'];
  /** The author only tells of an act of speech. */
  tells: boolean;
  /** A relative clause or apposition, read apart from its sentence. */
  aside: boolean;
}

/** How much a statement is worth checking, and why, for a person to read. */
export function weigh(words: Word[], about: Weighed): { score: number; reasons: Reason[] } {
  const base = Math.min(0.98, Math.max(0.005, probabilityOf(words)));
  let odds = Math.log(base / (1 - base));
  if (about.kind !== 'factual') odds += SHIFTS[about.kind];
  if (about.attribution === 'anonymous') odds += SHIFTS.anonymous;
  if (about.attribution === 'estimates') odds += SHIFTS.estimates;
  if (about.attribution === 'reported-speech') odds += SHIFTS.reported;
  if (about.attribution === 'direct-quote') odds += SHIFTS.quoted;
  odds += SHIFTS.late * about.depth;
  if (about.tells) odds += SHIFTS.tells;
  if (words.some((w) => w.tag === 'NUM' && /\d/.test(w.text))) odds += SHIFTS.number;
  if (about.stance === 'denies') odds += SHIFTS.denies;
  if (words.length < 7) odds += SHIFTS.short;
  if (about.aside) odds += SHIFTS.aside;
  if (!words.some((w) => w.tag === 'PROPN' || w.tag === 'NUM')) odds += SHIFTS.nameless;
  odds += SHIFTS.long * Math.max(0, words.length - LONG);
  const text = words.map((w) => w.lower).join(' ');
  odds += standingOf(words, text, about);
  const score = 1 / (1 + Math.exp(-odds));
  return { score: Math.round(score * 1000) / 1000, reasons: reasonsFor(words, text, about, base) };
}

function reasonsFor(words: Word[], text: string, about: Weighed, base: number): Reason[] {
  const reasons: Reason[] = [];
  const say = (code: string, words_: string): unknown => reasons.push({ code, text: words_ });
  const number = words.find((w) => w.tag === 'NUM' && !/^(?:1[89]|20)\d\d$/.test(w.text) && w.lower !== 'one');
  if (number !== undefined) say('number', `Gives a number that can be looked up (${number.text}).`);
  if (/[%$€£]|\b(?:percent|per cent|million|billion|trillion)\b/.test(text))
    say('amount', 'Gives an amount, a share or a sum of money.');
  if (
    /\b(?:1[89]|20)\d\d\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b/.test(
      text,
    )
  )
    say('date', 'Says when it happened.');
  if (
    /\b(?:more|less|fewer|higher|lower|most|least|highest|lowest|largest|biggest|first|only|doubled|tripled|increase[ds]?|decrease[ds]?|rose|fell|dropped)\b/.test(
      text,
    )
  )
    say('comparison', 'Compares, ranks or says how something changed.');
  if (/\b(?:because|caused?|led to|leads to|due to|result(?:ed)? in|resulting)\b/.test(text))
    say('cause', 'Says what caused what.');
  if (words.some((w) => w.tag === 'PROPN' && !countries().has(w.text)))
    say('named', 'Names a person, a body or a place.');
  if (isGrave(text)) say('grave', 'About the law, a crime or an accusation.');
  if (about.kind === 'prediction') say('prediction', 'About the future: it cannot be checked yet.');
  if (about.kind === 'opinion') say('opinion', 'A judgement more than a fact.');
  if (about.attribution === 'anonymous') say('anonymous', 'Rests on a source that is not named.');
  if (about.attribution === 'estimates') say('unsourced', 'Said to be known or estimated, by nobody in particular.');
  if (about.attribution === 'direct-quote' || about.attribution === 'reported-speech')
    say('attributed', 'Somebody can be asked for the proof.');
  if (about.stance === 'denies') say('denial', 'Denies what somebody else said.');
  if (reasons.length === 0)
    say(
      'model',
      base >= 0.5
        ? 'Reads like statements that experts called check-worthy.'
        : 'Nothing in it stands out as checkable.',
    );
  return reasons;
}
