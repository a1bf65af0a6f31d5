import type { Effect } from './workflow.effects.js';

/** What is read to decide about a claim: its reviews with verdict, votes and recusals, whom it concerns, the caller's draft and load. */
export type Part = 'reviews' | 'conflicts' | 'drafts' | 'load';

/** What each effect may change of that. The rest is on the claim's own row, or on the published record. */
const TOUCHES: Record<Effect['effect'], readonly Part[]> = {
  openRound: ['reviews'],
  closeRound: ['reviews', 'load'],
  abandonRound: ['reviews', 'load'],
  seat: ['reviews', 'load'],
  endSeat: ['reviews', 'load'],
  handOnDraft: ['drafts'],
  recordReview: ['reviews', 'load', 'drafts'],
  setVerdict: ['reviews'],
  amendVerdict: ['reviews'],
  dropVerdict: ['reviews'],
  addVote: ['reviews'],
  lapseVotes: ['reviews'],
  liftVote: ['reviews'],
  recordRecusal: ['reviews'],
  publishVersion: ['reviews'],
  correctVersion: ['conflicts'], // a claimant renamed
  retractVersion: [],
  closeRechecks: [],
  setPublishAt: [],
  clearPublishAt: [],
  mergeInto: ['conflicts'], // appearances go over
  unmerge: ['conflicts'],
  upholdVersion: [],
  startDueTime: [],
  restartDueTime: [],
  suggest: [],
  clearSuggestion: [],
};

export function touchedBy(effects: readonly Effect[]): ReadonlySet<Part> {
  return new Set(effects.flatMap(({ effect }) => TOUCHES[effect]));
}
