import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import { record } from '#log';
import { problem } from '#problems';
import type { Actor } from './actor.js';
import { MachinesStore } from './machines.store.js';
import { tokenMade, tokenRevoked } from './newsroom.events.js';
import { PeopleStore } from './people.store.js';
import { machineScopes, type Permission } from './permissions.rules.js';
import { TokenCache } from './token-cache.js';
import { newToken, tokenHash, tooWide } from './token.rules.js';
import { TokensStore, type NewTokenRow, type TokenRow } from './tokens.store.js';

export interface NewToken {
  name: string;
  /** The program that will act for the person; the log names both. */
  application?: string | null;
  /** Null: all that the person may do, now and later. A machine's token must name its scopes. */
  scopes: readonly Permission[] | null;
  expiresAt?: Date | null;
}

/** `secret` is the token itself: given out this once, never stored. */
export interface MadeToken {
  token: TokenRow;
  secret: string;
}

@Injectable()
export class Tokens {
  constructor(
    private readonly tokens: TokensStore,
    private readonly people: PeopleStore,
    private readonly machines: MachinesStore,
    private readonly cache: TokenCache,
  ) {}

  /** For oneself, or for anybody with `people.manage`. */
  async forPerson(tx: Tx, actor: Actor, personId: string, given: NewToken): Promise<MadeToken> {
    assertMine(actor, personId);
    const person = await this.people.lock(tx, personId);
    if (!person) throw problem('person.not-found');
    const wide = tooWide(given.scopes, person.roles, actor);
    if (wide === 'whole' || wide.length > 0) throw scopeTooWide(wide);
    return this.make(tx, actor, { personId, machineId: null }, given);
  }

  /** The scopes are those that machines may carry at all. */
  async forMachine(tx: Tx, actor: Actor, machineId: string, given: NewToken): Promise<MadeToken> {
    if (!(await this.machines.lock(tx, machineId))) throw problem('machine.not-found');
    const scopes = given.scopes ?? [];
    const wide = scopes.filter((scope) => !machineScopes.includes(scope) || !actor.permissions.has(scope));
    if (wide.length > 0 || scopes.length === 0) throw scopeTooWide(scopes.length === 0 ? 'whole' : wide);
    return this.make(tx, actor, { personId: null, machineId }, { ...given, application: null });
  }

  /** Counts at once, everywhere. Revoking twice is no error. */
  async revoke(tx: Tx, actor: Actor, id: string): Promise<TokenRow> {
    const token = await this.tokens.byId(tx, id);
    const mine = token?.personId != null && token.personId === actor.id;
    if (!token || (!mine && !actor.permissions.has('people.manage'))) throw problem('token.not-found');
    if (await this.tokens.revoke(tx, id)) {
      await record(tx, tokenRevoked, {
        actor,
        subject: { id },
        data: { owner: ownerOf(token) },
        personal: { name: token.name },
      });
      this.cache.dropAll(tx);
    }
    return (await this.tokens.byId(tx, id)) as TokenRow;
  }

  async ofPerson(tx: Tx, actor: Actor, personId: string): Promise<TokenRow[]> {
    assertMine(actor, personId);
    if (!(await this.people.byId(tx, personId))) throw problem('person.not-found');
    return this.tokens.ofOwner(tx, { personId }, MOST_LISTED);
  }

  async ofMachine(tx: Tx, machineId: string): Promise<TokenRow[]> {
    if (!(await this.machines.byId(tx, machineId))) throw problem('machine.not-found');
    return this.tokens.ofOwner(tx, { machineId }, MOST_LISTED);
  }

  private async make(
    tx: Tx,
    actor: Actor,
    owner: { personId: string | null; machineId: string | null },
    given: NewToken,
  ): Promise<MadeToken> {
    if (given.expiresAt && (await this.tokens.isPast(tx, given.expiresAt))) {
      const errors = [{ pointer: '/expiresAt', code: 'token.expiry-in-past', detail: 'has passed already' }];
      throw problem('token.expiry-in-past', { errors });
    }
    const secret = newToken();
    const row = tokenRow(uuidv7(), secret, owner, given);
    const token = await this.tokens.insert(tx, row);
    await recordToken(tx, actor, token);
    return { token, secret };
  }
}

/** Newest tokens of one owner that a list shows. */
const MOST_LISTED = 200;

function assertMine(actor: Actor, personId: string): void {
  if (actor.permissions.has('people.manage') || (actor.kind === 'person' && actor.id === personId)) return;
  throw problem('permission.missing', {
    detail: 'Tokens of somebody else need the permission people.manage.',
    extra: { permission: 'people.manage' },
  });
}

function scopeTooWide(wide: readonly Permission[] | 'whole') {
  if (wide === 'whole') {
    const detail = 'names no scopes; this token has to name them';
    return problem('token.scope-too-wide', { errors: [{ pointer: '/scopes', code: 'too-wide', detail }] });
  }
  const detail = `holds ${wide.join(', ')}, which this token cannot carry`;
  return problem('token.scope-too-wide', {
    errors: [{ pointer: '/scopes', code: 'too-wide', detail }],
    extra: { scopes: wide },
  });
}

export function tokenRow(
  id: string,
  secret: string,
  owner: { personId: string | null; machineId: string | null },
  given: NewToken,
): NewTokenRow {
  const { name, application = null, scopes, expiresAt = null } = given;
  return {
    id,
    ...owner,
    name,
    application,
    hash: tokenHash(secret),
    scopes: scopes && [...new Set(scopes)],
    expiresAt,
  };
}

function ownerOf({ personId, machineId }: TokenRow): { kind: 'person' | 'machine'; id: string } {
  return personId !== null ? { kind: 'person', id: personId } : { kind: 'machine', id: machineId as string };
}

export async function recordToken(tx: Tx, actor: Actor, token: TokenRow): Promise<void> {
  const { name, application, scopes } = token;
  const expiresAt = token.expiresAt?.toISOString() ?? null;
  const data = { application, owner: ownerOf(token), scopes, expiresAt };
  await record(tx, tokenMade, { actor, subject: { id: token.id }, data, personal: { name } });
}
