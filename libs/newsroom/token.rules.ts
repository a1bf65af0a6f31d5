import { createHash, randomBytes } from 'node:crypto';
import { permissionsOfRoles, type Permission, type Role } from './permissions.rules.js';

/** `cor_` and 256 random bits in base64url. */
export function newToken(): string {
  return `cor_${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a token. No salt, no stretching: a token is random and long, unlike a password. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Whether a string can be a token at all: ours, or one that the operator chose for the first start. */
export function looksLikeToken(token: string): boolean {
  return /^[\x21-\x7e]{16,512}$/.test(token);
}

/** Who mints: what they may do at the moment, and whether their own token is narrowed. */
export interface Minter {
  permissions: ReadonlySet<Permission>;
  scopes: readonly Permission[] | null;
}

/**
 * The scopes that a person's token must not carry: beyond what its owner may do, or beyond what the one who mints it may do
 * right now. A narrowed token mints narrowed tokens only: `scopes` null is then refused as `whole`.
 */
export function tooWide(
  scopes: readonly Permission[] | null,
  owner: readonly Role[],
  minter: Minter,
): readonly Permission[] | 'whole' {
  const byRole = permissionsOfRoles(owner);
  if (scopes !== null) return scopes.filter((scope) => !byRole.has(scope) || !minter.permissions.has(scope));
  return minter.scopes !== null || [...byRole].some((scope) => !minter.permissions.has(scope)) ? 'whole' : [];
}
