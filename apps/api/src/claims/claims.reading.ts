import { Injectable } from '@nestjs/common';
import { ClaimStore, type Claim } from '#claims';
import type { Tx } from '#database';
import { personOf, type Actor } from '#newsroom';
import { problem, type Problem } from '#problems';
import { RecordStore, SituationStore, sitsBlind, type Situation } from '#reviews';
import { Workflow, type ItemResult } from '#workflow';
import { answer, type Answer, type AnswerOptions } from '../http/answer.js';
import { claimInList, claimView, type ClaimViewer } from './claims.views.js';

/** Reads what replies about claims are made of. */
@Injectable()
export class ClaimReading {
  constructor(
    private readonly claims: ClaimStore,
    private readonly situations: SituationStore,
    private readonly workflow: Workflow,
    private readonly records: RecordStore,
  ) {}

  async found(tx: Tx, id: string): Promise<Claim> {
    const claim = await this.claims.byId(tx, id);
    if (!claim) throw problem('claim.not-found');
    return claim;
  }

  /** One claim in full, with its ETag. */
  async answer(tx: Tx, caller: Actor, claim: Claim, options: AnswerOptions = {}): Promise<Answer> {
    const { situation, available } = await this.workflow.look(tx, caller, claim);
    const appearances = await this.claims.appearances(tx, [claim.id]);
    return answer(claimView(claim, situation, appearances, available, viewerOf(caller)), {
      version: claim.version,
      ...options,
    });
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
    const situations = new Map((await this.situations.ofAll(tx, ids)).map((one) => [one.claimId, one]));
    const places = await this.claims.appearances(tx, ids);
    const of = (id: string) => places.filter(({ claimId }) => claimId === id);
    const viewer = viewerOf(caller);
    return claims.map((claim) => claimInList(claim, situations.get(claim.id) as Situation, of(claim.id), viewer));
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
