import { policyOf, priorities, type EscalationLevel, type PersonRow, type PolicyBody, type Priority } from '#newsroom';

/** How far a deadline was told, in this order; each at most once for a due time. */
export const stages = ['nothing', 'due-soon', 'overdue', 'editors', 'admins'] as const;
export type Told = (typeof stages)[number];
export type Step = Exclude<Told, 'nothing'>;

/** Which of its moments have come. */
export type Passed = Record<Step, boolean>;

/**
 * What is to be told now, after what was. After a standstill nothing is made up for: of two escalations only the higher,
 * and no “due soon” for what is late already; but that it is overdue is always told, once.
 */
export function toTell(told: Told, passed: Passed): Step[] {
  const reached = stages.findLastIndex((stage) => stage !== 'nothing' && passed[stage]);
  const since = stages.indexOf(told);
  if (reached <= since) return [];
  const step = stages[reached] as Step;
  const overdueUntold = since < stages.indexOf('overdue') && reached > stages.indexOf('overdue');
  return overdueUntold ? ['overdue', step] : [step];
}

type Colleague = Pick<PersonRow, 'id' | 'roles' | 'desks'>;

/**
 * Whom an escalation tells, of all active editors and admins. Editors: those of the desk; where it has none, or the claim
 * no desk, all of the newsroom; where there is no editor, the admins.
 */
export function escalatedTo(level: EscalationLevel, desk: string | null, seniors: readonly Colleague[]): string[] {
  const admins = seniors.filter(({ roles }) => roles.includes('admin'));
  const editors = seniors.filter(({ roles }) => roles.includes('editor'));
  const ofDesk = desk === null ? [] : seniors.filter(({ desks }) => desks.includes(desk));
  const asked = level === 'admins' ? [admins, editors] : [ofDesk, editors, admins];
  return (asked.find((people) => people.length > 0) ?? []).map(({ id }) => id);
}

/** The hours of one priority at one desk; the desk null: those of the newsroom. `priority` as its number. */
export interface Timings {
  desk: string | null;
  priority: number;
  atWork: boolean;
  soon: number | null;
  editors: number | null;
  admins: number | null;
}

export function timingsOf(policy: PolicyBody): Timings[] {
  return [null, ...Object.keys(policy.desks)].flatMap((desk) => {
    const { hoursCount, dueSoonHours, escalateAfterHours } = policyOf(policy, desk);
    return priorities.map((name: Priority, priority) => ({
      desk,
      priority,
      atWork: hoursCount === 'at-work',
      soon: dueSoonHours[name],
      ...escalateAfterHours,
    }));
  });
}
