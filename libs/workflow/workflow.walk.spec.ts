import { machineScopes, permissionsOfMachine, permissionsOfRoles, roles, type Role } from '#newsroom';
import { availableActions, decide } from './workflow.decide.rules.js';
import type { Actor, ClaimFacts, Policy } from './workflow.facts.js';
import { because, reasons } from './workflow.reasons.js';
import { allStates, openStates, type State } from './workflow.states.js';
import { actions, table, type Action } from './workflow.table.js';

/** The table once more, as `workflow` is written down for people: from-states, lowest role, and who else. */
const open = openStates;
const written: Record<Action, { from: readonly State[]; role: Role | 'nobody'; machine?: true; system?: true }> = {
  accept: { from: ['proposed', 'dismissed'], role: 'editor', machine: true },
  dismiss: { from: open, role: 'editor', machine: true },
  merge: { from: open, role: 'editor' },
  unmerge: { from: ['merged'], role: 'editor' },
  take: { from: ['queued', 'in_review'], role: 'reviewer' },
  assign: { from: ['proposed', 'queued', 'in_review'], role: 'editor', machine: true },
  release: { from: ['in_review'], role: 'reviewer', system: true },
  expire: { from: ['in_review'], role: 'nobody', system: true },
  submit: { from: ['in_review'], role: 'reviewer' },
  adjudicate: { from: ['disputed'], role: 'editor' },
  amend: { from: ['in_signoff', 'approved'], role: 'reviewer' },
  requestChanges: { from: ['disputed', 'in_signoff', 'approved'], role: 'editor' },
  signOff: { from: ['in_signoff'], role: 'editor' },
  dissent: { from: ['in_signoff'], role: 'editor' },
  recuse: { from: [...open, 'published'], role: 'reader' },
  publish: { from: ['approved'], role: 'editor', system: true },
  correct: { from: [...open, 'published'], role: 'editor' },
  retract: { from: [...open, 'published'], role: 'editor' },
  reopen: { from: ['published', 'retracted'], role: 'editor', system: true },
  uphold: { from: open, role: 'editor' },
};

const policy: Policy = {
  reviewsRequired: 1,
  blind: true,
  signOffsRequired: 1,
  minEvidence: 1,
  minIndependentSources: 0,
  leaseHours: 8,
  recheckOpensReview: true,
  rightOfReply: 'off',
  rightOfReplyUpTo: null,
};

function factsIn(state: State): ClaimFacts {
  return {
    claim: { id: 'c', state, publication: 'none', scheduled: null },
    policy,
    round: null,
    verdict: null,
    live: null,
    keptOut: [],
    conflicts: [],
    openRechecks: 0,
    caller: { person: 'p', mayReview: true, capacity: null, openSeats: 0, belongsToDesk: true },
    draft: null,
  };
}

const people = roles.map((role): { name: string; role: Role; actor: Actor } => ({
  name: role,
  role,
  actor: { kind: 'person', person: 'p', permissions: permissionsOfRoles([role]) },
}));
const machine: Actor = { kind: 'machine', machine: 'm', permissions: permissionsOfMachine(machineScopes) };
const bareMachine: Actor = { kind: 'machine', machine: 'm', permissions: permissionsOfMachine(['claim.create']) };
const system: Actor = { kind: 'system' };

function codes(action: Action, state: State, actor: Actor): string[] {
  const answers = availableActions(factsIn(state), actor);
  return answers.find((answer) => answer.action === action)!.reasons.map(({ code }) => code);
}

const isAbout = (prefix: string) => (code: string) => code.startsWith(prefix);

describe.each(actions)('%s, by everybody, in every state', (action) => {
  const { from, role: lowest, machine: machinesMay, system: systemMay } = written[action];

  it.each(allStates)('%s', (state) => {
    for (const { role, actor } of people) {
      const may = lowest !== 'nobody' && roles.indexOf(role) >= roles.indexOf(lowest);
      const answer = codes(action, state, actor);
      expect({ role, refused: answer.some(isAbout('permission.')) }).toEqual({ role, refused: !may });
      expect({ role, wrong: answer.includes('claim.wrong-state') }).toEqual({ role, wrong: !from.includes(state) });
    }
    expect(codes(action, state, machine).some(isAbout('permission.'))).toBe(!machinesMay);
    expect(codes(action, state, bareMachine).some(isAbout('permission.'))).toBe(true);
    expect(codes(action, state, system).some(isAbout('permission.'))).toBe(!systemMay);
  });

  it('emits only events that its row declares, and the row declares at least one', () => {
    expect(table[action].events.length).toBeGreaterThan(0);
    expect(new Set(table[action].events).size).toBe(table[action].events.length);
  });
});

describe('What an action may answer', () => {
  it('lists every action for everybody, allowed or with reasons that a person can read', () => {
    for (const state of allStates) {
      for (const actor of [...people.map((one) => one.actor), machine, bareMachine, system]) {
        const answers = availableActions(factsIn(state), actor);
        expect(answers.map(({ action }) => action)).toEqual(actions);
        for (const { allowed, reasons: against } of answers) {
          expect(allowed).toBe(against.length === 0);
          for (const { detail } of against) expect(detail).toMatch(/^[A-Z].*\.$/s);
        }
      }
    }
  });

  it('says in words what every code means', () => {
    for (const code of reasons) expect(because(code).detail).toMatch(/^[A-Z].*\.$/s);
    expect(because('claim.live', 'Version 2.').detail).toMatch(/ Version 2\.$/);
  });

  it('refuses an outcome that the row does not list', () => {
    const row = table.accept as unknown as { outcome: unknown };
    const before = row.outcome;
    row.outcome = () => ({ to: 'published', effects: [], events: [] });
    try {
      expect(() => decide('accept', factsIn('proposed'), people.at(-1)!.actor, {})).toThrow(
        'leads from proposed to published',
      );
    } finally {
      row.outcome = before;
    }
  });
});
