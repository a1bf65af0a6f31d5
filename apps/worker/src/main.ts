import 'reflect-metadata';
import { readConfig } from '#config';
import { startWorker } from './start.js';

try {
  const worker = await startWorker(readConfig());
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void worker.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Started by a supervisor: when it is gone, so are we.
  process.on('disconnect', stop);
} catch (error) {
  console.error(`The worker did not start: ${(error as Error).message}`);
  process.exit(1);
}
