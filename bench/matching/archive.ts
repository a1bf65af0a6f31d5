import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { ArchiveKeeping, ArchiveModule, ArchiveSearch, type Finding } from '#archive';
import { ConfigModule, readConfig } from '#config';
import { Database, DatabaseModule } from '#database';
import { LogModule } from '#log';
import type { MatchDocument, MatchQuery } from '#matching';
import { NewsroomModule, Newsrooms } from '#newsroom';
// @ts-expect-error a tool without types
import { startTestServers } from '../../tools/test-servers.mjs';

interface Servers {
  env: Record<string, string>;
  stop(): Promise<void>;
}

@Module({})
class BenchModule {
  static of(url: string): DynamicModule {
    const config = readConfig({ DATABASE_URL: url, SECRET_KEY: 'only-for-the-bench-only-for-the-bench' });
    const database = DatabaseModule.open({ url, poolSize: 1, applicationName: 'corroborate-bench' });
    return {
      module: BenchModule,
      imports: [ConfigModule.of(config), database, LogModule, NewsroomModule, ArchiveModule],
    };
  }
}

/** The archive on a PostgreSQL of its own, filled by the way that imports take. */
export class BenchArchive {
  private constructor(
    private readonly servers: Servers,
    private readonly app: Awaited<ReturnType<typeof NestFactory.createApplicationContext>>,
    private readonly owner: pg.Client,
  ) {}

  static async open(root: string): Promise<BenchArchive> {
    const servers = (await startTestServers(root, { redis: false })) as Servers;
    const { TEST_POSTGRES_URL: url = '', TEST_POSTGRES_SUPERUSER_URL: superuser = '' } = servers.env;
    const owner = new pg.Client({ connectionString: superuser });
    await owner.connect();
    await owner.query(`CREATE DATABASE bench OWNER corroborate TEMPLATE ${servers.env['TEST_POSTGRES_TEMPLATE']}`);
    await owner.end();
    const inside = new pg.Client({ connectionString: at(superuser, 'bench') });
    await inside.connect();
    const app = await NestFactory.createApplicationContext(BenchModule.of(at(url, 'bench')), {
      logger: ['fatal', 'error', 'warn'],
    });
    return new BenchArchive(servers, app, inside);
  }

  /** A newsroom whose archive holds these; returns how to search it, by the documents' own names. */
  async fill(name: string, documents: readonly MatchDocument[]) {
    const database = this.app.get(Database);
    const newsroom = await database.system('first-start', async (tx) => {
      return (await this.app.get(Newsrooms).open(tx, { slug: name, name })).newsroom;
    });
    const ids = documents.map(() => uuidv7());
    await this.insert(newsroom, ids, documents);
    const from = performance.now();
    while ((await database.write(newsroom, (tx) => this.app.get(ArchiveKeeping).catchUp(tx, 500))) > 0);
    const filledInMs = performance.now() - from;
    await this.owner.query('VACUUM ANALYZE match_document, match_term, match_posting, match_work');
    const { pid } = (await database.read(newsroom, (tx) =>
      tx.row<{ pid: number }>('SELECT pg_backend_pid() AS pid'),
    )) as {
      pid: number;
    };
    const names = new Map(ids.map((id, i) => [id, (documents[i] as MatchDocument).id]));
    const search = this.app.get(ArchiveSearch);
    return {
      filledInMs,
      /** Milliseconds on the processor so far: this process, and the one connection's. */
      cpu: () => ({ here: ownCpu(), there: cpuOf(pid) }),
      search: async (query: MatchQuery, k = 10): Promise<(Finding & { id: string })[]> =>
        (await database.read(newsroom, (tx) => search.search(tx, query, k))).map((one) => ({
          ...one,
          id: names.get(one.reviewId as string) as string,
        })),
    };
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.owner.end();
    await this.servers.stop();
  }

  private async insert(newsroom: string, ids: readonly string[], documents: readonly MatchDocument[]): Promise<void> {
    const importId = uuidv7();
    await this.owner.query(
      `INSERT INTO review_import (newsroom, id, name, sha256, bytes, created_by) VALUES ($1, $2, 'bench', '', 0, '{}')`,
      [newsroom, importId],
    );
    for (let from = 0; from < documents.length; from += 5_000) {
      const rows = documents
        .slice(from, from + 5_000)
        .map(({ claim, title }, i) => ({ id: ids[from + i], claim, title }));
      await this.owner.query(
        `INSERT INTO imported_review (newsroom, id, identity, digest, url, author, claim_reviewed, title, import_id)
         SELECT $1, r.id, uuid_send(r.id), '', 'https://bench.example/' || r.id, 'bench', r.claim, nullif(r.title, ''), $2
         FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, claim text, title text)`,
        [newsroom, importId, JSON.stringify(rows)],
      );
    }
  }
}

function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Of a process on this machine; Linux keeps it in nanoseconds. Elsewhere unknown. */
function cpuOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
}

function at(server: string, database: string): string {
  return Object.assign(new URL(server), { pathname: `/${database}` }).href;
}
