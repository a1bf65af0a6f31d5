import { permissionsOfRoles, roles, type Role } from '#newsroom';
import { edges } from './workflow.prove.rules.js';
import { allStates, firstState, isOpen, states, type State } from './workflow.states.js';
import { actions, table, type Action, type Who } from './workflow.table.js';

const heading = '<!-- Generated from the workflow table. Do not edit: change the table and generate it again. -->';

function movesOf(from: State): ReadonlyMap<string, string[]> {
  const moves = new Map<string, string[]>();
  for (const edge of edges()) {
    if (edge.from !== from || edge.to === from) continue;
    moves.set(edge.to, [...(moves.get(edge.to) ?? []), edge.action]);
  }
  return moves;
}

/** The workflow as a Mermaid state diagram in a Markdown page, with what each state and action means. Ends with a newline. */
export function drawWorkflow(): string {
  const arrows = allStates.flatMap((from) =>
    [...movesOf(from)].map(([to, by]) => `    ${from} --> ${to}: ${by.join(', ')}`),
  );
  const ends = allStates.filter((state) => !isOpen(state)).map((state) => `    ${state}:::closed`);
  const rows = actions.map((action) => {
    const { does, moves, guards, events } = table[action];
    const from = Object.keys(moves).join(', ');
    const needs = guards.map((guard) => guard.name).join('; ') || '-';
    return `| \`${action}\` | ${does} | ${from} | ${needs} | ${events.join(', ')} |`;
  });
  return [
    heading,
    '',
    '# The workflow of a claim',
    '',
    '```mermaid',
    'stateDiagram-v2',
    `    [*] --> ${firstState}`,
    ...arrows,
    ...ends,
    '    classDef closed fill:#eee,stroke:#999',
    '```',
    '',
    'Actions that leave the state as it is (`correct`, a vote that is not the last one, a recusal by somebody without seat or vote) are not drawn.',
    '',
    '| state | open | means |',
    '|---|---|---|',
    ...allStates.map((state) => `| ${state} | ${isOpen(state) ? 'yes' : ''} | ${states[state].means} |`),
    '',
    '| action | does | from | needs | events |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function ofRole(who: Who, role: Role): string {
  const held = permissionsOfRoles([role]);
  const own = who.people === 'anybody' || (who.people !== 'nobody' && held.has(who.people));
  if (who.others === undefined) return own ? 'yes' : '';
  if (held.has(who.others)) return 'yes';
  return own ? 'own' : '';
}

function matrixRow(action: Action): string {
  const who: Who = table[action].who;
  const machine = who.machines ? `with scope ${who.people}` : '';
  const others = who.others === undefined ? '' : `; another's: ${who.others}`;
  const cells = [...roles.map((role) => ofRole(who, role)), machine, who.system ? 'yes' : ''];
  return `| \`${action}\` | ${who.people}${others} | ${cells.join(' | ')} |`;
}

/** Action by role, machine and system, as a Markdown page. What a role permits is still bound by every guard. Ends with a newline. */
export function permissionMatrix(): string {
  const columns = ['action', 'permission', ...roles, 'machine', 'system'];
  return [
    heading,
    '',
    '# Who may do what to a claim',
    '',
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...actions.map(matrixRow),
    '',
    '`own`: only to their own work. Whoever has the permission is still bound by every guard.',
    '',
  ].join('\n');
}
