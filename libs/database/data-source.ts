import { DataSource, DefaultNamingStrategy, getMetadataArgsStorage, type MigrationInterface } from 'typeorm';
import pg from 'pg';

/** `claimId` in code, `claim_id` in SQL. */
export class SnakeNaming extends DefaultNamingStrategy {
  override columnName(property: string, custom: string, prefixes: string[]): string {
    return custom || [...prefixes, property].join('_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

const anyTimestamp = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date;

/** Sessions are in UTC, so nearly every time reads `2026-11-22 15:30:00.123+00`; the rest (eras, infinity) as pg reads it. */
function timestamp(text: string): Date {
  const isPlain = text.length >= 22 && text.length <= 29 && text.charCodeAt(4) === 45 && text.endsWith('+00');
  return isPlain ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : anyTimestamp(text);
}
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, timestamp);

// int8 (sequences, sizes) as numbers: ours stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface DataSourceOptions {
  url: string;
  poolSize?: number;
  /** The role whose rights and row-level security apply; absent for migrations, which run as the owner. */
  role?: 'corroborate_app';
  migrations?: (new () => MigrationInterface)[];
  applicationName?: string;
}

/** Entities are those whose files have been imported: a lib's door imports its own. */
export function openDataSource(options: DataSourceOptions): DataSource {
  const settings = [
    options.role ? `-c role=${options.role}` : '',
    options.role ? '-c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000' : '',
    // Planning some of our statements costs ten times what running them does: plan each once for a connection.
    options.role ? '-c plan_cache_mode=force_generic_plan' : '',
    '-c timezone=UTC -c jit=off',
  ];
  return new DataSource({
    type: 'postgres',
    url: options.url,
    schema: 'public',
    poolSize: options.poolSize ?? 2,
    applicationName: options.applicationName ?? 'corroborate',
    connectTimeoutMS: 10_000,
    extra: { options: settings.filter(Boolean).join(' '), keepAlive: true },
    poolErrorHandler: () => undefined, // an idle connection that broke is replaced by the pool at its next use
    namingStrategy: new SnakeNaming(),
    entities: getMetadataArgsStorage().tables.map((table) => table.target),
    migrations: options.migrations ?? [],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
  });
}
