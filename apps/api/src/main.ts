import 'reflect-metadata';
import { readConfig } from '#config';
import { startApi } from './start.js';

try {
  const app = await startApi(readConfig());
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void app.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Started by a supervisor: when it is gone, so are we.
  process.on('disconnect', stop);
} catch (error) {
  console.error(`The api did not start: ${(error as Error).message}`);
  process.exit(1);
}
