import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { SystemTx, Tx } from '#database';
import type { Capture, NewCapture } from './source.types.js';

const CAPTURE = `id, source_id, at, made_by, by_hand, note, final_url, status, hops, headers, content_type, body_sha256, body_bytes,
  text_sha256, full_text_sha256, text_key, text_length, title, byline, site_name, language, published_at, mode, extractor_version, outcome`;

/** What sources returned. Rows are only ever added. */
@Injectable()
export class CaptureStore {
  async insert(tx: Tx, c: NewCapture): Promise<Capture> {
    const { text } = c;
    const row = await tx.row<Capture>(
      `INSERT INTO capture (newsroom, id, source_id, made_by, by_hand, note, final_url, status, hops, headers, content_type, body_sha256,
         body_bytes, text_sha256, full_text_sha256, text_key, text_length, title, byline, site_name, language, published_at, mode,
         extractor_version, outcome)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
       RETURNING ${CAPTURE}`,
      [
        ...[
          tx.newsroom,
          uuidv7(),
          c.sourceId,
          JSON.stringify(c.madeBy),
          c.byHand,
          c.note ?? null,
          c.finalUrl,
          c.status,
        ],
        ...[JSON.stringify(c.hops), JSON.stringify(c.headers), c.contentType, c.bodySha256, c.bodyBytes],
        ...[
          text?.sha256 ?? null,
          text?.fullSha256 ?? null,
          text?.key ?? null,
          text?.length ?? null,
          text?.title ?? null,
        ],
        ...[text?.byline ?? null, text?.siteName ?? null, text?.language ?? null, text?.publishedAt ?? null],
        ...[text?.mode ?? null, text?.extractorVersion ?? null, c.outcome],
      ],
    );
    return row as Capture;
  }

  byId(tx: Tx, sourceId: string, id: string): Promise<Capture | undefined> {
    return tx.row(`SELECT ${CAPTURE} FROM capture WHERE newsroom = $1 AND source_id = $2 AND id = $3`, [
      tx.newsroom,
      sourceId,
      id,
    ]);
  }

  byIds(tx: Tx, ids: readonly string[]): Promise<Capture[]> {
    return tx.rows(`SELECT ${CAPTURE} FROM capture WHERE newsroom = $1 AND id = ANY ($2::uuid[]) ORDER BY at, id`, [
      tx.newsroom,
      ids,
    ]);
  }

  /** Newest first. */
  list(tx: Tx, sourceId: string, after: [at: string, id: string] | undefined, limit: number): Promise<Capture[]> {
    return tx.rows(
      `SELECT ${CAPTURE} FROM capture
       WHERE newsroom = $1 AND source_id = $2 AND ($3::timestamptz IS NULL OR (at, id) < ($3::timestamptz, $4::uuid))
       ORDER BY at DESC, id DESC LIMIT $5`,
      [tx.newsroom, sourceId, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  /** The newest capture of each source that has one. */
  newestOf(tx: Tx, sourceIds: readonly string[]): Promise<Capture[]> {
    return tx.rows(
      `SELECT ${CAPTURE} FROM capture WHERE newsroom = $1 AND id IN
         (SELECT capture_id FROM source WHERE newsroom = $1 AND id = ANY ($2::uuid[]) AND capture_id IS NOT NULL)`,
      [tx.newsroom, sourceIds],
    );
  }

  /** Of these blobs, those that some capture names. */
  async named(tx: SystemTx, blobs: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ blob: string }>(
      `SELECT blob FROM unnest($1::text[]) AS blob
       WHERE EXISTS (SELECT FROM capture WHERE body_sha256 = blob) OR EXISTS (SELECT FROM capture WHERE text_sha256 = blob)
         OR EXISTS (SELECT FROM capture WHERE full_text_sha256 = blob)`,
      [blobs],
    );
    return rows.map(({ blob }) => blob);
  }
}
