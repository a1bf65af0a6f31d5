import { Injectable } from '@nestjs/common';
import { ClaimStore } from '#claims';
import type { Tx } from '#database';
import { record } from '#log';
import { type Actor, PeopleStore } from '#newsroom';
import { problem } from '#problems';
import { watcherAdded, watcherRemoved } from './notifications.events.js';
import { type Watcher, WatcherStore } from './watchers.store.js';

/** Who wants to know what happens to a claim: everybody for themselves, those who assign for others. */
@Injectable()
export class Watchers {
  constructor(
    private readonly store: WatcherStore,
    private readonly claims: ClaimStore,
    private readonly people: PeopleStore,
  ) {}

  async of(tx: Tx, claimId: string): Promise<Watcher[]> {
    if (!(await this.claims.byId(tx, claimId))) throw problem('claim.not-found');
    return this.store.of(tx, claimId);
  }

  /** Once more changes nothing. 404 claim and person, 403 for somebody else. */
  async add(tx: Tx, actor: Actor, claimId: string, personId: string): Promise<Watcher[]> {
    await this.assertMay(tx, actor, claimId, personId);
    const isSelf = actor.id === personId;
    const why = isSelf ? ('self' as const) : ('added' as const);
    if ((await this.people.activeAmong(tx, [personId])).length === 0) throw problem('person.not-found');
    const added = await this.store.add(tx, [{ claimId, person: personId, why, addedBy: actor.id }]);
    if (added > 0)
      await record(tx, watcherAdded, { actor, subject: { id: claimId }, claimId, data: { claimId, person: personId } });
    return this.store.of(tx, claimId);
  }

  /** Once more changes nothing. */
  async remove(tx: Tx, actor: Actor, claimId: string, personId: string): Promise<void> {
    await this.assertMay(tx, actor, claimId, personId);
    if ((await this.store.remove(tx, claimId, personId)) > 0)
      await record(tx, watcherRemoved, {
        actor,
        subject: { id: claimId },
        claimId,
        data: { claimId, person: personId },
      });
  }

  private async assertMay(tx: Tx, actor: Actor, claimId: string, personId: string): Promise<void> {
    if (!(await this.claims.byId(tx, claimId))) throw problem('claim.not-found');
    if (actor.kind === 'person' && actor.id === personId) return;
    if (!actor.permissions.has('claim.assign'))
      throw problem('permission.missing', {
        detail: 'Whoever watches for somebody else needs the permission claim.assign.',
        extra: { permission: 'claim.assign' },
      });
  }
}
