import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { record } from '#log';
import { personOf, type Actor } from '#newsroom';
import { problem } from '#problems';
import { conflictEnded, conflictRecorded } from './conflicts.events.js';
import { ConflictStore } from './conflicts.store.js';
import type { Conflict, NewConflict } from './conflicts.types.js';

/** Standing conflicts of interest: written down by whom they concern, or by those who assign. */
@Injectable()
export class Conflicts {
  constructor(private readonly store: ConflictStore) {}

  /** 403 for somebody else's without `claim.assign`; 422 when it would end before it begins; 409 with the `conflictId` of the same one that stands. */
  async record(tx: Tx, actor: Actor, person: string, given: NewConflict): Promise<Conflict> {
    assertConcerns(actor, person);
    const there = await this.store.standing(tx, person, given);
    if (there) throw alreadyThere(there);
    const conflict = await this.store.insert(tx, person, personOf(actor), given);
    if (!conflict) {
      const errors = [
        { pointer: '/until', code: 'conflict.over-before', detail: 'lies before it begins, or has passed' },
      ];
      throw problem('conflict.over-before', { errors });
    }
    await record(tx, conflictRecorded, entry(actor, conflict));
    return conflict;
  }

  async of(tx: Tx, actor: Actor, person: string): Promise<Conflict[]> {
    assertConcerns(actor, person);
    return this.store.ofPerson(tx, person);
  }

  /** Ends now. 404, 412, and 403 as for `record`. */
  async end(tx: Tx, actor: Actor, id: string, seenVersion: number): Promise<Conflict> {
    const before = await this.store.lock(tx, id);
    if (!before) throw problem('conflict.not-found');
    assertConcerns(actor, before.person);
    if (before.version !== seenVersion) throw problem('version.stale', { extra: { currentVersion: before.version } });
    const conflict = await this.store.end(tx, id);
    await record(tx, conflictEnded, entry(actor, conflict));
    return conflict;
  }
}

function alreadyThere({ id, name, untilAt }: Conflict) {
  const until = untilAt === null ? 'without end' : `until ${untilAt.toISOString()}`;
  const detail = `stands already as “${name}”, ${until}`;
  return problem('conflict.exists', {
    errors: [{ pointer: '/name', code: 'conflict.exists', detail }],
    extra: { conflictId: id },
  });
}

function assertConcerns(actor: Actor, person: string): void {
  if (actor.permissions.has('claim.assign') || (personOf(actor) === person && actor.kind === 'person')) return;
  throw problem('permission.missing', { detail: 'Needed: claim.assign.', extra: { permission: 'claim.assign' } });
}

function entry(actor: Actor, { id, version, person, kind, name, reason, fromAt, untilAt }: Conflict) {
  return {
    actor,
    subject: { id, version },
    data: {
      conflictId: id,
      person,
      kind,
      from: fromAt.toISOString(),
      until: untilAt?.toISOString() ?? null,
    },
    personal: { name, reason },
  };
}
