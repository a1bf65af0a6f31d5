/**
 * Runs `work` again and again, one run at a time: `every` ms after the last one ended, or when `now` is called: at once after a
 * rest, `rest` ms after the last run where it is called all the time.
 */
export class Beat {
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private again = false;
  private stopped = true;
  private ended = -Infinity;

  constructor(
    private readonly every: number,
    private readonly work: () => Promise<unknown>,
    private readonly failed: (error: unknown) => void,
    private readonly rest = 0,
  ) {}

  start(): void {
    this.stopped = false;
    this.now();
  }

  /** Runs now; while a run is under way or just over, once more after it. */
  now(): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    const wait = this.ended + this.rest - performance.now();
    if (wait > 0) this.timer = setTimeout(() => this.now(), wait);
    else this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      if (!this.stopped) this.failed(error);
    }
    this.running = undefined;
    this.ended = performance.now();
    if (this.stopped) return;
    const wait = this.again ? this.rest : this.every;
    this.again = false;
    this.timer = setTimeout(() => this.now(), wait);
  }
}
