import { Injectable } from '@nestjs/common';
import type { Claim } from '#claims';
import type { Tx } from '#database';
import { PeopleStore, type PersonRow } from '#newsroom';
import { problem } from '#problems';
import { CitedMaterial } from './workflow.cited.service.js';
import type { VerdictText } from './workflow.effects.js';
import { FactsOfClaims, type Gathered } from './workflow.facts.service.js';
import type { ClaimFacts, InputFacts } from './workflow.facts.js';
import type { Inputs } from './workflow.inputs.js';
import { WorkflowStore } from './workflow.store.js';
import type { Action } from './workflow.table.js';

/** Rows that were locked because the input names them. */
export interface Locked {
  /** The person whom `assign` names. */
  assignee?: PersonRow;
  /** The claim that `merge` or a suggestion names. */
  target?: Claim;
}

/** Looks up what an action's input names: a person, a claim, a moment, a text. */
@Injectable()
export class FactsOfInput {
  constructor(
    private readonly store: WorkflowStore,
    private readonly people: PeopleStore,
    private readonly claimFacts: FactsOfClaims,
    private readonly cited: CitedMaterial,
  ) {}

  /** `input` undefined: the caller asks what is possible, and only what needs no input is looked up. */
  async complete(
    tx: Tx,
    gathered: Gathered,
    action: Action | null,
    input: unknown,
    locked: Locked,
  ): Promise<ClaimFacts> {
    const { facts, claim } = gathered;
    const about = action === null ? undefined : await this.about(tx, gathered, action, input, locked);
    const submits = action === null || action === 'submit';
    const publishes = action === null || (action === 'publish' && about?.atIsLater !== true);
    const draft =
      submits && gathered.draft !== undefined ? await this.cited.textFacts(tx, claim.id, gathered.draft) : null;
    const { verdict } = gathered.situation;
    const gate =
      publishes && claim.state === 'approved' && verdict !== null
        ? await this.cited.gate(tx, claim, verdict)
        : undefined;
    return { ...facts, draft, gate, about };
  }

  private async about(
    tx: Tx,
    { claim }: Gathered,
    action: Action,
    input: unknown,
    locked: Locked,
  ): Promise<InputFacts> {
    switch (action) {
      case 'merge': {
        const { target } = locked;
        return { target: target === undefined ? null : { id: target.id, state: target.state } };
      }
      case 'assign': {
        const { assignee } = locked;
        const { past } = await this.store.moments(tx, (input as Inputs['assign']).dueAt ?? null, null);
        const known = assignee?.active === true;
        return { assignee: known ? await this.claimFacts.candidate(tx, claim, assignee) : null, dueAtIsPast: past };
      }
      case 'recuse': {
        const { person } = input as Inputs['recuse'];
        return { personKnown: person === undefined || (await this.people.byId(tx, person)) !== undefined };
      }
      case 'publish': {
        const { later } = await this.store.moments(tx, null, (input as Inputs['publish']).at ?? null);
        return { atIsLater: later };
      }
      case 'adjudicate':
      case 'amend': {
        const { verdict } = input as { verdict?: VerdictText };
        return verdict === undefined ? {} : { text: await this.text(tx, claim, verdict) };
      }
      default:
        return {};
    }
  }

  private async text(tx: Tx, claim: Claim, verdict: VerdictText) {
    const found = await this.cited.textFacts(tx, claim.id, verdict);
    if (found.ratingKey === null) {
      const errors = [{ pointer: '/verdict/rating', code: 'rating.unknown', detail: 'is not on the scale' }];
      throw problem('rating.unknown', { errors });
    }
    return found;
  }
}
