import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import { record, type LogActor } from '#log';
import { problem } from '#problems';
import { AppearanceStore } from './appearances.store.js';
import { claimEdited, claimProposed, snapshotOf } from './claims.events.js';
import { listing, OPEN } from './claims.list.js';
import { CLAIM, claimOf, type ClaimRow } from './claims.row.js';
import { priorityNumber, textKey } from './claims.rules.js';
import type { Appearance, Claim, ClaimEdit, ClaimFilter, ClaimPage, NewAppearance, NewClaim } from './claims.types.js';

/** All SQL on claims but the one statement that writes their state, which is the workflow's. */
@Injectable()
export class ClaimStore {
  constructor(private readonly appearanceStore: AppearanceStore) {}

  async byId(tx: Tx, id: string): Promise<Claim | undefined> {
    const row = await tx.row<ClaimRow>(`SELECT ${CLAIM} FROM claim WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
    return row && claimOf(row);
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<Claim[]> {
    const rows = await tx.rows<ClaimRow>(
      `SELECT ${CLAIM} FROM claim WHERE newsroom = $1 AND id = ANY ($2::uuid[]) ORDER BY id`,
      [tx.newsroom, ids],
    );
    return rows.map(claimOf);
  }

  /** Holds the claim against other changes, not against rows that refer to it. */
  async lock(tx: Tx, id: string): Promise<Claim | undefined> {
    return (await this.lockAll(tx, [id]))[0];
  }

  /** In the order of their ids, so that two transactions never wait for each other. */
  async lockAll(tx: Tx, ids: readonly string[]): Promise<Claim[]> {
    const rows = await tx.rows<ClaimRow>(
      `SELECT ${CLAIM} FROM claim WHERE newsroom = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
      [tx.newsroom, ids],
    );
    return rows.map(claimOf);
  }

  /** The version alone, without a lock: what a stale caller is told before it queues for the row. */
  async version(tx: Tx, id: string): Promise<number | undefined> {
    const row = await tx.row<{ version: number }>('SELECT version FROM claim WHERE newsroom = $1 AND id = $2', [
      tx.newsroom,
      id,
    ]);
    return row?.version;
  }

  /** A new claim, `proposed`, with its appearances. 409 when another carries its external reference. */
  async insert(tx: Tx, actor: LogActor, given: NewClaim): Promise<Claim> {
    const row = await tx.row<ClaimRow>(
      `INSERT INTO claim (newsroom, id, text, text_key, kind, article_id, spans, context, language, score, score_reasons,
         priority, desk, labels, due_at, not_before, external_ref, split_from, created_by, score_origin)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
       ON CONFLICT (newsroom, external_ref) WHERE external_ref IS NOT NULL DO NOTHING RETURNING ${CLAIM}`,
      [
        tx.newsroom,
        uuidv7(),
        given.text,
        textKey(given.text),
        given.kind ?? 'factual',
        given.articleId ?? null,
        JSON.stringify(given.spans ?? []),
        given.context ?? null,
        given.language ?? null,
        given.checkworthiness?.score ?? null,
        JSON.stringify(given.checkworthiness?.reasons ?? []),
        priorityNumber(given.priority ?? 'normal'),
        given.desk ?? null,
        given.labels ?? [],
        given.dueAt ?? null,
        given.notBefore ?? null,
        given.externalRef ?? null,
        given.splitFrom ?? null,
        JSON.stringify({ kind: actor.kind, id: actor.id }),
        given.checkworthiness?.origin ? JSON.stringify(given.checkworthiness.origin) : null,
      ],
    );
    if (!row) throw problem('claim.external-ref-taken', { extra: { externalRef: given.externalRef } });
    const claim = claimOf(row);
    for (const appearance of given.appearances) this.appearanceStore.add(tx, claim.id, appearance);
    const follows = { action: null, from: null, to: claim.state, people: [], reason: null };
    await record(tx, claimProposed, {
      actor,
      subject: { id: claim.id, version: claim.version, externalRef: claim.externalRef },
      claimId: claim.id,
      data: { ...snapshotOf(claim), ...follows, score: claim.checkworthiness?.score ?? null },
    });
    return claim;
  }

  appearances(tx: Tx, claimIds: readonly string[]): Promise<Appearance[]> {
    return this.appearanceStore.of(tx, claimIds);
  }

  addAppearance(tx: Tx, claimId: string, appearance: NewAppearance): void {
    this.appearanceStore.add(tx, claimId, appearance);
  }

  /** Claims in the same words, oldest first; merged ones left out. */
  async byNormalisedText(tx: Tx, text: string): Promise<Claim[]> {
    const rows = await tx.rows<ClaimRow>(
      `SELECT ${CLAIM} FROM claim WHERE newsroom = $1 AND text_key = $2 AND state <> 'merged' ORDER BY created_at, id LIMIT 50`,
      [tx.newsroom, textKey(text)],
    );
    return rows.map(claimOf);
  }

  /** By the database's clock. */
  async isPast(tx: Tx, at: string | Date): Promise<boolean> {
    const row = await tx.row<{ past: boolean }>('SELECT $1::timestamptz <= app.now() AS past', [at]);
    return row?.past ?? false;
  }

