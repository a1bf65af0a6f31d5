import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { printedLevels, type Config } from '#config';
import { Database } from '#database';
import { JobQueues, JobWorkers } from '#jobs';
import { serveHealth } from './health.js';
import { Timetable } from './timetable.js';
import { WorkerModule } from './worker.module.js';

export interface RunningWorker {
  app: INestApplicationContext;
  /** Ends in this order: timetable and relay, workers, pool. */
  stop(): Promise<void>;
}

export async function startWorker(config: Config): Promise<RunningWorker> {
  const app = await NestFactory.createApplicationContext(WorkerModule.of(config), {
    logger: printedLevels(config.logLevel),
    abortOnError: false,
  });
  app.get(JobWorkers).start();
  const timetable = app.get(Timetable);
  timetable.start();
  const health = await serveHealth(config.workerPort, config.host, app.get(Database), app.get(JobQueues));
  return {
    app,
    stop: async () => {
      health.close();
      await timetable.stop();
      await app.close();
    },
  };
}
