import {
  isPermission,
  isRole,
  machineScopes,
  permissions,
  permissionsOfMachine,
  permissionsOfPerson,
  permissionsOfRoles,
  roleFor,
  roles,
  type Role,
} from './permissions.rules.js';

const held = (...names: Role[]) => [...permissionsOfRoles(names)];

describe('What people and machines may do in a newsroom', () => {
  it('gives each role everything that the roles before it hold, and more', () => {
    roles.slice(1).forEach((role, index) => {
      const before = permissionsOfRoles([roles[index]!]);
      const now = permissionsOfRoles([role]);
      expect([...before].every((name) => now.has(name))).toBe(true);
      expect(now.size).toBeGreaterThan(before.size);
    });
  });

  it('gives an admin everything, and somebody without a role nothing', () => {
    expect(held('admin').sort()).toEqual([...permissions].sort());
    expect(held()).toEqual([]);
  });

  it('lets a reporter send articles and claims and comment, and decide nothing', () => {
    expect(held('reporter')).toEqual(expect.arrayContaining(['article.create', 'claim.create', 'claim.comment']));
    expect(held('reporter')).not.toContain('claim.review');
  });

  it('lets a reviewer review and add evidence, and neither triage nor sign off', () => {
    expect(held('reviewer')).toEqual(expect.arrayContaining(['claim.review', 'evidence.add']));
    expect(held('reviewer')).not.toContain('claim.triage');
    expect(held('reviewer')).not.toContain('claim.signoff');
  });

  it('keeps people, policy and endpoints for admins', () => {
    for (const name of ['people.manage', 'policy.manage', 'webhooks.manage'] as const) {
      expect(roleFor(name)).toBe('admin');
      expect(held('editor')).not.toContain(name);
    }
  });

  it('adds up the roles of a person who holds several', () => {
    expect(held('reporter', 'editor').sort()).toEqual(held('editor').sort());
  });

  it('lets a token narrow what its person may do, and never widen it', () => {
    expect([...permissionsOfPerson(['reviewer'], ['claim.read', 'claim.publish'])]).toEqual(['claim.read']);
    expect([...permissionsOfPerson(['reviewer'], [])]).toEqual([]);
    expect([...permissionsOfPerson(['reviewer'], null)].sort()).toEqual(held('reviewer').sort());
  });

  it('lets a machine propose, accept, dismiss and assign by scope, and never review, sign off or publish', () => {
    const deciding = [
      'claim.review',
      'claim.signoff',
      'claim.adjudicate',
      'claim.publish',
      'claim.correct',
      'claim.retract',
    ];
    expect(machineScopes).toEqual(
      expect.arrayContaining(['article.create', 'claim.create', 'evidence.add', 'claim.triage', 'claim.assign']),
    );
    expect(machineScopes.filter((name) => deciding.includes(name))).toEqual([]);
    expect([...permissionsOfMachine(['claim.create', 'claim.signoff'])]).toEqual(['claim.create']);
  });

  it('knows its own words and no others', () => {
    expect(isPermission('claim.read')).toBe(true);
    expect(isPermission('toString')).toBe(false);
    expect(isRole('editor')).toBe(true);
    expect(isRole('machine')).toBe(false);
  });
});
