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

/** The desk that an event belongs to, when it names one. */
export function deskOf(row: Pick<SealedRow, 'data'>): string | null {
  const data = row.data as { desk?: unknown } | null;
  return typeof data?.desk === 'string' ? data.desk : null;
}

/**
 * Whether an event goes to an endpoint. A ping goes to the one that it is about; an endpoint with a desk gets that desk's
 * events and nobody else's.
 */
export function goesTo(
  row: SealedRow,
  endpoint: Pick<Endpoint, 'id' | 'events' | 'desk'>,
  types = publicTypes(),
): boolean {
  if (!types.has(row.type)) return false;
  if (row.type === 'ping') return row.subjectId === endpoint.id;
  return matchesTypes(row.type, endpoint.events) && (endpoint.desk === null || deskOf(row) === endpoint.desk);
}

/** Every pair of an event and an endpoint that belong together. */
export function matchesOf(rows: readonly SealedRow[], endpoints: readonly Endpoint[]) {
  const types = publicTypes();
  return rows.flatMap((row) =>
    endpoints
      .filter((endpoint) => goesTo(row, endpoint, types))
      .map(({ id }) => ({ at: row.at, endpointId: id, eventId: row.id, eventType: row.type })),
  );
}
