import { Injectable } from '@nestjs/common';
import type { Claim } from '#claims';
import type { Tx } from '#database';
import { PeopleStore, type Actor, type PersonRow } from '#newsroom';
import { Problem, problem } from '#problems';
import { RoundStore, SituationStore, type Load } from '#reviews';
import { Workflow, type Performed } from '#workflow';
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
  async next(tx: Tx, caller: Actor, filter: NextFilter): Promise<Performed | undefined> {
    const id = personOf(caller);
    // The claim is sought in the same trip, with the desks of the caller's token: those of the locked row decide.
    const worker = { id, memberships: caller.memberships };
    const [person, load, sought] = await Promise.all([
      this.people.lock(tx, id),
      this.situations.loadOf(tx, id),
      this.store.lockNext(tx, worker, filter, []),
    ]);
    if (person === undefined) throw problem('permission.machines-never');
    const { desks, capacity } = person;
    if (filter.desk !== undefined && !desks.includes(filter.desk)) throw notOnDesk();
    if (load.awayUntil !== null) throw problem('queue.away', { extra: { until: load.awayUntil } });
    const open = load.openSeats;
    if (open >= capacity) {
      throw problem('queue.at-capacity', { detail: `Open: ${open} of ${capacity}.`, extra: { open, capacity } });
    }
    const passed: string[] = [];
    const sameDesks = desks.length === caller.desks.length && desks.every((desk) => caller.desks.includes(desk));
    // Whoever left a desk a moment ago is known by their token as its member for that long.
    const standing = { id, memberships: caller.memberships.filter(({ desk }) => desks.includes(desk)) };
    let claim = sameDesks ? sought : await this.store.lockNext(tx, standing, filter, passed);
    while (claim !== undefined && passed.length < MOST_PASSED) {
      const taken = await this.take(tx, caller, claim, { self: person, load });
      if (taken !== undefined) return taken;
      passed.push(claim.id);
      claim = await this.store.lockNext(tx, standing, filter, passed);
    }
    if (claim === undefined) return undefined;
    throw problem('server.unavailable', { detail: 'Many are asking at this moment.', headers: { 'retry-after': '1' } });
  }

  /** The same for one person: what they would be handed out. */
  async listFor(
    tx: Tx,
    caller: Actor,
    desk: string | undefined,
    after: QueueAfter | undefined,
    limit: number,
  ): Promise<Waiting[]> {
    const worker = { id: personOf(caller), memberships: caller.memberships };
    if (desk !== undefined && !caller.desks.includes(desk)) throw notOnDesk();
    const claims = await this.store.listFor(tx, worker, { desk }, after, limit);
    return claims.map((claim) => ({ claim, why: why(claim) }));
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
  private async take(
    tx: Tx,
    caller: Actor,
    claim: Claim,
    known: { self: PersonRow; load: Load },
  ): Promise<Performed | undefined> {
    try {
      return await this.workflow.performLocked(tx, caller, claim, 'take', {}, known);
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return undefined;
      throw error;
    }
  }
}

function notOnDesk() {
  const errors = [{ pointer: '/desk', code: 'claim.not-on-desk', detail: 'names no desk of yours' }];
  return problem('claim.not-on-desk', { errors });
}

function personOf(caller: Actor): string {
  if (caller.kind !== 'person' || caller.id === null) throw problem('permission.machines-never');
  return caller.id;
}
