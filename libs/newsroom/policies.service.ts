import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { record } from '#log';
import { problem, type FieldError } from '#problems';
import type { Actor } from './actor.js';
import { DeskStore } from './desks.store.js';
import { policyChanged } from './newsroom.events.js';
import { NewsroomStore } from './newsroom.store.js';
import { PeopleStore } from './people.store.js';
import {
  contradictions,
  defaultPolicy,
  pointerPart,
  policyOf,
  stuckWith,
  type Policy,
  type PolicyBody,
  type PolicyWarning,
} from './policy.rules.js';
import { PolicyStore } from './policy.store.js';
import { assertSeen } from './version.rules.js';

/** A policy in full, with its version; version 0 is the policy of a newsroom that never saved one. */
export interface WholePolicy {
  version: number;
  body: PolicyBody;
  /** Null for version 0. */
  createdAt: Date | null;
}

@Injectable()
export class Policies {
  constructor(
    private readonly policies: PolicyStore,
    private readonly newsrooms: NewsroomStore,
    private readonly people: PeopleStore,
    private readonly desks: DeskStore,
  ) {}

  /** The policy in force, at a desk where one is named. */
  async current(tx: Tx, desk?: string | null): Promise<Policy & { version: number }> {
    const { body, version } = await this.whole(tx);
    return { ...policyOf(body, desk), version };
  }

  async whole(tx: Tx): Promise<WholePolicy> {
    const saved = await this.policies.latest(tx);
    return saved
      ? { ...saved, body: { ...defaultPolicy, ...saved.body } }
      : { version: 0, body: defaultPolicy, createdAt: null };
  }

  /** A new version; open rounds keep theirs. */
  async save(tx: Tx, actor: Actor, seen: number | undefined, body: PolicyBody): Promise<WholePolicy> {
    await this.newsrooms.lock(tx);
    const errors = [...contradictions(body), ...(await this.unknownDesks(tx, body))];
    if (errors.length > 0) throw problem('policy.invalid', { errors });
    const before = await this.whole(tx);
    assertSeen(before.version, seen);
    const saved = await this.policies.insert(tx, before.version + 1, body, actor.kind === 'person' ? actor.id : null);
    await record(tx, policyChanged, {
      actor,
      subject: { id: tx.newsroom, version: saved.version },
      data: { policy: { ...body } },
    });
    return { ...saved, body };
  }

  private async unknownDesks(tx: Tx, { desks }: PolicyBody): Promise<FieldError[]> {
    const keys = Object.keys(desks);
    const known = new Set((await this.desks.byKeys(tx, keys)).map(({ key }) => key));
    return keys
      .filter((key) => !known.has(key))
      .map((key) => ({
        pointer: `/desks/${pointerPart(key)}`,
        code: 'desk.unknown',
        detail: 'names no desk of this newsroom',
      }));
  }

  /** What would get stuck under `body` with the people who are active now. */
  async warnings(tx: Tx, body: PolicyBody): Promise<PolicyWarning[]> {
    return stuckWith(body, await this.people.active(tx));
  }
}
