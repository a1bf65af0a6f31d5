import { Injectable } from '@nestjs/common';
import { ClaimStore } from '#claims';
import type { Tx } from '#database';
import type { SealedRow } from '#log';
import { PeopleStore } from '#newsroom';
import { SituationStore } from '#reviews';
import type { Around } from './notices.rules.js';
import { WatcherStore } from './watchers.store.js';

/** What a row of the log does not say itself, as it is when the row is read. */
@Injectable()
export class Surroundings {
  constructor(
    private readonly claims: ClaimStore,
    private readonly situations: SituationStore,
    private readonly people: PeopleStore,
    private readonly watchers: WatcherStore,
  ) {}

  async of(tx: Tx, row: SealedRow): Promise<Around> {
    const { claimId } = row;
    if (claimId === null) return { watchers: [], editors: [], keptOut: [], givenBy: null };
    const actor = (row.actor as { id: string | null }).id;
    const givesBack = /^claim\.(released|declined)$/.test(row.type) && actor !== null;
    const [watching, claim, { keptOut }, voters, givenBy] = await Promise.all([
      this.watchers.ofAll(tx, [claimId]),
      this.claims.byId(tx, claimId),
      this.situations.of(tx, claimId),
      this.people.peopleWith(tx, 'claim.signoff'),
      givesBack ? this.watchers.lastGiver(tx, claimId, actor) : null,
    ]);
    const desk = claim?.desk ?? null;
    const ofDesk = voters.filter(({ desks }) => desk === null || desks.includes(desk));
    const editors = (ofDesk.length > 0 ? ofDesk : voters).map(({ id }) => id);
    return { watchers: watching.get(claimId) ?? [], editors, keptOut, givenBy };
  }
}
