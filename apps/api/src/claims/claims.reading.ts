import { Injectable } from '@nestjs/common';
import { ClaimStore, type Claim } from '#claims';
import type { Tx } from '#database';
import type { Actor } from '#newsroom';
import { problem, type Problem } from '#problems';
import { SituationStore, type Situation } from '#reviews';
import { Workflow, type ItemResult } from '#workflow';
import { answer, type Answer, type AnswerOptions } from '../http/answer.js';
import { claimInList, claimView } from './claims.views.js';

/** Reads what replies about claims are made of. */
@Injectable()
export class ClaimReading {
  constructor(
    private readonly claims: ClaimStore,
    private readonly situations: SituationStore,
    private readonly workflow: Workflow,
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
    return answer(claimView(claim, situation, appearances, available), { version: claim.version, ...options });
  }

  /** Rows of a list, in the order given. */
  async inList(tx: Tx, claims: readonly Claim[]) {
    const ids = claims.map(({ id }) => id);
    const situations = new Map((await this.situations.ofAll(tx, ids)).map((one) => [one.claimId, one]));
    const places = await this.claims.appearances(tx, ids);
    const of = (id: string) => places.filter(({ claimId }) => claimId === id);
    return claims.map((claim) => claimInList(claim, situations.get(claim.id) as Situation, of(claim.id)));
  }

  /** Results of one action on many, in the order given. */
  async results(tx: Tx, results: readonly ItemResult[], statusOk: number) {
    const claims = results.flatMap((one) => (one.ok ? [one.claim] : []));
    const views = new Map((await this.inList(tx, claims)).map((view) => [view.id, view]));
    return {
      results: results.map((one) =>
        one.ok
          ? { status: statusOk, id: one.claim.id, claim: views.get(one.claim.id), problem: null }
          : { status: one.problem.status, id: null, claim: null, problem: problemOf(one.problem) },
      ),
    };
  }
}

function problemOf({ code, status, title, detail, errors, extra }: Problem) {
  return { code, status, title, detail, errors, ...extra };
}
