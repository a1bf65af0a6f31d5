/** From least to most; each role holds everything that the ones before it hold. */
export const roles = ['reader', 'reporter', 'reviewer', 'editor', 'admin'] as const;
export type Role = (typeof roles)[number];

/**
 * Everything that can be allowed in a newsroom, with the lowest role that holds it and whether a machine's token may carry
 * it as a scope. A machine never holds a role: its scopes are all that it has.
 */
const vocabulary = {
  'claim.read': { role: 'reader', machine: true },
  'article.create': { role: 'reporter', machine: true },
  'claim.create': { role: 'reporter', machine: true },
  'claim.comment': { role: 'reporter', machine: false },
  'claim.review': { role: 'reviewer', machine: false },
  'reply.ask': { role: 'reviewer', machine: false },
  'evidence.add': { role: 'reviewer', machine: true },
  'evidence.withdraw': { role: 'reviewer', machine: false },
  'source.refresh': { role: 'reviewer', machine: false },
  'match.suggest': { role: 'reviewer', machine: true },
  'match.decide': { role: 'reviewer', machine: false },
  'claim-review.import': { role: 'editor', machine: true },
  'claim.edit': { role: 'editor', machine: false },
  'claim.triage': { role: 'editor', machine: true },
  'claim.assign': { role: 'editor', machine: true },
  'claim.signoff': { role: 'editor', machine: false },
  'claim.adjudicate': { role: 'editor', machine: false },
  'claim.publish': { role: 'editor', machine: false },
  'claim.correct': { role: 'editor', machine: false },
  'claim.retract': { role: 'editor', machine: false },
  'channel.manage': { role: 'editor', machine: false },
  'stats.read': { role: 'editor', machine: true },
  'events.read': { role: 'editor', machine: true },
  'audit.read': { role: 'editor', machine: false },
  'people.manage': { role: 'admin', machine: false },
  'policy.manage': { role: 'admin', machine: false },
  'webhooks.manage': { role: 'admin', machine: false },
} as const satisfies Record<string, { role: Role; machine: boolean }>;

export type Permission = keyof typeof vocabulary;

export const permissions = Object.keys(vocabulary) as readonly Permission[];

/** The scopes that a machine's token may carry. `claim.triage` lets it accept and dismiss, and nothing else: see the workflow table. */
export const machineScopes: readonly Permission[] = permissions.filter((name) => vocabulary[name].machine);

export function isPermission(name: string): name is Permission {
  return Object.hasOwn(vocabulary, name);
}

export function isRole(name: string): name is Role {
  return (roles as readonly string[]).includes(name);
}

/** The lowest role that holds the permission. */
export function roleFor(permission: Permission): Role {
  return vocabulary[permission].role;
}

/** All that these roles hold together; nobody with no role holds anything. */
export function permissionsOfRoles(held: readonly Role[]): ReadonlySet<Permission> {
  const highest = Math.max(-1, ...held.map((role) => roles.indexOf(role)));
  return new Set(permissions.filter((name) => roles.indexOf(vocabulary[name].role) <= highest));
}

/**
 * What a person may do under a token: never more than their roles, and no more than the token's scopes.
 * A token without scopes (`null`) stands for the person in full.
 */
export function permissionsOfPerson(
  held: readonly Role[],
  scopes: readonly Permission[] | null,
): ReadonlySet<Permission> {
  const byRole = permissionsOfRoles(held);
  return scopes === null ? byRole : new Set(scopes.filter((name) => byRole.has(name)));
}

/** What a machine may do: its scopes, less any that no machine may carry (an old token, a hand-edited row). */
export function permissionsOfMachine(scopes: readonly Permission[]): ReadonlySet<Permission> {
  return new Set(scopes.filter((name) => isPermission(name) && vocabulary[name].machine));
}
