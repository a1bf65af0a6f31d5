import {
  Authenticator,
  Desks,
  Machines,
  Newsrooms,
  People,
  permissions,
  Policies,
  systemActor,
  Tokens,
  type Actor,
  type Permission,
  type PolicyBody,
  type Role,
} from '#newsroom';
import type { Tx } from '#database';
import type { Ground } from './ground.js';

/** Somebody, or a machine, that works in a test's newsroom. */
export interface Colleague {
  id: string;
  token: string;
  actor: Actor;
}

/** An open newsroom: `of.eva` is the one whom the test called eva. */
export interface TestNewsroom<N extends string> {
  id: string;
  slug: string;
  of: Record<N, Colleague>;
}

/** A role, a person in more words, or the scopes of a machine. */
export type Post = Role | { role: Role; desks?: string[]; capacity?: number } | { machine: Permission[] };

let opened = 0;

/**
 * A newsroom with people by name, each with a token that stands for them in full:
 *
 *     const newsroom = await aNewsroom(ground, { rosa: 'reporter', eva: 'editor', bot: { machine: ['claim.create'] } },
 *       { policy: { signOffsRequired: 2 }, desks: ['city'] });
 *
 * Desks that the staff or the policy names are there besides.
 */
export async function aNewsroom<N extends string>(
  ground: Ground,
  staff: Record<N, Post>,
  { slug = `newsroom-${++opened}`, policy = {} as Partial<PolicyBody>, desks = [] as string[] } = {},
): Promise<TestNewsroom<N>> {
  const id = await ground.database.system('first-start', async (tx) => {
    return (await ground.get(Newsrooms).open(tx, { slug, name: slug })).newsroom;
  });
  const named = [...desks, ...Object.keys(policy.desks ?? {}), ...Object.values<Post>(staff).flatMap(desksOf)];
  await ground.database.write(id, (tx) => openDesks(ground, tx, named));
  const people: Partial<Record<N, Colleague>> = {};
  for (const name of Object.keys(staff) as N[]) {
    const token = await ground.database.write(id, (tx) => hire(ground, tx, name, staff[name]));
    const actor = await ground.get(Authenticator).authenticate(token);
    people[name] = { id: actor.id as string, token, actor };
  }
  if (Object.keys(policy).length > 0) await ground.database.write(id, (tx) => adopt(ground, tx, policy));
  return { id, slug, of: people as Record<N, Colleague> };
}

function desksOf(post: Post): string[] {
  return typeof post === 'object' && 'role' in post ? (post.desks ?? []) : [];
}

async function openDesks(ground: Ground, tx: Tx, keys: readonly string[]): Promise<void> {
  for (const key of new Set(keys)) await ground.get(Desks).open(tx, owner(tx.newsroom), { key, name: key });
}

/** Adds one more to an open newsroom; returns the token. */
async function hire(ground: Ground, tx: Tx, name: string, post: Post): Promise<string> {
  const boss = owner(tx.newsroom);
  const tokens = ground.get(Tokens);
  if (typeof post === 'object' && 'machine' in post) {
    const machine = await ground.get(Machines).add(tx, boss, name);
    return (await tokens.forMachine(tx, boss, machine.id, { name: 'test', scopes: post.machine })).secret;
  }
  const { role, ...rest } = typeof post === 'string' ? { role: post } : post;
  const person = await ground.get(People).add(tx, boss, { name, roles: [role], ...rest });
  return (await tokens.forPerson(tx, boss, person.id, { name: 'test', scopes: null })).secret;
}

async function adopt(ground: Ground, tx: Tx, change: Partial<PolicyBody>): Promise<void> {
  const policies = ground.get(Policies);
  const { version, body } = await policies.whole(tx);
  await policies.save(tx, owner(tx.newsroom), version, { ...body, ...change });
}

/** May do everything, and stands in no list of people. */
const owner = (newsroom: string): Actor => ({
  ...systemActor(newsroom),
  permissions: new Set(permissions),
  scopes: null,
});
