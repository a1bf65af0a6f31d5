import { Injectable } from '@nestjs/common';
import { ClaimStore } from '#claims';
import type { Tx } from '#database';
import { DeskStore, PeopleStore, permissionsOfRoles, type PersonRow } from '#newsroom';
import { problem, type FieldError } from '#problems';
import { SituationStore } from '#reviews';
import type { Hand, Wanting } from './plan.rules.js';
import { PlanStore } from './plans.store.js';

/** Reads what a plan is made from: claims as they are, and people with what they have in hand. */
@Injectable()
export class PlanFacts {
  constructor(
    private readonly store: PlanStore,
    private readonly claimStore: ClaimStore,
    private readonly situations: SituationStore,
    private readonly people: PeopleStore,
    private readonly desks: DeskStore,
  ) {}

  async claims(tx: Tx, wanted: readonly { id: string; version?: number }[]): Promise<Wanting[]> {
    const ids = wanted.map(({ id }) => id);
    const [found, situations, sat] = await Promise.all([
      this.claimStore.byIds(tx, ids),
      this.situations.ofAll(tx, ids),
      this.store.sat(tx, ids),
    ]);
    const claims = new Map(found.map((claim) => [claim.id, claim]));
    const missing = wanted.flatMap(({ id }, index): FieldError[] =>
      claims.has(id)
        ? []
        : [{ pointer: `/claims/${index}/id`, code: 'claim.not-found', detail: 'names no claim here' }],
    );
    if (missing.length > 0) throw problem('request.unprocessable', { errors: missing });
    const of = new Map(situations.map((one) => [one.claimId, one]));
    return wanted.map(({ id, version }) => {
      const { desk, language, labels, state, openSeats, version: now } = claims.get(id)!;
      const gone = sat.filter(({ claimId }) => claimId === id).map(({ personId }) => personId);
      const { keptOut, conflicts } = of.get(id)!;
      const closedTo = new Set([...gone, ...keptOut, ...conflicts.map(({ person }) => person)]);
      const isOpen = state === 'proposed' || (openSeats > 0 && (state === 'queued' || state === 'in_review'));
      return { id, version: version ?? now, desk, language, labels, isOpen, closedTo };
    });
  }

  /** The people named, or all active members of the desk. 422 with a pointer for whoever does not work here. */
  async hands(tx: Tx, people: readonly string[] | undefined, desk: string | undefined): Promise<Hand[]> {
    const rows = people === undefined ? await this.members(tx, desk as string) : await this.named(tx, people);
    const ids = rows.map(({ id }) => id);
    const [held, away, memberships] = await Promise.all([
      this.store.held(tx, ids),
      this.store.away(tx, ids),
      this.desks.membershipsOf(tx, ids),
    ]);
    return rows.map(({ id, capacity, roles, active }) => {
      const mine = held.filter(({ personId }) => personId === id);
      return {
        person: id,
        mayReview: active && permissionsOfRoles(roles).has('claim.review'),
        isAway: away.has(id),
        capacity,
        openSeats: mine.reduce((sum, { count }) => sum + count, 0),
        memberships: memberships
          .filter(({ personId }) => personId === id)
          .map((one) => ({ ...one, held: mine.find((row) => row.desk === one.desk)?.count ?? 0 })),
      };
    });
  }

  private async named(tx: Tx, ids: readonly string[]): Promise<PersonRow[]> {
    const rows = await this.people.byIds(tx, ids);
    const missing = ids.flatMap((id, index): FieldError[] => {
      if (rows.some((row) => row.id === id && row.active)) return [];
      return [{ pointer: `/people/${index}`, code: 'claim.person-not-found', detail: 'works not, or no longer, here' }];
    });
    if (missing.length > 0) throw problem('claim.person-not-found', { errors: missing });
    return rows;
  }

  private async members(tx: Tx, desk: string): Promise<PersonRow[]> {
    const [found] = await this.desks.byKeys(tx, [desk]);
    if (!found) {
      const errors = [{ pointer: '/desk', code: 'desk.unknown', detail: 'names no desk of this newsroom' }];
      throw problem('desk.unknown', { errors, extra: { desks: [desk] } });
    }
    const members = await this.desks.members(tx, desk);
    const rows = await this.people.byIds(
      tx,
      members.map(({ personId }) => personId),
    );
    return rows.filter(({ active }) => active);
  }
}
