import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { record } from '#log';
import { problem } from '#problems';
import { AbsenceStore, type AbsenceRow, type NewAbsence } from './absences.store.js';
import type { Actor } from './actor.js';
import { absenceEnded, absencePlanned } from './desks.events.js';
import { PeopleStore } from './people.store.js';

/** Who is away, from when until when. People say so of themselves; editors of anybody. */
@Injectable()
export class Absences {
  constructor(
    private readonly absences: AbsenceStore,
    private readonly people: PeopleStore,
  ) {}

  /** 404, 403, 422 when it ends before it starts or before now. */
  async plan(tx: Tx, actor: Actor, given: NewAbsence): Promise<AbsenceRow> {
    assertMay(actor, given.personId);
    if (!(await this.people.byId(tx, given.personId))) throw problem('person.not-found');
    const absence = await this.absences.insert(tx, given, actor.kind === 'person' ? actor.id : null);
    if (!absence) {
      const detail = 'lies before the start of the absence, or has passed already';
      throw problem('absence.over', { errors: [{ pointer: '/until', code: 'absence.over', detail }] });
    }
    await record(tx, absencePlanned, { actor, subject: { id: given.personId }, data: about(absence) });
    return absence;
  }

  /** Back again, or not away after all. 404 for one that is over, too. */
  async end(tx: Tx, actor: Actor, personId: string, id: string): Promise<void> {
    const absence = await this.absences.byId(tx, id);
    if (absence?.personId !== personId) throw problem('absence.not-found');
    assertMay(actor, personId);
    const ended = await this.absences.end(tx, id);
    if (!ended) throw problem('absence.not-found');
    await record(tx, absenceEnded, { actor, subject: { id: personId }, data: about(ended) });
  }
}

function assertMay(actor: Actor, personId: string): void {
  if (actor.kind === 'person' && actor.id === personId) return;
  if (actor.permissions.has('claim.assign')) return;
  const detail = 'Somebody else’s absence needs the permission claim.assign.';
  throw problem('permission.missing', { detail, extra: { permission: 'claim.assign' } });
}

function about({ id, personId, startsAt, endsAt, giveBack }: AbsenceRow) {
  return { absenceId: id, person: personId, from: startsAt.toISOString(), until: endsAt.toISOString(), giveBack };
}
