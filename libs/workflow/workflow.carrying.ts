import type { Claim } from '#claims';
import type { Tx } from '#database';
import type { Actor as Caller } from '#newsroom';
import type { Draft, Situation } from '#reviews';
import type { Decided } from './workflow.decide.rules.js';

/** A decision on its way into the database. `roundId` moves on when a round opens. */
export interface Carrying {
  tx: Tx;
  caller: Caller;
  claim: Claim;
  situation: Situation;
  draft: Draft | undefined;
  decided: Decided;
  input: unknown;
  roundId: string | null;
}
