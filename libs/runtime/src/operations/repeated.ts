import { setTimeout as delay } from 'node:timers/promises';

/** Does something again and again until it is stopped; what fails is told and tried again at the next turn. */
export class Repeated {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly everyMs: number,
    private readonly work: (signal: AbortSignal) => Promise<void>,
    private readonly onFailure: (error: unknown) => void = () => undefined,
  ) {}

  start(): void {
    this.running = this.repeat();
  }

  /** Resolves when the turn under way is over. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async repeat(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.work(signal);
      } catch (error) {
        if (!signal.aborted) this.onFailure(error);
      }
      await delay(this.everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
