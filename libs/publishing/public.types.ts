import type { CorrectionEntry, FactCheck, Node, PublicAddresses, RecheckCause, Version } from '#factchecks';

/** One version of a fact-check with all that a page says about it. */
export interface PublicFactCheck {
  at: PublicAddresses;
  factCheck: FactCheck;
  /** The version that is shown. */
  version: Version;
  /** All of them, newest first. */
  versions: readonly Version[];
  /** Of this fact-check, newest first; retractions are among them. */
  corrections: readonly CorrectionEntry[];
  /** Set while what is live is looked at again. */
  underReview: { causes: readonly RecheckCause[] } | null;
  /** Null when it was retracted: withdrawn for machines, too. */
  markup: Node | null;
}

/** A line of a list or feed. */
export interface PublicEntry {
  factCheck: FactCheck;
  version: Version;
  corrections: readonly CorrectionEntry[];
}
