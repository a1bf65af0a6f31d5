import { z } from 'zod';

export interface EventType<D extends z.ZodType = z.ZodType> {
  /** Dotted, e.g. `claim.queued`. */
  type: string;
  /** What it says, in one sentence for integrators. */
  summary: string;
  subject: string;
  /** Schemas only grow; a breaking change is a new version. */
  schemaVersion: number;
  data: D;
  example: z.input<D>;
  /** The permission without which the personal fields are left out; undefined: they go with the data. */
  personalFor?: string;
  /** False for rows that are history only and are never sent to webhooks. */
  public: boolean;
}

const registry = new Map<string, EventType>();

/** Declares an event type once, in the lib whose change it records. */
export function defineEvent<D extends z.ZodType>(
  event: Omit<EventType<D>, 'schemaVersion' | 'public'> & { schemaVersion?: number; public?: boolean },
): EventType<D> {
  if (registry.has(event.type)) throw new Error(`Event type ${event.type} is declared twice.`);
  const whole = { schemaVersion: 1, public: true, ...event };
  whole.data.parse(whole.example);
  registry.set(event.type, whole);
  return whole;
}

export function eventType(type: string): EventType {
  const found = registry.get(type);
  if (!found) throw new Error(`Event type ${type} is not declared.`);
  return found;
}

/** All declared types, by name. A type is there once its lib was imported. */
export function eventTypes(): EventType[] {
  return [...registry.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** Whether `type` is covered by a subscription such as `["claim.*", "factcheck.published"]`; `*` covers all. */
export function matchesTypes(type: string, patterns: readonly string[]): boolean {
  return patterns.some(
    (pattern) =>
      pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  );
}
