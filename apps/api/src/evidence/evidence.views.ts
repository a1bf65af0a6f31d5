import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Evidence, EvidenceRevision } from '#evidence';
import { type Source, SourceStore } from '#sources';

/** What replies about evidence are made of. */
@Injectable()
export class EvidenceViews {
  constructor(private readonly sources: SourceStore) {}

  /** In the order given, each with the standing of its source. */
  async of(tx: Tx, rows: readonly Evidence[]) {
    const ids = [...new Set(rows.flatMap(({ sourceId }) => sourceId ?? []))];
    const sources = new Map(
      (ids.length === 0 ? [] : await this.sources.byIds(tx, ids)).map((source) => [source.id, source]),
    );
    return rows.map((row) => view(row, sources.get(row.sourceId ?? '')));
  }

  async one(tx: Tx, row: Evidence) {
    return (await this.of(tx, [row]))[0];
  }
}

function view(evidence: Evidence, source: Source | undefined) {
  const { sourceId: _source, withdrawnAt, withdrawnBy, withdrawnReason, file, ...rest } = evidence;
  return {
    ...rest,
    file: file && { ...file, path: `/v1/evidence/${evidence.id}/file` },
    source: source === undefined ? null : sourceBrief(source),
    withdrawn: withdrawnAt === null ? null : { at: withdrawnAt, by: withdrawnBy, reason: withdrawnReason ?? '' },
  };
}

function sourceBrief({ id, site, health, captureId, lastCheckedAt }: Source) {
  return { id, site, health, captureId, lastCheckedAt, path: `/v1/sources/${id}` };
}

export function revisionView({ revision, content, at, by }: EvidenceRevision) {
  return { revision, ...content, at, by };
}
