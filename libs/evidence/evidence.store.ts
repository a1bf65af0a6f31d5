import { Injectable } from '@nestjs/common';
import { moveBackFromMerge, moveWithMerge } from '#claims';
import type { SystemTx, Tx } from '#database';
import type { LogActor } from '#log';
import type {
  Evidence,
  EvidenceContent,
  EvidenceRevision,
  NewEvidence,
  PinnedEvidence,
  Viewer,
} from './evidence.types.js';

/** As JSON carries times everywhere else; PostgreSQL's own JSON writes +00:00. */
const utc = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const EVIDENCE = `e.id, e.version, e.revision, e.claim_id, e.kind, e.stance, e.visibility, e.independent_of, e.url, e.source_id, e.title, e.quote,
  e.note, e.published, e.withdrawn_at, e.withdrawn_by, e.withdrawn_reason, e.created_at, e.created_by,
  CASE WHEN e.file_sha256 IS NULL THEN NULL ELSE json_build_object('name', e.file_name, 'type', e.file_type, 'bytes', e.file_bytes,
    'sha256', e.file_sha256) END AS file,
  (SELECT m.merged_claim FROM evidence_move m WHERE m.newsroom = e.newsroom AND m.evidence_id = e.id ORDER BY m.at LIMIT 1) AS merged_from,
  CASE WHEN q.evidence_id IS NULL THEN NULL ELSE json_build_object('state', q.state, 'found', q.found, 'changes', q.changes,
    'touched', q.touched, 'firstCaptureId', q.first_capture_id, 'captureId', q.capture_id, 'checkedAt', ${utc('q.checked_at')},
    'changedAt', ${utc('q.changed_at')}) END AS on_source`;
const FROM = 'evidence e LEFT JOIN evidence_quote q ON q.newsroom = e.newsroom AND q.evidence_id = e.id';

/** What this viewer may see: $n person, $n+1 sees restricted. What a blind round keeps back is nobody else's. */
const visibleTo = (n: number) => `(e.visibility <> 'restricted' OR e.person_id = $${n} OR $${n + 1}::boolean)
  AND NOT app.kept_blind(e.newsroom, e.claim_id, e.person_id, e.created_at, $${n}::uuid)`;
const viewerValues = ({ person, seesRestricted }: Viewer) => [person, seesRestricted];

/** Of the evidence that a verdict cites, what its policy asks about. */
export interface CitedFacts {
  id: string;
  kind: string;
  withdrawn: boolean;
  /** A capture of its source, made by the service or by hand. */
  captured: boolean;
  sourceHealth: string | null;
  quoteState: string | null;
  site: string | null;
  independentOf: string | null;
  claimId: string;
}

/** `gate` in SQL: everything of this claim that these cite could go out now. `$1` is the newsroom. */
export const usableAtPublication = (claim: string, evidenceIds: string): string => `NOT EXISTS (
  SELECT FROM unnest(${evidenceIds}) AS cited (id)
  LEFT JOIN evidence e ON e.newsroom = $1 AND e.id = cited.id AND e.claim_id = ${claim}
  LEFT JOIN source s ON s.newsroom = $1 AND s.id = e.source_id
  WHERE e.id IS NULL OR e.withdrawn_at IS NOT NULL OR (s.site IS NOT NULL AND s.capture_id IS NULL))`;

const MOVING = { table: 'evidence', moves: 'evidence_move', id: 'evidence_id' };

