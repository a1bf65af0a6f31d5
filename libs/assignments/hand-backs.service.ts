import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { AbsenceStore, PeopleStore, permissionsOfRoles, systemActor, type Actor } from '#newsroom';
import { problem } from '#problems';
import { SituationStore } from '#reviews';
import { ClaimEntry } from '#workflow';
import { PlanStore, type WorkRow } from './plans.store.js';

export interface HandedBack {
  claim: string;
  ok: boolean;
  code: string | null;
}

/** What somebody has in hand, and giving it back when they are away or leave. Their drafts stay theirs. */
@Injectable()
export class HandBacks {
  constructor(
    private readonly people: PeopleStore,
    private readonly absences: AbsenceStore,
    private readonly situations: SituationStore,
    private readonly store: PlanStore,
    private readonly entry: ClaimEntry,
  ) {}

  async workOf(tx: Tx, personId: string): Promise<WorkRow[]> {
    if (!(await this.people.byId(tx, personId))) throw problem('person.not-found');
    return this.store.workOf(tx, personId);
  }

  /** All that they hold without having handed it in, each claim through the workflow. 404. */
  async all(tx: Tx, actor: Actor, personId: string, reason: string): Promise<HandedBack[]> {
    if (!(await this.people.lock(tx, personId))) throw problem('person.not-found');
    const claims = await this.situations.claimsOf(tx, personId);
    const items = claims.map((id) => ({ id, input: { person: personId, reason } }));
    const results = await this.entry.performMany(tx, actor, 'release', items);
    return results.map((result, index) => ({
      claim: claims[index] as string,
      ok: result.ok,
      code: result.ok ? null : result.problem.code,
    }));
  }

  /** After a change of a person: whoever left, or may review no more, holds nothing any longer. */
  async ofWhoLeft(tx: Tx, actor: Actor, personId: string): Promise<void> {
    const person = await this.people.byId(tx, personId);
    if (person === undefined || (person.active && permissionsOfRoles(person.roles).has('claim.review'))) return;
    const by = actor.permissions.has('claim.assign') ? actor : systemActor(tx.newsroom);
    await this.all(tx, by, personId, person.active ? 'They review no longer.' : 'They left the newsroom.');
  }

  /** At the start of an absence; nothing when it ended, was done before, or is still to come. */
  async forAbsence(tx: Tx, absenceId: string): Promise<void> {
    const absence = await this.absences.takeGiveBack(tx, absenceId);
    if (absence === undefined) return;
    const reason = `They are away until ${absence.endsAt.toISOString()}.`;
    await this.all(tx, systemActor(tx.newsroom), absence.personId, reason);
  }
}
