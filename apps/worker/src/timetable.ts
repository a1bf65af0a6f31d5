import { Injectable, Logger } from '@nestjs/common';
import { Inject } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import { Database, Wake } from '#database';
import { JobRelay } from '#jobs';
import { LogReaders, LogStore, Sealer } from '#log';
import { Beat } from './beat.js';

const POLL_MS = 1_000;
/** Under load, what is committed in the meantime is sealed and read together: a run is some ten trips to the database, full or empty. */
const REST_MS = 100;
const HOUR_MS = 3_600_000;

/** The log's own work, in its order: seal, then let the readers read. */
@Injectable()
export class LogWork {
  constructor(
    private readonly sealer: Sealer,
    private readonly readers: LogReaders,
    private readonly store: LogStore,
  ) {}

  async catchUp(): Promise<void> {
    await this.sealer.sealAll();
    await this.readers.readAll();
  }

  makePartitions(...args: Parameters<LogStore['makePartitions']>): Promise<void> {
    return this.store.makePartitions(...args);
  }
}

/** What the worker does by itself, and how often. Each beat waits for the one before; an error is told and the next beat comes. */
@Injectable()
export class Timetable {
  private readonly logger = new Logger('timetable');
  private readonly beats: Beat[];

  constructor(
    @Inject(CONFIG) config: Config,
    wake: Wake,
    private readonly database: Database,
    private readonly log: LogWork,
    relay: JobRelay,
  ) {
    const told = (name: string) => (error: unknown) => this.logger.warn(`${name}: ${(error as Error).message}`);
    const seal = new Beat(POLL_MS, () => this.log.catchUp(), told('seal and relay'), REST_MS);
    wake.on(
      'log',
      () => seal.now(),
      () => seal.now(),
    );
    this.beats = [
      seal,
      new Beat(config.sweepEvery, () => relay.sweep(), told('sweep')),
      new Beat(HOUR_MS, () => this.upkeep(), told('upkeep')),
    ];
  }

  start(): void {
    this.beats.forEach((beat) => beat.start());
  }

  async stop(): Promise<void> {
    await Promise.all(this.beats.map((beat) => beat.stop()));
  }

  private upkeep(): Promise<void> {
    return this.database.system('upkeep', async (tx) => {
      await this.log.makePartitions(tx);
      await tx.run(`DELETE FROM idempotency_key WHERE created_at < app.now() - interval '48 hours'`);
    });
  }
}
