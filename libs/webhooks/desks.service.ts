import { Injectable } from '@nestjs/common';
import { ClaimStore } from '#claims';
import type { Tx } from '#database';
import type { SealedRow } from '#log';
import type { Endpoint } from './endpoints.store.js';
import { namesDesk } from './matching.rules.js';

/** Finds the desk of events that name none: the one that their claim lies at now. */
@Injectable()
export class EventDesks {
  constructor(private readonly claims: ClaimStore) {}

  /** By claim; empty when no endpoint asks for a desk. */
  async of(
    tx: Tx,
    rows: readonly SealedRow[],
    endpoints: readonly Pick<Endpoint, 'desk'>[],
  ): Promise<Map<string, string | null>> {
    if (endpoints.every(({ desk }) => desk === null)) return new Map();
    const claimIds = new Set(rows.flatMap((row) => (row.claimId !== null && !namesDesk(row) ? [row.claimId] : [])));
    const claims = claimIds.size > 0 ? await this.claims.byIds(tx, [...claimIds]) : [];
    return new Map(claims.map(({ id, desk }) => [id, desk]));
  }
}
