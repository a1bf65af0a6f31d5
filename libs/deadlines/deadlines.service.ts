import { Injectable } from '@nestjs/common';
import { ClaimStore, snapshotOf, type Claim } from '#claims';
import type { Tx } from '#database';
import { record } from '#log';
import { Calendars, PeopleStore, Policies, systemActor, type PersonRow } from '#newsroom';
import { claimDueSoon, claimEscalated, claimOverdue } from './deadlines.events.js';
import { escalatedTo, timingsOf, toTell, type Step } from './deadlines.rules.js';
import { DeadlineStore, type DueDeadline } from './deadlines.store.js';
import { RepliesOverdue } from './replies-overdue.service.js';

/** What one look takes on: after a standstill the rest follows with the next looks, not all at once. */
const PLANNED_AT_ONCE = 500;
const TOLD_AT_ONCE = 100;

/** How this newsroom counts time, and where in it we are. */
@Injectable()
export class Hours {
  constructor(
    private readonly policies: Policies,
    private readonly calendars: Calendars,
  ) {}

  async now(tx: Tx) {
    const { body: calendar } = await this.calendars.current(tx);
    const { body: policy } = await this.policies.whole(tx);
    const { at, awakeAt } = await this.calendars.moment(tx);
    return { calendar, timings: timingsOf(policy), at, awakeAt };
  }
}

/** Tells in time what is due soon, overdue, and still not done: rows of the log, which people and webhooks then hear of. */
@Injectable()
export class Deadlines {
  constructor(
    private readonly store: DeadlineStore,
    private readonly claims: ClaimStore,
    private readonly people: PeopleStore,
    private readonly hours: Hours,
    private readonly replies: RepliesOverdue,
  ) {}

  /** One look at a newsroom, by the database's clock. In quiet hours nothing is told, but at their end. */
  async look(tx: Tx): Promise<void> {
    const { calendar, timings, at, awakeAt } = await this.hours.now(tx);
    await this.store.plan(tx, calendar, timings, PLANNED_AT_ONCE);
    if (awakeAt > at) return this.store.putOff(tx, awakeAt);
    const due = await this.store.due(tx, TOLD_AT_ONCE);
    if (due.length === 0) return;
    const ids = [...new Set(due.map(({ claimId }) => claimId))];
    const claims = new Map((await this.claims.byIds(tx, ids)).map((claim) => [claim.id, claim]));
    const seniors = await this.people.peopleWith(tx, 'claim.assign');
    await this.replies.tell(tx, due, claims, seniors);
    for (const deadline of due.filter(({ replyRequestId }) => replyRequestId === null)) {
      for (const step of toTell(deadline.told, deadline.passed)) {
        await this.tell(tx, step, deadline, claims.get(deadline.claimId) as Claim, seniors);
      }
    }
    const told = due.map(({ id, told, passed }) => ({ id, told: toTell(told, passed).at(-1) ?? told }));
    await this.store.told(tx, calendar, told);
  }

  private async tell(
    tx: Tx,
    step: Step,
    { assignee, dueAt, working }: DueDeadline,
    claim: Claim,
    seniors: readonly PersonRow[],
  ): Promise<void> {
    const people = assignee === null ? working : [assignee];
    const data = {
      ...snapshotOf(claim),
      deadline: assignee === null ? ('claim' as const) : ('assignment' as const),
      deadlineAt: dueAt.toISOString(),
      assignee,
      people,
      to: people.length > 0 ? people : escalatedTo('editors', claim.desk, seniors),
    };
    const { id, version, externalRef } = claim;
    const entry = { actor: systemActor(tx.newsroom), subject: { id, version, externalRef }, claimId: id };
    if (step === 'due-soon') await record(tx, claimDueSoon, { ...entry, data });
    else if (step === 'overdue') await record(tx, claimOverdue, { ...entry, data });
    else {
      const to = escalatedTo(step, claim.desk, seniors);
      await record(tx, claimEscalated, { ...entry, data: { ...data, to, level: step } });
    }
  }
}