  async byExternalRef(tx: Tx, externalRef: string): Promise<Claim | undefined> {
    const row = await tx.row<ClaimRow>(`SELECT ${CLAIM} FROM claim WHERE newsroom = $1 AND external_ref = $2`, [
      tx.newsroom,
      externalRef,
    ]);
    return row && claimOf(row);
  }

  /**
   * Changes what planning and wording are, one version on. The caller holds the lock, compared the version, and made sure
   * that nothing public changes by it.
   */
  async edit(tx: Tx, actor: LogActor, claim: Claim, edit: ClaimEdit, due?: DueByPolicy): Promise<Claim> {
    const { appearances, priority, ...rest } = edit;
    const wanted = { ...rest, priority: priority === undefined ? undefined : priorityNumber(priority) };
    const columns = Object.entries(editable).filter(([field]) => wanted[field as keyof typeof wanted] !== undefined);
    const changed = columns.map(([field]) => field);
    const sets = columns.map(([, column], index) => `${column} = $${index + 3}`);
    const values: unknown[] = changed.map((field) => wanted[field as keyof typeof wanted]);
    if (edit.dueAt !== undefined) sets.push('due_from = NULL');
    else if (due !== undefined) {
      sets.push(dueByPolicy(values.length + 3));
      values.push(due.hours, due.atWork, due.sooner);
    }
    const row = await tx.row<ClaimRow>(
      `UPDATE claim SET ${[...sets, 'version = version + 1'].join(', ')} WHERE newsroom = $1 AND id = $2 RETURNING ${CLAIM}`,
      [tx.newsroom, claim.id, ...values],
    );
    if (appearances !== undefined) {
      this.appearanceStore.removeAll(tx, claim.id);
      for (const appearance of appearances) this.appearanceStore.add(tx, claim.id, appearance);
      changed.push('appearances');
    }
    const now = claimOf(row as ClaimRow);
    if (edit.dueAt === undefined && now.dueAt?.getTime() !== claim.dueAt?.getTime()) changed.push('dueAt');
    await record(tx, claimEdited, {
      actor,
      subject: { id: now.id, version: now.version, externalRef: now.externalRef },
      claimId: now.id,
      data: { ...snapshotOf(now), changed },
    });
    return now;
  }

  /** One row more than `limit` when there are more. Sorted by due time: open claims with one. */
  async list(tx: Tx, filter: ClaimFilter, page: ClaimPage): Promise<Claim[]> {
    const statement = listing(tx.newsroom, filter, page);
    if (statement === null) return [];
    return (await tx.rows<ClaimRow>(statement.sql, statement.values)).map(claimOf);
  }

  /** Open claims that lie on this desk. */
  async openAt(tx: Tx, desk: string): Promise<number> {
    const row = await tx.row<{ count: number }>(
      `SELECT count(*) AS count FROM claim WHERE newsroom = $1 AND desk = $2 AND ${OPEN}`,
      [tx.newsroom, desk],
    );
    return row?.count ?? 0;
  }

  /** The open claims of one desk go to another, or to nobody's, one version on. */
  async moveDesk(tx: Tx, actor: LogActor, from: string, to: string | null): Promise<number> {
    const rows = await tx.rows<ClaimRow>(
      `WITH held AS (
         SELECT id FROM claim WHERE newsroom = $1 AND desk = $2 AND ${OPEN} ORDER BY id FOR NO KEY UPDATE)
       UPDATE claim SET desk = $3, version = version + 1 WHERE newsroom = $1 AND id IN (SELECT id FROM held)
       RETURNING ${CLAIM}`,
      [tx.newsroom, from, to],
    );
    for (const claim of rows.map(claimOf)) {
      await record(tx, claimEdited, {
        actor,
        subject: { id: claim.id, version: claim.version, externalRef: claim.externalRef },
        claimId: claim.id,
        data: { ...snapshotOf(claim), changed: ['desk'] },
      });
    }
    return rows.length;
  }

  async ofArticle(tx: Tx, articleId: string): Promise<Claim[]> {
    const rows = await tx.rows<ClaimRow>(
      `SELECT ${CLAIM} FROM claim WHERE newsroom = $1 AND article_id = $2 ORDER BY id`,
      [tx.newsroom, articleId],
    );
    return rows.map(claimOf);
  }
}

/** When a claim of its new priority or desk is due. */
export interface DueByPolicy {
  /** Null: never. */
  hours: number | null;
  atWork: boolean;
  /** Its priority rose: it is not due later than before, and has the hours from now on; else from when it was accepted. */
  sooner: boolean;
}

/** Only a due time that the policy set moves. */
const dueByPolicy = (first: number) => `due_at = CASE WHEN due_from IS NULL THEN due_at
  WHEN $${first + 2}::boolean THEN least(due_at, app.hours_since($1, app.now(), $${first}::float8, $${first + 1}::boolean))
  ELSE app.hours_since($1, due_from, $${first}::float8, $${first + 1}::boolean) END`;

const editable = {
  priority: 'priority',
  desk: 'desk',
  dueAt: 'due_at',
  notBefore: 'not_before',
  labels: 'labels',
  kind: 'kind',
  wording: 'wording',
} as const;
