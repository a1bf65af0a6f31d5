import type { ClaimFilter, OnlyThese } from '#claims';
import type { Asking } from './workflow.asking.js';
import { mayEver, rowOf } from './workflow.decide.rules.js';
import type { State } from './workflow.states.js';
import type { Action } from './workflow.table.js';

/** Where to look for claims on which somebody could do this now. */
export interface WhereTo {
  states: readonly State[];
  only: OnlyThese;
  /** More than those are found: each has to be asked. */
  isRough: boolean;
}

/** The action's row of the table, its guards compiled into one condition; null: there can be none for this caller. */
export function whereTo(newsroom: string, action: Action, who: Omit<Asking, 'given'>): WhereTo | null {
  if (!mayEver(action, who.actor)) return null;
  const values: unknown[] = [newsroom];
  const given = (value: unknown): string => {
    const known = values.indexOf(value, 1);
    return `$${known > 0 ? known + 1 : values.push(value)}`;
  };
  const { guards, moves } = rowOf(action);
  const conditions = guards.map((guard) => guard.asked({ ...who, given }));
  if (conditions.some(({ where }) => where === 'false')) return null;
  const out = conditions.flatMap(({ notAt }) => notAt ?? []);
  const desks = conditions
    .flatMap(({ at }) => (at === undefined ? [] : [at]))
    .reduce<readonly (string | null)[] | undefined>(
      (all, some) => all?.filter((one) => some.includes(one)) ?? some,
      undefined,
    )
    ?.filter((desk) => desk === null || !out.includes(desk));
  const where = conditions.map((one) => one.where).filter((one) => one !== 'true');
  if (desks === undefined && out.length > 0) where.push(`(desk = ANY (${given(out)}::text[])) IS NOT TRUE`);
  return {
    states: Object.keys(moves) as State[],
    only: { where, values, desks },
    isRough: conditions.some(({ isRough }) => isRough),
  };
}

/** The two together; null: no claim is both. */
export function both(filter: ClaimFilter, { states, only }: WhereTo): ClaimFilter | null {
  const among = filter.states === undefined ? states : states.filter((state) => filter.states?.includes(state));
  return among.length === 0 ? null : { ...filter, states: among, only };
}
