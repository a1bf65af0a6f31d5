import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import {
  differences,
  Policies,
  policyChanges,
  policyOf,
  timingOf,
  type PolicyBody,
  type PolicyChange,
  type PolicyWarning,
} from '#newsroom';
import { PolicyTrialStore } from './policy-trials.store.js';

/** What of a change concerns the claims of one desk; null: those of none. */
export interface Concerned {
  desk: string | null;
  claims: number;
  changes: PolicyChange[];
}

export interface PolicyTrial {
  /** The version in force, which the policy would follow. */
  version: number;
  changes: PolicyChange[];
  /** Claims whose round opened under another policy and keeps it, with the first twenty of them. */
  keepTheirs: (Concerned & { examples: string[] })[];
  /** Claims without a round: the one that opens for them works under the new policy. */
  newRounds: Concerned[];
  /** Deadlines: these count for all claims as soon as they are saved. */
  atOnce: PolicyChange[];
  warnings: PolicyWarning[];
}

/** Says what a policy would change, and changes nothing. */
@Injectable()
export class PolicyTrials {
  constructor(
    private readonly policies: Policies,
    private readonly store: PolicyTrialStore,
  ) {}

  /** 422 `policy.invalid` for what could not be saved. */
  async try(tx: Tx, body: PolicyBody): Promise<PolicyTrial> {
    await this.policies.assertSound(tx, body);
    const { version, body: before } = await this.policies.whole(tx);
    const changes = policyChanges(before, body);
    const [timing, work] = [changes.filter(isTiming), changes.filter((change) => !isTiming(change))];
    const bound = (await this.store.bound(tx)).map(({ desk, policy, claims, examples }) => {
      return { desk, claims, examples, changes: ofRounds(desk, policy, policyOf(body, desk)) };
    });
    const waiting = work.length === 0 ? [] : await this.store.waiting(tx);
    const next = waiting.map(({ desk, claims }) => {
      return { desk, claims, changes: ofRounds(desk, policyOf(before, desk), policyOf(body, desk)) };
    });
    return {
      version,
      changes,
      keepTheirs: bound.filter(differs),
      newRounds: next.filter(differs),
      atOnce: timing,
      warnings: await this.policies.warnings(tx, body),
    };
  }
}

const differs = ({ changes }: Concerned): boolean => changes.length > 0;
const isTiming = ({ field }: PolicyChange): boolean => timing.has(field.split('.')[0] as string);
const timing: ReadonlySet<string> = new Set(timingOf);

function ofRounds(desk: string | null, from: object, to: object): PolicyChange[] {
  return differences(desk, from, to).filter((change) => !isTiming(change));
}
