import { parentPort } from 'node:worker_threads';
import { extractClaims, type Extraction, type ExtractOptions } from '#extraction';

export interface ExtractionTask {
  text: string;
  options: ExtractOptions;
}

export type ExtractionAnswer = { extraction: Extraction } | { error: string };

parentPort?.on('message', ({ text, options }: ExtractionTask) => {
  parentPort?.postMessage(answerTo(text, options));
});

function answerTo(text: string, options: ExtractOptions): ExtractionAnswer {
  try {
    return { extraction: extractClaims(text, options) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
