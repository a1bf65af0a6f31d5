import type { TestDatabase } from './test-database.js';
import { sample } from './sample.js';

type Json = Record<string, unknown>;
type Operation = Json & { parameters?: { name: string; in: string; required?: boolean; schema?: Json }[] };

/** A GET route, and every address of it under which a newsroom has something. */
export interface Door {
  route: string;
  addresses: string[];
  /** Its parameters name nothing that this newsroom has: what was tried there are the ids of other things. */
  empty: boolean;
}

const PLURALS: Record<string, string> = { people: 'person', evidence: 'evidence', 'fact-checks': 'fact_check' };
/** Rows of a table that are tried: the newest, so that what a test has just made is among them. */
const MOST = 3;

/**
 * Every GET route of the running service with every address under which this newsroom has something: a new route is walked
 * without a word here, as long as its parameters are called after their tables. What stands behind a parameter that no
 * table answers for is tried with the id of everything else.
 */
export async function everyGet(db: TestDatabase, document: Json, newsroom: string, slug: string): Promise<Door[]> {
  const shelves = await shelvesOf(db, newsroom);
  const { schemas } = document['components'] as { schemas: Record<string, Json> };
  const doors: Door[] = [];
  for (const [route, methods] of Object.entries(document['paths'] as Record<string, Record<string, Operation>>)) {
    const operation = methods['get'];
    if (operation === undefined || !/^\/(v1|public)\//.test(route)) continue;
    const query = (operation.parameters ?? [])
      .filter((one) => one.in === 'query' && (one.required === true || one.name === 'limit'))
      .map((one) => [one.name, one.name === 'limit' ? ['200'] : valuesOf(one, shelves, schemas)] as const);
    let empty = false;
    const paths = spread(route, (name, before) => {
      const ids = idsFor(name, before, shelves, slug);
      empty ||= ids === undefined;
      return ids ?? [...new Set([...shelves.values()].flatMap(([id]) => id ?? []))];
    });
    doors.push({ route, addresses: paths.flatMap((path) => withQuery(path, query)), empty });
  }
  return doors;
}

function withQuery(path: string, query: readonly (readonly [string, readonly string[]])[]): string[] {
  let all = [''];
  for (const [name, values] of query)
    all = all.flatMap((one) => values.map((value) => `${one}${one ? '&' : '?'}${name}=${encodeURIComponent(value)}`));
  return all.map((one) => path + one);
}

/** The path with each parameter replaced by each of its values. */
function spread(route: string, valuesOf: (name: string, noun: string) => readonly string[]): string[] {
  let paths = [''];
  let noun = '';
  for (const part of route.split('/').slice(1)) {
    const name = /^\{(\w+)\}(.*)$/.exec(part);
    const values = name ? valuesOf(name[1] as string, noun).map((value) => value + (name[2] as string)) : [part];
    paths = paths.flatMap((path) => values.map((value) => `${path}/${value}`));
    noun = name ? noun : part;
  }
  return paths;
}

function idsFor(
  name: string,
  noun: string,
  shelves: Map<string, string[]>,
  slug: string,
): readonly string[] | undefined {
  if (name === 'newsroom') return [slug];
  if (/^(n|number)$/.test(name)) return ['1'];
  if (name === 'slug') return shelves.get('fact_check.slug');
  const word = name === 'id' ? (PLURALS[noun] ?? singular(noun)) : snake(name.replace(/Id$/, ''));
  const named =
    [...shelves.keys()].find((table) => table === word) ??
    [...shelves.keys()].find((table) => table.endsWith(`_${word}`));
  return named === undefined ? undefined : shelves.get(named);
}

const snake = (word: string) => word.replace(/[A-Z-]/g, (at) => `_${at === '-' ? '' : at.toLowerCase()}`);
const singular = (noun: string) => snake(noun).replace(/ies$/, 'y').replace(/s$/, '');

function valuesOf(
  { name, schema }: { name: string; schema?: Json },
  shelves: Map<string, string[]>,
  schemas: Record<string, Json>,
): string[] {
  if (schema?.['format'] === 'uuid') return (shelves.get('capture') ?? []).slice(0, 3);
  return [String(sample(schema, schemas, name))];
}

/** The ids of the newsroom's newest rows, by table. */
async function shelvesOf(db: TestDatabase, newsroom: string): Promise<Map<string, string[]>> {
  const tables = await db.sql<{ name: string }>(
    `SELECT c.table_name AS name FROM information_schema.columns c
     JOIN information_schema.columns n USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND c.column_name = 'id' AND c.data_type = 'uuid' AND n.column_name = 'newsroom'
       AND c.table_name !~ '^log_'`,
  );
  const shelves = new Map<string, string[]>();
  for (const { name } of tables) {
    const rows = await db.sql<{ id: string }>(
      `SELECT id FROM ${name} WHERE newsroom = $1 ORDER BY id DESC LIMIT ${MOST}`,
      [newsroom],
    );
    if (rows.length > 0)
      shelves.set(
        name,
        rows.map(({ id }) => id),
      );
  }
  const slugs = await db.sql<{ slug: string }>('SELECT slug FROM fact_check WHERE newsroom = $1', [newsroom]);
  if (slugs.length > 0)
    shelves.set(
      'fact_check.slug',
      slugs.map(({ slug }) => slug),
    );
  return shelves;
}
