/** Of a claim, what the newsroom's taste can show in. */
export interface Weighable {
  text: string;
  kind: string;
  /** What kind of source said it. */
  claimant: string | null;
  /** Codes of the reasons that the built-in model gave. */
  reasons: readonly string[];
  /** The built-in score, 0..1. */
  builtIn: number;
}

/** Words read of one claim. */
const MOST_WORDS = 120;
const COMMON = new Set(
  (
    'the and for that this with from was were are has have had been will would not but its his her their they she him them who which when ' +
    'what where than then there into over about after before more most also said says such some any all can could should may might out one'
  ).split(' '),
);

/** The signals of a claim and their strength; words and traits each of length one, so that a long claim does not weigh more. */
export function signalsOf({ text, kind, claimant, reasons }: Weighable): Map<string, number> {
  const words = (text.toLowerCase().match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? []).slice(0, MOST_WORDS);
  const telling = words.map((word) => (word.length > 2 && !COMMON.has(word) ? word : null));
  const spoken = new Set<string>();
  telling.forEach((word, i) => {
    const next = telling[i + 1];
    if (word) spoken.add(`“${word}”`);
    if (word && next) spoken.add(`“${word} ${next}”`);
  });
  const traits = new Set([`kind: ${kind}`, ...(claimant ? [`claimant: ${claimant}`] : [])]);
  for (const reason of reasons) traits.add(`trait: ${reason}`);
  const signals = new Map<string, number>();
  for (const group of [spoken, traits]) for (const name of group) signals.set(name, 1 / Math.sqrt(group.size));
  return signals;
}
