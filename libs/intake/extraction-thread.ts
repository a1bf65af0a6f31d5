import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Extraction, ExtractOptions } from '#extraction';
import type { ExtractionAnswer, ExtractionTask } from './extraction.worker.js';

/** A text took its thread more time or memory than is allowed, or broke it. */
export class ExtractionFailed extends Error {}

interface Waiting {
  task: ExtractionTask;
  settle: (outcome: Extraction | Error) => void;
}

const WALL_MS = 30_000;
const MEMORY_MB = 768;

/**
 * Looks for claims beside the main thread, one text at a time: a text of a million characters takes seconds (measured: 5),
 * in which a worker process would answer nobody, deliver nothing and renew no lock.
 */
@Injectable()
export class ExtractionThread implements OnApplicationShutdown {
  private worker?: Worker;
  private current?: Waiting;
  private clock?: NodeJS.Timeout;
  private readonly queue: Waiting[] = [];
  private closed = false;

  /** Throws ExtractionFailed for a text that is too much; any other error says nothing about the text. The clock starts when the thread takes it up. */
  async extract(text: string, options: ExtractOptions): Promise<Extraction> {
    if (this.closed) throw closing();
    const outcome = await new Promise<Extraction | Error>((settle) => {
      this.queue.push({ task: { text, options }, settle });
      this.next();
    });
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    for (const { settle } of this.queue.splice(0)) settle(closing());
    await this.worker?.terminate();
  }

  private next(): void {
    if (this.current) return;
    this.current = this.queue.shift();
    if (!this.current) return this.worker?.unref();
    this.worker ??= this.start();
    this.worker.ref();
    const { worker } = this;
    this.clock = setTimeout(() => void worker.terminate(), WALL_MS);
    worker.postMessage(this.current.task);
  }

  private start(): Worker {
    const worker = startWorker();
    let why = `not read within ${WALL_MS / 1_000} s`;
    worker.on('message', (answer: ExtractionAnswer) =>
      this.finish('extraction' in answer ? answer.extraction : new ExtractionFailed(answer.error)),
    );
    worker.on('error', (error) => (why = error.message));
    worker.on('exit', () => {
      this.worker = undefined;
      this.finish(this.closed ? closing() : new ExtractionFailed(why));
    });
    return worker;
  }

  private finish(outcome: Extraction | Error): void {
    clearTimeout(this.clock);
    const done = this.current;
    this.current = undefined;
    done?.settle(outcome);
    if (!this.closed) this.next();
  }
}

function closing(): Error {
  return new Error('the worker shuts down');
}

/** From `dist` it is JavaScript beside this file; from the sources the thread loads the TypeScript hook. */
function startWorker(): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = new URL(fromSource ? './extraction.worker.ts' : './extraction.worker.js', import.meta.url);
  return new Worker(file, {
    name: 'extraction',
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    execArgv: fromSource ? ['--conditions=@corroborate/source', '--import', '@swc-node/register/esm-register'] : [],
  });
}
