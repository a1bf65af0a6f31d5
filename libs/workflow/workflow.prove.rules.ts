import { isPermission } from '#newsroom';
import { firstState, states, type State } from './workflow.states.js';
import { table, type Who } from './workflow.table.js';

/** As much of a row as the proof looks at. */
export interface ProvableRow {
  moves: Readonly<Record<string, readonly string[] | undefined>>;
  who: Who;
  events: readonly string[];
}

type States = Readonly<Record<string, { open: boolean }>>;
type Rows = Readonly<Record<string, ProvableRow>>;

/** An edge of the workflow: nothing moves a claim along any other. */
export interface Edge {
  action: string;
  from: string;
  to: string;
}

/** Every move that the table allows. */
export function edges(rows: Rows = table): readonly Edge[] {
  return Object.entries(rows).flatMap(([action, { moves }]) =>
    Object.entries(moves).flatMap(([from, ends = []]) => ends.map((to) => ({ action, from, to }))),
  );
}

function reachable(rows: Rows, start: string, follow: (edge: Edge) => readonly [string, string]): Set<string> {
  const all = edges(rows).map(follow);
  const seen = new Set([start]);
  for (let grown = true; grown;) {
    const next = all.filter(([from, to]) => seen.has(from) && !seen.has(to)).map(([, to]) => to);
    next.forEach((state) => seen.add(state));
    grown = next.length > 0;
  }
  return seen;
}

/**
 * Proves the table before the process serves anybody: every state is known and reachable, every permission is in the
 * vocabulary, every action says what happened, and from every open state a person can move the claim on.
 * Throws a sentence; the process ends.
 */
export function proveTable(rows: Rows = table, known: States = states, first: string = firstState): void {
  for (const [action, row] of Object.entries(rows)) {
    for (const state of [...Object.keys(row.moves), ...Object.values(row.moves).flatMap((ends) => ends ?? [])]) {
      if (!Object.hasOwn(known, state))
        throw new Error(`The workflow's action "${action}" names an unknown state "${state}".`);
    }
    for (const needed of [row.who.people, row.who.others ?? 'anybody']) {
      if (needed !== 'anybody' && needed !== 'nobody' && !isPermission(needed)) {
        throw new Error(`The workflow's action "${action}" asks for an unknown permission "${String(needed)}".`);
      }
    }
    if (row.events.length === 0)
      throw new Error(`The workflow's action "${action}" emits no event, so nobody would learn of it.`);
  }
  const reached = reachable(rows, first, ({ from, to }) => [from, to]);
  for (const [state, { open }] of Object.entries(known)) {
    if (!reached.has(state)) throw new Error(`No action of the workflow leads to the state "${state}".`);
    if (open && !leadsOn(rows, known, state)) {
      throw new Error(`The open state "${state}" is a dead end: no person can move a claim on from it.`);
    }
  }
}

/** By people's actions alone, some closed state can be reached. */
function leadsOn(rows: Rows, known: States, state: string): boolean {
  const byPeople = Object.fromEntries(Object.entries(rows).filter(([, row]) => row.who.people !== 'nobody'));
  return [...reachable(byPeople, state, ({ from, to }) => [from, to])].some((end) => known[end]?.open === false);
}

/** The pairs of states that the database accepts, for its trigger. Sorted, each once, without those that stay. */
export function statePairs(): readonly (readonly [State, State])[] {
  const pairs = new Set(
    edges()
      .filter(({ from, to }) => from !== to)
      .map(({ from, to }) => `${from} ${to}`),
  );
  return [...pairs].sort().map((pair) => pair.split(' ') as [State, State]);
}
