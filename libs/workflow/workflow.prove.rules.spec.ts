import { readFile } from 'node:fs/promises';
import { proveTable, statePairs, type ProvableRow } from './workflow.prove.rules.js';
import { states } from './workflow.states.js';
import { table } from './workflow.table.js';

const rows: Record<string, ProvableRow> = table;
const dismiss: ProvableRow = table.dismiss;

describe('The proof of the workflow at the start', () => {
  it('holds for the table as it is', () => {
    expect(() => proveTable()).not.toThrow();
  });

  it('names a state that nobody declared', () => {
    const wrong = { ...rows, dismiss: { ...dismiss, moves: { queued: ['forgotten'] } } };
    expect(() => proveTable(wrong)).toThrow('The workflow\'s action "dismiss" names an unknown state "forgotten".');
  });

  it('names a state that no action leads to', () => {
    const { adjudicate, submit, ...rest } = rows;
    const without = { ...rest, adjudicate: adjudicate!, submit: { ...submit!, moves: { in_review: ['in_signoff'] } } };
    expect(() => proveTable(without)).toThrow('No action of the workflow leads to the state "disputed".');
  });

  it('names an open state that nobody can leave', () => {
    const limbo = { ...states, limbo: { open: true } };
    const into = { ...rows, accept: { ...table.accept, moves: { proposed: ['queued', 'limbo'] } } };
    expect(() => proveTable(into, limbo)).toThrow('The open state "limbo" is a dead end');
  });

  it('does not count what only the clock does as a way out', () => {
    const limbo = { ...states, limbo: { open: true } };
    const into = {
      ...rows,
      accept: { ...table.accept, moves: { proposed: ['queued', 'limbo'] } },
      expire: { ...table.expire, moves: { limbo: ['queued'] } },
    };
    expect(() => proveTable(into, limbo)).toThrow('The open state "limbo" is a dead end');
  });

  it('names a permission that is not in the vocabulary', () => {
    const wrong = { ...rows, dismiss: { ...dismiss, who: { people: 'claim.burn' as never } } };
    expect(() => proveTable(wrong)).toThrow('asks for an unknown permission "claim.burn"');
  });

  it('names an action that tells nobody', () => {
    const silent = { ...rows, dismiss: { ...dismiss, events: [] } };
    expect(() => proveTable(silent)).toThrow('The workflow\'s action "dismiss" emits no event');
  });

  it('is kept by the database, too: the trigger on claims accepts the moves of the table and no others', async () => {
    const sql = await readFile(new URL('../../migrations/20261122102000-propose-claims.ts', import.meta.url), 'utf8');
    const listed = /\/\* moves \*\/([\s\S]*)\/\* end of moves \*\//.exec(sql)![1]!;
    const pairs = [...listed.matchAll(/\('(\w+)', '(\w+)'\)/g)].map(([, from, to]) => `${from} ${to}`);
    expect(pairs).toEqual(statePairs().map(([from, to]) => `${from} ${to}`));
  });
});
