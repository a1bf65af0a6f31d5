import { eventTypes, matchesTypes, type SealedRow } from '#log';
import type { Endpoint } from './endpoints.store.js';

/** The types that go out, by name. A type that this version does not know goes to nobody. */
function publicTypes(): Set<string> {
  return new Set(eventTypes().flatMap(({ type, public: goesOut }) => (goesOut ? [type] : [])));
}

/** Patterns of a subscription that cover no event type. */
export function unknownPatterns(patterns: readonly string[]): number[] {
  const types = [...publicTypes()];
  return patterns.flatMap((pattern, i) => (types.some((type) => matchesTypes(type, [pattern])) ? [] : [i]));
}

/** Whether an event says itself which desk it belongs to, be it none. */
export function namesDesk({ data }: Pick<SealedRow, 'data'>): boolean {
  return typeof data === 'object' && data !== null && 'desk' in data;
}

/** `desks`: of claims, for events that name no desk themselves. */
function deskOf(row: SealedRow, desks: ReadonlyMap<string, string | null>): string | null {
  if (namesDesk(row)) return (row.data as { desk: string | null }).desk;
  return row.claimId === null ? null : (desks.get(row.claimId) ?? null);
}

/**
 * Every pair of an event and an endpoint that belong together. A ping goes to the endpoint that it is about; an endpoint
 * with a desk gets that desk's events and nobody else's.
 */
export function matchesOf(
  rows: readonly SealedRow[],
  endpoints: readonly Pick<Endpoint, 'id' | 'events' | 'desk'>[],
  desks: ReadonlyMap<string, string | null> = new Map(),
) {
  const types = publicTypes();
  const goesTo = (row: SealedRow, { id, events, desk }: Pick<Endpoint, 'id' | 'events' | 'desk'>): boolean => {
    if (!types.has(row.type)) return false;
    if (row.type === 'ping') return row.subjectId === id;
    return matchesTypes(row.type, events) && (desk === null || deskOf(row, desks) === desk);
  };
  return rows.flatMap((row) =>
    endpoints
      .filter((endpoint) => goesTo(row, endpoint))
      .map(({ id }) => ({ at: row.at, endpointId: id, eventId: row.id, eventType: row.type })),
  );
}
