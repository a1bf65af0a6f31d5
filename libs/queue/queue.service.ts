import { Injectable } from '@nestjs/common';
import type { Claim } from '#claims';
import type { Tx } from '#database';
import { PeopleStore, type Actor, type PersonRow } from '#newsroom';
import { Problem, problem } from '#problems';
import { RoundStore, SituationStore } from '#reviews';
import { Workflow } from '#workflow';
import { why } from './queue.rules.js';
import { QueueStore } from './queue.store.js';
import type { NextFilter, QueueAfter, Waiting } from './queue.types.js';

/** How many claims that do not fit after all are passed over before the caller is told to ask again. */
const MOST_PASSED = 20;

@Injectable()
export class Queue {
  constructor(
    private readonly store: QueueStore,
    private readonly people: PeopleStore,
    private readonly situations: SituationStore,
    private readonly rounds: RoundStore,
    private readonly workflow: Workflow,
  ) {}

  /**
   * Gives the caller exactly one claim on a lease, and that claim to nobody else. Undefined: nothing waits for them.
   * 409 `queue.at-capacity`; 403 `claim.not-on-desk` for a desk that is not theirs.
   */
  async next(tx: Tx, caller: Actor, filter: NextFilter): Promise<Claim | undefined> {
    const person = await this.lockPerson(tx, caller);
    const { desks, capacity } = person;
    if (filter.desk !== undefined && !desks.includes(filter.desk)) throw problem('claim.not-on-desk');
    const open = await this.situations.openSeatsOf(tx, person.id);
    if (open >= capacity) {
      throw problem('queue.at-capacity', { detail: `Open: ${open} of ${capacity}.`, extra: { open, capacity } });
    }
    const passed: string[] = [];
    while (passed.length < MOST_PASSED) {
      const claim = await this.store.lockNext(tx, person, filter, passed);
      if (claim === undefined) return undefined;
      const taken = await this.take(tx, caller, claim, person);
      if (taken !== undefined) return taken;
      passed.push(claim.id);
    }
    throw problem('server.unavailable', { detail: 'Many are asking at this moment.', headers: { 'retry-after': '1' } });
  }

  /** In the order in which they are handed out, with why; one more than `limit` when there are more. */
  async list(tx: Tx, desk: string | undefined, after: QueueAfter | undefined, limit: number): Promise<Waiting[]> {
    const claims = await this.store.list(tx, desk, after, limit);
    return claims.map((claim) => ({ claim, why: why(claim) }));
  }

  /** The lease runs for its full time again. Null: this work has no end. 409 `lease.not-held`. */
  async renew(tx: Tx, caller: Actor, claimId: string): Promise<Date | null> {
    const renewed = caller.id === null ? undefined : await this.rounds.renew(tx, claimId, caller.id);
    if (renewed === undefined) throw problem('lease.not-held');
    return renewed.leaseExpiresAt;
  }

  /** Undefined when the table refuses it: what was read before the lock had changed by then. */
  private async take(tx: Tx, caller: Actor, claim: Claim, self: PersonRow): Promise<Claim | undefined> {
    try {
      return (await this.workflow.performLocked(tx, caller, claim, 'take', {}, self)).claim;
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return undefined;
      throw error;
    }
  }

  private async lockPerson(tx: Tx, caller: Actor): Promise<PersonRow> {
    const person = caller.kind === 'person' && caller.id !== null ? await this.people.lock(tx, caller.id) : undefined;
    if (person === undefined) throw problem('permission.machines-never');
    return person;
  }
}
