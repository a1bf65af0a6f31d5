import { policyOf, type PolicyBody } from './policy.rules.js';

type Value = number | boolean | string | null;

/** One value that is another than before, at a desk or (null) in the newsroom as a whole. `field` dotted: `dueHours.low`. */
export interface PolicyChange {
  desk: string | null;
  field: string;
  from: Value;
  to: Value;
}

/** What differs between two policies, the newsroom's own first; at a desk only what differs there in another way. */
export function policyChanges(before: PolicyBody, after: PolicyBody): PolicyChange[] {
  const whole = differences(null, policyOf(before), policyOf(after));
  const desks = [...new Set([...Object.keys(before.desks), ...Object.keys(after.desks)])].sort();
  const same = new Set(whole.map(textOf));
  return [
    ...whole,
    ...desks
      .flatMap((desk) => differences(desk, policyOf(before, desk), policyOf(after, desk)))
      .filter((change) => !same.has(textOf(change))),
  ];
}

/** Field by field, tables value by value; fields that only `from` has are left out: they are not the policy's. */
export function differences(desk: string | null, from: object, to: object): PolicyChange[] {
  const [old, now] = [flat(from), flat(to)];
  return Object.entries(now)
    .filter(([field, value]) => old[field] !== value)
    .map(([field, value]) => ({ desk, field, from: old[field] ?? null, to: value }));
}

function flat(policy: object): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(policy).flatMap(([field, value]: [string, unknown]): [string, Value][] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value as Record<string, Value>).map(([key, inner]) => [`${field}.${key}`, inner])
        : [[field, value as Value]],
    ),
  );
}

function textOf({ field, from, to }: PolicyChange): string {
  return JSON.stringify([field, from, to]);
}
