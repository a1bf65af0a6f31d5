import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { permissionsOfRoles, type Role } from '#newsroom';
import type { Reader } from '#comments';
import { DIGEST_HOUR, type Preferences } from './kinds.rules.js';

export interface Settings {
  preferences: Preferences;
  /** Of the day in the newsroom's time zone. */
  digestHour: number;
  /** 0 before the first save. */
  version: number;
}

export const defaultSettings: Settings = { preferences: {}, digestHour: DIGEST_HOUR, version: 0 };

/** Somebody who works here now and may be told something. */
export interface Addressee extends Settings {
  id: string;
  name: string;
  email: string | null;
  roles: Role[];
  desks: string[];
}

const WHOLE = `p.id, p.name, p.email, p.roles, p.desks, coalesce(s.preferences, '{}') AS preferences,
  coalesce(s.digest_hour, ${DIGEST_HOUR}) AS digest_hour, coalesce(s.version, 0) AS version`;
const FROM = `person p LEFT JOIN notification_settings s ON s.newsroom = p.newsroom AND s.person_id = p.id`;

/** All SQL on how people want to be told, and on whom there is to tell. */
@Injectable()
export class SettingsStore {
  async of(tx: Tx, personId: string): Promise<Settings> {
    const row = await tx.row<Settings>(
      'SELECT preferences, digest_hour, version FROM notification_settings WHERE newsroom = $1 AND person_id = $2',
      [tx.newsroom, personId],
    );
    return row ?? defaultSettings;
  }

  /** Undefined when somebody was faster: `version` is the one that was seen. */
  save(tx: Tx, personId: string, { preferences, digestHour, version }: Settings): Promise<Settings | undefined> {
    return tx.row(
      `INSERT INTO notification_settings AS s (newsroom, person_id, preferences, digest_hour)
       SELECT $1, $2, $3, $4 WHERE $5 = 0 OR EXISTS (SELECT FROM notification_settings WHERE newsroom = $1 AND person_id = $2)
       ON CONFLICT (newsroom, person_id) DO UPDATE SET preferences = $3, digest_hour = $4, version = s.version + 1
         WHERE s.version = $5
       RETURNING preferences, digest_hour, version`,
      [tx.newsroom, personId, JSON.stringify(preferences), digestHour, version],
    );
  }

  /** Of these, who works here now. */
  async addressees(tx: Tx, ids: readonly string[]): Promise<Map<string, Addressee>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.rows<Addressee>(
      `SELECT ${WHOLE} FROM ${FROM} WHERE p.newsroom = $1 AND p.id = ANY ($2::uuid[]) AND p.active`,
      [tx.newsroom, ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}

/** As whom somebody would read comments under a token that stands for them in full. */
export function readingAs({ id, roles, desks }: Addressee): Reader {
  const held = permissionsOfRoles(roles);
  return { person: id, desks, seesAllDesks: held.has('people.manage'), seesRestricted: held.has('claim.signoff') };
}