/** All SQL on evidence and its revisions. */
@Injectable()
export class EvidenceStore {
  async insert(
    tx: Tx,
    actor: LogActor,
    id: string,
    claimId: string,
    given: NewEvidence,
    sourceId: string | null,
  ): Promise<void> {
    const { file } = given;
    const by = JSON.stringify({ kind: actor.kind, id: actor.id });
    await tx.run(
      `INSERT INTO evidence (newsroom, id, claim_id, kind, stance, visibility, independent_of, url, source_id, title, quote, note,
         file_name, file_type, file_bytes, file_sha256, created_by, person_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
      [
        ...[
          tx.newsroom,
          id,
          claimId,
          given.kind,
          given.stance,
          given.visibility ?? 'newsroom',
          given.independentOf ?? null,
        ],
        ...[given.url ?? null, sourceId, given.title ?? null, given.quote ?? null, given.note ?? null],
        ...[file?.name ?? null, file?.type ?? null, file?.bytes ?? null, file?.sha256 ?? null, by],
        actor.kind === 'person' ? actor.id : null,
      ],
    );
    await this.keepRevision(tx, actor, id);
  }

  byId(tx: Tx, id: string, viewer: Viewer): Promise<Evidence | undefined> {
    return tx.row(`SELECT ${EVIDENCE} FROM ${FROM} WHERE e.newsroom = $1 AND e.id = $2 AND ${visibleTo(3)}`, [
      tx.newsroom,
      id,
      ...viewerValues(viewer),
    ]);
  }

  /** In the order in which it was attached; what merges brought is marked by `mergedFrom`. */
  ofClaim(
    tx: Tx,
    claimId: string,
    viewer: Viewer,
    after?: [createdAt: string, id: string],
    limit = 200,
  ): Promise<Evidence[]> {
    return tx.rows(
      `SELECT ${EVIDENCE} FROM ${FROM} WHERE e.newsroom = $1 AND e.claim_id = $2 AND ${visibleTo(3)}
         AND ($5::timestamptz IS NULL OR (e.created_at, e.id) > ($5::timestamptz, $6::uuid))
       ORDER BY e.created_at, e.id LIMIT $7`,
      [tx.newsroom, claimId, ...viewerValues(viewer), after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  /** Whether a blind round keeps what this person brings to the claim at that time (null: now) from everybody else. */
  async keptBlind(tx: Tx, claimId: string, author: string | null, at: Date | null): Promise<boolean> {
    const row = await tx.row<{ blind: boolean }>(
      'SELECT app.kept_blind($1, $2, $3, coalesce($4::timestamptz, app.now()), NULL) AS blind',
      [tx.newsroom, claimId, author, at],
    );
    return row?.blind ?? false;
  }

  byIds(tx: Tx, ids: readonly string[]): Promise<Evidence[]> {
    return tx.rows(
      `SELECT ${EVIDENCE} FROM ${FROM} WHERE e.newsroom = $1 AND e.id = ANY ($2::uuid[]) ORDER BY e.created_at, e.id`,
      [tx.newsroom, ids],
    );
  }

  /** Locked until the transaction ends. The caller has the claim's lock. */
  async lock(tx: Tx, id: string): Promise<Evidence | undefined> {
    const row = await tx.row('SELECT 1 AS one FROM evidence WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE', [
      tx.newsroom,
      id,
    ]);
    return row === undefined ? undefined : (await this.byIds(tx, [id]))[0];
  }

  async revise(tx: Tx, actor: LogActor, id: string, content: EvidenceContent): Promise<void> {
    await tx.run(
      `UPDATE evidence SET stance = $3, visibility = $4, independent_of = $5, title = $6, quote = $7, note = $8,
         revision = revision + 1, version = version + 1 WHERE newsroom = $1 AND id = $2`,
      [
        ...[tx.newsroom, id, content.stance, content.visibility, content.independentOf, content.title, content.quote],
        content.note,
      ],
    );
    await this.keepRevision(tx, actor, id);
  }

  async withdraw(tx: Tx, id: string, by: string | null, reason: string): Promise<void> {
    await tx.run(
      `UPDATE evidence SET withdrawn_at = app.now(), withdrawn_by = $3, withdrawn_reason = $4, version = version + 1
       WHERE newsroom = $1 AND id = $2`,
      [tx.newsroom, id, by, reason],
    );
  }

  revisions(tx: Tx, id: string): Promise<EvidenceRevision[]> {
    return tx.rows(
      'SELECT revision, content, at, by FROM evidence_revision WHERE newsroom = $1 AND evidence_id = $2 ORDER BY revision',
      [tx.newsroom, id],
    );
  }

  /** As a published version keeps it, in the order of `ids`, with the newest capture of each source. */
  async pin(tx: Tx, ids: readonly string[]): Promise<PinnedEvidence[]> {
    const rows = await tx.rows<{ pinned: PinnedEvidence }>(
      `SELECT json_build_object('id', e.id, 'revision', e.revision, 'kind', e.kind, 'stance', e.stance, 'visibility', e.visibility,
         'url', e.url, 'title', coalesce(e.title, c.title), 'quote', e.quote, 'note', e.note,
         'file', CASE WHEN e.file_sha256 IS NULL THEN NULL ELSE json_build_object('name', e.file_name, 'type', e.file_type,
           'size', e.file_bytes, 'sha256', e.file_sha256) END,
         'sourceId', e.source_id,
         'capture', CASE WHEN c.id IS NULL THEN NULL ELSE json_build_object('id', c.id, 'at', to_char(c.at AT TIME ZONE 'UTC',
           'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'sha256', c.body_sha256, 'finalUrl', c.final_url) END) AS pinned
       FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted(id, place)
       JOIN evidence e ON e.newsroom = $1 AND e.id = wanted.id
       LEFT JOIN source s ON s.newsroom = $1 AND s.id = e.source_id
       LEFT JOIN capture c ON c.newsroom = $1 AND c.id = s.capture_id
       ORDER BY wanted.place`,
      [tx.newsroom, ids],
    );
    return rows.map(({ pinned }) => pinned);
  }

  /** From now on a published version rests on these: they change no more. */
  async markPublished(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.run(
      'UPDATE evidence SET published = true WHERE newsroom = $1 AND id = ANY ($2::uuid[]) AND NOT published',
      [tx.newsroom, ids],
    );
  }

  cited(tx: Tx, ids: readonly string[]): Promise<CitedFacts[]> {
    return tx.rows(
      `SELECT e.id, e.claim_id, e.kind, e.withdrawn_at IS NOT NULL AS withdrawn, s.capture_id IS NOT NULL AS captured,
         s.health AS source_health, q.state AS quote_state, s.site, e.independent_of
       FROM evidence e LEFT JOIN source s ON s.newsroom = e.newsroom AND s.id = e.source_id
       LEFT JOIN evidence_quote q ON q.newsroom = e.newsroom AND q.evidence_id = e.id
       WHERE e.newsroom = $1 AND e.id = ANY ($2::uuid[]) ORDER BY e.created_at, e.id`,
      [tx.newsroom, ids],
    );
  }

  /** Goes over with a claim that is merged, marked. */
  moveTo(tx: Tx, from: string, target: string): Promise<void> {
    return moveWithMerge(tx, MOVING, from, target);
  }

  /** Gives a claim back what its merge took, and what came to it by merges before. */
  moveBack(tx: Tx, claimId: string): Promise<void> {
    return moveBackFromMerge(tx, MOVING, claimId);
  }

  /** Of these blobs, those that some evidence names. */
  async named(tx: SystemTx, blobs: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ blob: string }>(
      'SELECT blob FROM unnest($1::text[]) AS blob WHERE EXISTS (SELECT FROM evidence WHERE file_sha256 = blob)',
      [blobs],
    );
    return rows.map(({ blob }) => blob);
  }

  private async keepRevision(tx: Tx, actor: LogActor, id: string): Promise<void> {
    await tx.run(
      `INSERT INTO evidence_revision (newsroom, evidence_id, revision, content, by)
       SELECT newsroom, id, revision, json_build_object('stance', stance, 'visibility', visibility, 'independentOf', independent_of,
         'title', title, 'quote', quote, 'note', note), $3 FROM evidence WHERE newsroom = $1 AND id = $2`,
      [tx.newsroom, id, JSON.stringify({ kind: actor.kind, id: actor.id })],
    );
  }
}
