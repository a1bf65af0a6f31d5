import { buildIndex, type MatchDocument } from '#matching';
import { rowsOf, type Row } from './delimited.js';

/** Writes a line; done when there is room for the next. */
export type Write = (line: string) => Promise<void>;

/**
 * Finds for each query the ten best documents, as lines of a TREC run. `tell` hears what was left out or joined, each kind once. Throws where a
 * text is no such table.
 */
export async function matchTables(
  corpus: string,
  queries: string,
  write: Write,
  tell: (note: string) => void,
): Promise<void> {
  const asked = identified(tableOf('queries', queries), 'queries', tell);
  const documents = documentsOf(identified(tableOf('corpus', corpus), 'corpus', tell), tell);
  const index = buildIndex(documents);
  const known = new Set<string>();
  const silent: string[] = [];
  for (const { cells, number } of asked) {
    const [id = '', text = ''] = cells;
    if (known.has(id)) {
      tell(`Query ${id} is asked again in row ${number}; only the first is answered.`);
      continue;
    }
    known.add(id);
    const found = index.search({ text });
    if (found.length === 0) silent.push(id);
    for (const [i, hit] of found.entries())
      await write(`${id} Q0 ${hit.id} ${i + 1} ${hit.score.toFixed(6)} corroborate`);
  }
  if (silent.length > 0)
    tell(`Nothing was found for ${counted(silent.length, 'query', 'queries')}, the first ${silent[0]}.`);
}

function tableOf(name: string, text: string): Row[] {
  const rows = rowsOf(text);
  if (rows.length > 0 && rows.every(({ cells }) => cells.length === 1))
    throw new Error(
      `The file of the ${name} has one column only: an id and a text are wanted, with a tab between them.`,
    );
  return rows;
}

/** Rows with an id that a TREC line can carry, and a second cell. */
function identified(rows: readonly Row[], name: string, tell: (note: string) => void): Row[] {
  const bad = rows.find(({ cells: [id = ''] }) => /\s/.test(id.trim()));
  if (bad)
    throw new Error(`Row ${bad.number} of the ${name} has an id with a space in it: ${JSON.stringify(bad.cells[0])}.`);
  const kept = rows
    .filter(isWhole)
    .map(({ number, cells: [id = '', ...more] }) => ({ number, cells: [id.trim(), ...more] }));
  const first = rows.find((row) => !isWhole(row));
  if (first)
    tell(
      `${counted(rows.length - kept.length, 'row', 'rows')} of the ${name} without an id or a text left out, the first row ${first.number}.`,
    );
  if (kept.length === 0) tell(`There is nothing in the ${name} below the header.`);
  return kept;
}

function isWhole({ cells }: Row): boolean {
  return cells.length > 1 && cells[0]?.trim() !== '';
}

/** Rows of one id are one document in several wordings: a run names a document once. */
function documentsOf(rows: readonly Row[], tell: (note: string) => void): MatchDocument[] {
  const documents = new Map<string, MatchDocument & { alternatives: string[] }>();
  let again = 0;
  for (const { cells } of rows) {
    const [id = '', claim = '', title = ''] = cells;
    const first = documents.get(id);
    if (first === undefined) documents.set(id, { id, claim, title, alternatives: [] });
    else {
      again++;
      for (const other of [claim, title])
        if (other !== '' && ![first.claim, first.title, ...first.alternatives].includes(other))
          first.alternatives.push(other);
    }
  }
  if (again > 0)
    tell(
      `${counted(again, 'row', 'rows')} of the corpus with an id that was there before: read as other wordings of it.`,
    );
  return [...documents.values()];
}

function counted(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
