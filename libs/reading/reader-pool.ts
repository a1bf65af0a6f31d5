import { Worker } from 'node:worker_threads';
import type { ReadPage } from './article.rules.js';
import type { ReadingTask } from './reading.worker.js';

export interface PoolLimits {
  threads: number;
  wallMs: number;
  memoryMb: number;
}

/** A thread that was killed over its time or memory, or an error in it. */
export class ReadingFailed extends Error {}

interface Waiting {
  task: ReadingTask;
  settle: (outcome: ReadPage | ReadingFailed) => void;
}

interface Thread {
  worker: Worker;
  ready: boolean;
  work?: Waiting;
  clock?: NodeJS.Timeout;
}

type Message = { ready: true } | { page: ReadPage } | { error: string };

/** Threads that may be killed at any moment: the only place where a stranger's page meets a DOM. */
export class ReaderPool {
  readonly #threads = new Set<Thread>();
  readonly #queue: Waiting[] = [];
  #closed = false;

  constructor(private readonly limits: PoolLimits) {}

  /** Throws ReadingFailed. The clock starts when a thread takes the page up, not while it waits for one. */
  async read(task: ReadingTask): Promise<ReadPage> {
    if (this.#closed) throw new ReadingFailed('the reader is closed');
    const outcome = await new Promise<ReadPage | ReadingFailed>((settle) => {
      this.#queue.push({ task, settle });
      this.#assign();
    });
    if (outcome instanceof ReadingFailed) throw outcome;
    return outcome;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { settle } of this.#queue.splice(0)) settle(new ReadingFailed('the reader is closed'));
    await Promise.all([...this.#threads].map((thread) => this.#end(thread, 'the reader is closed')));
  }

  #assign(): void {
    for (const thread of this.#threads) {
      if (!thread.ready || thread.work) continue;
      const next = this.#queue.shift();
      if (!next) return thread.worker.unref();
      thread.work = next;
      thread.worker.ref();
      thread.clock = setTimeout(
        () => void this.#end(thread, `not read within ${this.limits.wallMs} ms`),
        this.limits.wallMs,
      );
      thread.worker.postMessage(next.task);
    }
    const starting = [...this.#threads].filter((thread) => !thread.ready).length;
    if (this.#queue.length > starting && this.#threads.size < this.limits.threads) this.#start();
  }

  #start(): void {
    const thread: Thread = { worker: startWorker(this.limits.memoryMb), ready: false };
    this.#threads.add(thread);
    thread.worker.on('message', (message: Message) => {
      thread.ready = true;
      if ('page' in message) this.#finish(thread, message.page);
      else if ('error' in message) this.#finish(thread, new ReadingFailed(message.error));
      this.#assign();
    });
    thread.worker.on('error', (error) => void this.#end(thread, error.message));
    thread.worker.on('exit', () => void this.#end(thread, 'the thread ended'));
  }

  #finish(thread: Thread, outcome: ReadPage | ReadingFailed): void {
    clearTimeout(thread.clock);
    thread.work?.settle(outcome);
    thread.work = undefined;
  }

  async #end(thread: Thread, why: string): Promise<void> {
    if (!this.#threads.delete(thread)) return;
    // A thread that cannot even start would be started for ever: its failure goes to whoever waits longest.
    if (!thread.ready) thread.work ??= this.#queue.shift();
    this.#finish(thread, new ReadingFailed(why));
    await thread.worker.terminate();
    if (!this.#closed) this.#assign();
  }
}

/** From `dist` it is JavaScript beside this file; from the sources (tests, `npm run dev`) the thread loads the TypeScript hook. */
function startWorker(memoryMb: number): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = new URL(fromSource ? './reading.worker.ts' : './reading.worker.js', import.meta.url);
  return new Worker(file, {
    name: 'reader',
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 8 },
    execArgv: fromSource ? ['--conditions=@corroborate/source', '--import', '@swc-node/register/esm-register'] : [],
  });
}
