import { Injectable } from '@nestjs/common';
import { ClaimStore, type Appearance, type Claim } from '#claims';
import type { Tx } from '#database';
import { personOf, type Actor } from '#newsroom';
import { problem, type Problem } from '#problems';
import { RecordStore, RoundStore, SituationStore, sitsBlind, type Situation } from '#reviews';
import type { ItemResult, Performed } from '#workflow';
import { answer, type Answer, type AnswerOptions } from '../http/answer.js';
import { AvailableActionsReading } from './available-actions.reading.js';
import { claimInList, claimView, type ClaimViewer } from './claims.views.js';

/** Reads what replies about claims are made of. */
@Injectable()
export class ClaimReading {
  constructor(
    private readonly claims: ClaimStore,
    private readonly situations: SituationStore,
    private readonly actions: AvailableActionsReading,
    private readonly records: RecordStore,
    private readonly rounds: RoundStore,
  ) {}

  async found(tx: Tx, id: string): Promise<Claim> {
    const claim = await this.claims.byId(tx, id);
    if (!claim) throw problem('claim.not-found');
    return claim;
  }

  /** One claim in full, with its ETag, by its id alone: all of it in one trip. */
  async byId(tx: Tx, caller: Actor, id: string): Promise<Answer> {
    const [claim, looked, appearances] = await Promise.all([
      this.claims.byId(tx, id),
      this.actions.workflow.look(tx, caller, id),
      this.claims.appearances(tx, [id]),
    ]);
    if (!claim) throw problem('claim.not-found');
    return this.after(tx, caller, { claim, looked, appearances });
  }

  /** A claim that was just written. */
  async answer(tx: Tx, caller: Actor, claim: Claim, options: AnswerOptions = {}): Promise<Answer> {
    const [looked, appearances] = await Promise.all([
      this.actions.workflow.look(tx, caller, claim.id),
      this.claims.appearances(tx, [claim.id]),
    ]);
    return this.after(tx, caller, { claim, looked, appearances }, options);
  }

  /** A claim as an action left it. */
  async after(
    tx: Tx,
    caller: Actor,
    { claim, looked, appearances }: Omit<Performed, 'decided'>,
    options: AnswerOptions = {},
  ): Promise<Answer> {
    const available = await this.actions.of(tx, caller, claim, looked);
    const view = claimView(claim, looked.situation, appearances, available, viewerOf(caller));
    return answer(view, { version: claim.version, ...options });
  }

  /** Any saved work renews the lease of whoever sits on the claim. */
  async renew(tx: Tx, caller: Actor, claimId: string): Promise<void> {
    const person = personOf(caller);
    if (person !== null) await this.rounds.renew(tx, claimId, person);
  }

  /** What a blind round in progress keeps from somebody who sits in it: everything of the others since it opened. */
  async blindTo(tx: Tx, caller: Actor, claimId: string): Promise<{ since: Date; others: string[] } | undefined> {
    const person = personOf(caller);
    const situation = await this.situations.of(tx, claimId);
    if (person === null || situation.round === null || !sitsBlind(situation, person)) return undefined;
    const { id, openedAt } = situation.round;
    return { since: new Date(openedAt), others: await this.records.othersIn(tx, id, person) };
  }

  /** Rows of a list, in the order given. */
  async inList(tx: Tx, caller: Actor, claims: readonly Claim[]) {
    const ids = claims.map(({ id }) => id);
    const [found, places] = await Promise.all([this.situations.ofAll(tx, ids), this.claims.appearances(tx, ids)]);
    const situations = new Map(found.map((one) => [one.claimId, one]));
    const said = new Map<string, Appearance[]>(ids.map((id) => [id, []]));
    for (const place of places) said.get(place.claimId)?.push(place);
    const viewer = viewerOf(caller);
    const of = ({ id }: Claim) => [situations.get(id) as Situation, said.get(id) ?? []] as const;
    return claims.map((claim) => claimInList(claim, ...of(claim), viewer));
  }

  /** Results of one action on many, in the order given. */
  async results(tx: Tx, caller: Actor, results: readonly ItemResult[], statusOk: number) {
    const claims = results.flatMap((one) => (one.ok ? [one.claim] : []));
    const views = new Map((await this.inList(tx, caller, claims)).map((view) => [view.id, view]));
    return {
      results: results.map((one) =>
        one.ok
          ? { status: statusOk, id: one.claim.id, claim: views.get(one.claim.id), problem: null }
          : { status: one.problem.status, id: null, claim: null, problem: problemOf(one.problem) },
      ),
    };
  }
}

function viewerOf(caller: Actor): ClaimViewer {
  return { person: personOf(caller), triages: caller.permissions.has('claim.triage') };
}

function problemOf({ code, status, title, detail, errors, extra }: Problem) {
  return { code, status, title, detail, errors, ...extra };
}
