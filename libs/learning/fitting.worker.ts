import { parentPort, workerData } from 'node:worker_threads';
import type { Decision } from './model.rules.js';
import { tryOut, type Incumbent } from './trial.rules.js';

/** One fit, and the thread ends. */
const { decisions, incumbent } = workerData as { decisions: Decision[]; incumbent: Incumbent };
parentPort?.postMessage(tryOut(decisions, incumbent));
