import { Worker } from 'node:worker_threads';
import type { Decision } from './model.rules.js';
import type { Incumbent, TrialResult } from './trial.rules.js';

const WALL_MS = 120_000;
const MEMORY_MB = 512;

/** Fits beside the main thread: ten thousand decisions take seconds, in which the worker has other things to do. */
export function fitAside(decisions: Decision[], incumbent: Incumbent): Promise<TrialResult> {
  return new Promise((resolve, reject) => {
    const worker = startWorker({ decisions, incumbent });
    const clock = setTimeout(() => void worker.terminate(), WALL_MS);
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      clearTimeout(clock);
      reject(new Error(`the fit ended without a result, within ${WALL_MS / 1_000} s`));
    });
  });
}

/** From `dist` it is JavaScript beside this file; from the sources the thread loads the TypeScript hook. */
function startWorker(workerData: unknown): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = new URL(fromSource ? './fitting.worker.ts' : './fitting.worker.js', import.meta.url);
  return new Worker(file, {
    name: 'fitting',
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    execArgv: fromSource ? ['--conditions=@corroborate/source', '--import', '@swc-node/register/esm-register'] : [],
  });
}
