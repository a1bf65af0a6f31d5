/** Runs `work` again and again, one run at a time: `every` ms after the last one ended, or at once when `now` is called. */
export class Beat {
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private again = false;
  private stopped = true;

  constructor(
    private readonly every: number,
    private readonly work: () => Promise<unknown>,
    private readonly failed: (error: unknown) => void,
  ) {}

  start(): void {
    this.stopped = false;
    this.now();
  }

  /** Runs now; while a run is under way, once more after it. */
  now(): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.running = this.run();
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
    if (this.stopped) return;
    const wait = this.again ? 0 : this.every;
    this.again = false;
    this.timer = setTimeout(() => this.now(), wait);
  }
}
