import { Injectable } from '@nestjs/common';
import type { Claim } from '#claims';
import type { Tx } from '#database';
import { AbsenceStore, PeopleStore, permissionsOfRoles, type Actor as Caller, type PersonRow } from '#newsroom';
import { problem } from '#problems';
import { CitedMaterial } from './workflow.cited.service.js';
import type { VerdictText } from './workflow.effects.js';
import { FactsOfClaims, type Gathered } from './workflow.facts.service.js';
import type { ClaimFacts, DraftFacts, InputFacts } from './workflow.facts.js';
import type { Inputs } from './workflow.inputs.js';
import { policyInForce } from './workflow.round.rules.js';
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
    private readonly absences: AbsenceStore,
    private readonly claimFacts: FactsOfClaims,
    private readonly cited: CitedMaterial,
  ) {}

  /** For an action with its input. */
  async complete(tx: Tx, gathered: Gathered, action: Action, input: unknown, locked: Locked): Promise<ClaimFacts> {
    const about = await this.about(tx, gathered, action, input, locked);
    const draft = action === 'submit' ? await this.draft(tx, gathered) : null;
    const goesOut = action === 'publish' && !about.atIsLater;
    return { ...gathered.facts, draft, ...(goesOut ? await this.goingOut(tx, gathered) : {}), about };
  }

  /** For a caller who only asks what is possible: no more than needs no input, and than concerns them. */
  async possible(tx: Tx, caller: Caller, gathered: Gathered): Promise<ClaimFacts> {
    const out = caller.permissions.has('claim.publish') ? await this.goingOut(tx, gathered) : {};
    return { ...gathered.facts, draft: await this.draft(tx, gathered), ...out };
  }

  private async draft(tx: Tx, { claim, draft }: Gathered): Promise<DraftFacts | null> {
    return draft === undefined ? null : this.cited.textFacts(tx, claim.id, draft);
  }

  /** What stands in the way of publishing now. */
  private async goingOut(tx: Tx, { claim, situation, facts }: Gathered): Promise<Pick<ClaimFacts, 'gate' | 'replies'>> {
    const { verdict } = situation;
    if (claim.state !== 'approved' || verdict === null) return {};
    const [gate, replies] = await Promise.all([
      this.cited.gate(tx, claim, verdict),
      this.cited.replyFacts(tx, claim.id, verdict, policyInForce(facts)),
    ]);
    return { gate, replies };
  }

  private async about(tx: Tx, gathered: Gathered, action: Action, input: unknown, locked: Locked): Promise<InputFacts> {
    const { claim } = gathered;
    switch (action) {
      case 'merge':
        return targetOf(locked);
      case 'assign': {
        const { assignee } = locked;
        const { past } = await this.store.moments(tx, (input as Inputs['assign']).dueAt ?? null, null);
        const known = assignee?.active === true;
        return { assignee: known ? await this.claimFacts.candidate(tx, claim, assignee) : null, dueAtIsPast: past };
      }
      case 'release': {
        const { person, target } = input as Inputs['release'];
        const bySystem = gathered.facts.caller === null && person !== undefined;
        return {
          ...(target !== undefined && targetOf(locked)),
          ...(bySystem && { personIsGone: await this.isGone(tx, person) }),
        };
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

  private async isGone(tx: Tx, id: string): Promise<boolean> {
    const [person, until] = await Promise.all([this.people.byId(tx, id), this.absences.until(tx, id)]);
    return until !== undefined || !person?.active || !permissionsOfRoles(person.roles).has('claim.review');
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

function targetOf({ target }: Locked): Pick<InputFacts, 'target'> {
  return { target: target === undefined ? null : { id: target.id, state: target.state } };
}
