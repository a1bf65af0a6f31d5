import { parentPort } from 'node:worker_threads';
import { type PageFacts, reduceHtml } from './article.rules.js';

/** What the pool sends; the answer is `{page}` or `{error}`. */
export interface ReadingTask {
  bytes: Uint8Array;
  facts: PageFacts;
  plain: boolean;
}

parentPort?.on('message', ({ bytes, facts, plain }: ReadingTask) => {
  try {
    parentPort?.postMessage({ page: reduceHtml(bytes, facts, plain) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
parentPort?.postMessage({ ready: true });
