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
  unknownRatings,
  type Policy,
  type PolicyBody,
  type PolicyWarning,
} from './policy.rules.js';
import { policyChanges, type PolicyChange } from './policy-changes.rules.js';
import { PolicyStore, type PolicyRow } from './policy.store.js';
import { RatingScalesStore } from './rating-scales.store.js';
import { assertSeen } from './version.rules.js';

/** A policy in full, with its version; version 0 is the policy of a newsroom that never saved one. */
export interface WholePolicy {
  version: number;
  body: PolicyBody;
  /** Null for version 0. */
  createdAt: Date | null;
}

/** One version, and what it changed of the one before. */
export interface PolicyOfThePast extends PolicyRow {
  changes: PolicyChange[];
}

const MOST_DESKS = 500;

@Injectable()
export class Policies {
  constructor(
    private readonly policies: PolicyStore,
    private readonly newsrooms: NewsroomStore,
    private readonly people: PeopleStore,
    private readonly desks: DeskStore,
    private readonly scales: RatingScalesStore,
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
    await this.assertSound(tx, body);
    const before = await this.whole(tx);
    assertSeen(before.version, seen);
    const saved = await this.policies.insert(tx, before.version + 1, body, actor.kind === 'person' ? actor.id : null);
    await record(tx, policyChanged, {
      actor,
      subject: { id: tx.newsroom, version: saved.version },
      data: { policy: { ...body }, changes: policyChanges(before.body, body) },
    });
    return { ...saved, body };
  }

  /** 422 `policy.invalid`, with a pointer for each thing that cannot hold. */
  async assertSound(tx: Tx, body: PolicyBody): Promise<void> {
    const errors = [
      ...contradictions(body),
      ...(await this.unknownDesks(tx, body)),
      ...(await this.offScale(tx, body)),
    ];
    if (errors.length > 0) throw problem('policy.invalid', { errors });
  }

  /** The versions before `before`, newest first, each with what it changed; one more than `limit` when there are more. */
  async history(tx: Tx, before: number | undefined, limit: number): Promise<PolicyOfThePast[]> {
    const rows = await this.policies.before(tx, before, limit + 2);
    return rows.slice(0, limit + 1).map((row, index) => {
      const earlier = rows[index + 1]?.body;
      const body = { ...defaultPolicy, ...row.body };
      return { ...row, body, changes: policyChanges({ ...defaultPolicy, ...earlier }, body) };
    });
  }

  /** 404. */
  async atVersion(tx: Tx, version: number): Promise<PolicyOfThePast> {
    const [found] = await this.history(tx, version + 1, 1);
    if (found?.version !== version) throw problem('policy.version-not-found');
    return found;
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

  private async offScale(tx: Tx, body: PolicyBody): Promise<FieldError[]> {
    const scale = await this.scales.default(tx);
    return unknownRatings(
      body,
      (scale?.ratings ?? []).map(({ key }) => key),
    );
  }

  /** What would get stuck under `body` with the people who are active now. */
  async warnings(tx: Tx, body: PolicyBody): Promise<PolicyWarning[]> {
    const [people, desks] = await Promise.all([
      this.people.active(tx),
      this.desks.list(tx, true, undefined, MOST_DESKS),
    ]);
    const open = desks.map(({ key }) => key);
    return stuckWith(body, people, open);
  }
}
