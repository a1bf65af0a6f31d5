import pg, { type Submittable } from 'pg';
import utils from 'pg/lib/utils.js';

/** A statement on its way, and who waits for its answer: nobody, when it was only told. */
export interface Asked {
  text: string;
  values: readonly unknown[];
  asker?: { resolve: (answer: Answered) => void; reject: (error: unknown) => void };
}

export interface Answered {
  /** Column names in camelCase, `timestamptz` as Date, `bigint` as number. */
  rows: Record<string, unknown>[];
  /** Rows that were returned or written. */
  count: number;
  /** `SELECT`, `UPDATE`, `COMMIT` ... */
  command: string;
}

/** The part of pg's connection that a Submittable speaks to, as pg-cursor does. */
interface Wire {
  stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  bind(message: { statement: string; values: unknown[] }): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: object): void;
  close(message: { type: 'S'; name: string }): void;
  sync(): void;
}

interface Column {
  key: string;
  parse: (text: string) => unknown;
}

/** A statement as one connection knows it. */
interface Prepared {
  name: string;
  /** Unsure: it was sent in a batch that failed, and may be there or not. */
  state: 'new' | 'unsure' | 'ready';
  columns: Column[] | undefined;
}

const MOST_PREPARED = 1_000;
const known = new WeakMap<Wire, Map<string, Prepared>>();

/** Kept for the first thousand texts on each connection: ours are fixed, so all but those of odd filters. */
function preparedOn(wire: Wire, text: string): Prepared {
  let statements = known.get(wire);
  if (statements === undefined) known.set(wire, (statements = new Map<string, Prepared>()));
  const found = statements.get(text);
  if (found) return found;
  if (statements.size >= MOST_PREPARED) return { name: '', state: 'new', columns: undefined };
  const prepared: Prepared = { name: `s${statements.size}`, state: 'new', columns: undefined };
  statements.set(text, prepared);
  return prepared;
}

/**
 * Statements that go to PostgreSQL in one write and come back in one read: one Sync behind all of them. Outside a
 * transaction they are one, of their own; a failure fails all of them.
 * Source: PostgreSQL's documentation, 54.2.3 Extended Query and 54.2.4 Pipelining.
 */
export class Batch implements Submittable {
  private at = 0;
  private readonly prepared: Prepared[] = [];
  private readonly answers: Answered[];

  /** `landed` is called before the askers are, whether it went well or not. */
  constructor(
    private readonly asked: readonly Asked[],
    private readonly landed: () => void,
  ) {
    this.answers = asked.map(() => ({ rows: [], count: 0, command: '' }));
  }

  submit(connection: unknown): Error | null {
    const wire = connection as Wire;
    let values: unknown[][];
    try {
      values = this.asked.map((one) => one.values.map((value) => utils.prepareValue(value)));
    } catch (error) {
      return error as Error; // nothing was sent: the connection is as it was
    }
    wire.stream.cork();
    this.asked.forEach(({ text }, index) => this.send(wire, text, values[index] as unknown[]));
    wire.sync();
    wire.stream.uncork();
    return null;
  }

  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    const prepared = this.prepared[this.at] as Prepared;
    prepared.columns = fields.map(({ name, dataTypeID }) => ({
      key: camel(name),
      parse: pg.types.getTypeParser(dataTypeID, 'text') as Column['parse'],
    }));
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const columns = this.prepared[this.at]?.columns ?? [];
    const row: Record<string, unknown> = {};
    for (let i = 0; i < columns.length; i++) {
      const { key, parse } = columns[i] as Column;
      const text = fields[i] as string | null;
      row[key] = text === null ? null : parse(text);
    }
    this.answers[this.at]?.rows.push(row);
  }

  handleCommandComplete({ text }: { text: string }): void {
    const answer = this.answers[this.at] as Answered;
    const [command, ...counts] = text.split(' ');
    answer.command = command ?? '';
    answer.count = Number(counts.at(-1) ?? 0) || 0;
    const prepared = this.prepared[this.at] as Prepared;
    prepared.state = 'ready';
    prepared.columns ??= [];
    this.at++;
  }

  handleEmptyQuery(): void {
    this.at++;
  }

  handleReadyForQuery(): void {
    this.landed();
    this.asked.forEach(({ asker }, index) => asker?.resolve(this.answers[index] as Answered));
  }

  handleError(error: unknown): void {
    for (const prepared of this.prepared.slice(this.at)) {
      if (prepared.state === 'new') prepared.state = 'unsure';
      prepared.columns = undefined;
    }
    this.landed();
    for (const { asker } of this.asked) asker?.reject(error);
  }

  private send(wire: Wire, text: string, values: unknown[]): void {
    const prepared = preparedOn(wire, text);
    const isSent = this.prepared.includes(prepared);
    this.prepared.push(prepared);
    const { name, state } = prepared;
    if (state === 'unsure' && !isSent) wire.close({ type: 'S', name });
    if (state !== 'ready' && !isSent) wire.parse({ name, text });
    wire.bind({ statement: name, values });
    if (prepared.columns === undefined) wire.describe({ type: 'P', name: '' });
    wire.execute({});
  }
}

const camelNames = new Map<string, string>();

function camel(column: string): string {
  let name = camelNames.get(column);
  if (!name) {
    name = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    camelNames.set(column, name);
  }
  return name;
}
