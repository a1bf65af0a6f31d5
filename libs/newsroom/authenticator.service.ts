import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { problem } from '#problems';
import type { Actor } from './actor.js';
import { permissionsOfMachine, permissionsOfPerson } from './permissions.rules.js';
import { TokenCache } from './token-cache.js';
import { looksLikeToken, tokenHash } from './token.rules.js';
import { TokensStore, type Bearer } from './tokens.store.js';

/** Knows who asks by their token. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly database: Database,
    private readonly tokens: TokensStore,
    private readonly cache: TokenCache,
  ) {}

  /** Throws `auth.invalid-token` for a token that is unknown, expired or revoked, and for owners who were deactivated. */
  async authenticate(token: string): Promise<Actor> {
    if (!looksLikeToken(token)) throw refused();
    const hash = tokenHash(token);
    return this.cache.get(hash.toString('base64'), () => this.look(hash));
  }

  private async look(hash: Buffer): Promise<{ actor: Actor; leftMs: number }> {
    const bearer = await this.database.system('authenticate', async (tx) => {
      const found = await this.tokens.bearer(tx, hash);
      if (found?.useIsOld) await this.tokens.noteUse(tx, found.newsroom, found.tokenId);
      return found;
    });
    if (!bearer) throw refused();
    return { actor: actorOf(bearer), leftMs: bearer.leftMs ?? Infinity };
  }
}

function refused() {
  return problem('auth.invalid-token', { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
}

function actorOf(bearer: Bearer): Actor {
  const { newsroom, name, tokenId, application, scopes } = bearer;
  const whole = { newsroom, name, tokenId, application, scopes };
  if (bearer.machineId !== null) {
    const permissions = permissionsOfMachine(scopes ?? []);
    return Object.freeze({
      ...whole,
      kind: 'machine',
      id: bearer.machineId,
      roles: [],
      desks: [],
      memberships: [],
      capacity: 0,
      permissions,
    });
  }
  const roles = bearer.roles ?? [];
  const permissions = permissionsOfPerson(roles, scopes);
  const { desks, memberships, capacity } = bearer;
  return Object.freeze({
    ...whole,
    kind: 'person',
    id: bearer.personId,
    roles,
    desks: desks ?? [],
    memberships: memberships ?? [],
    capacity: capacity ?? 0,
    permissions,
  });
}
