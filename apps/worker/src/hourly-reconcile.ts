import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Reconciled, Reconciler } from '@dealtrail/process-runner';
import type { ScheduleKeeping } from './schedule-keeping.js';

const hour = 3_600_000;

/** Reconciles when the worker starts and every hour after, schedules too; what fails is tried again within a minute. */
export class HourlyReconcile {
  /** Of the last run that ended. */
  last: { readonly at: string; readonly results: readonly Reconciled[] } | undefined;
  private readonly log = new Logger('reconcile');
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly reconciler: Reconciler,
    private readonly schedules: ScheduleKeeping,
  ) {}

  start(): void {
    // Each by itself: what keeps a schedule waiting must not reconcile again in the middle of an import.
    const all = [() => this.reconcile(), () => this.schedules.run().then(() => hour)];
    this.running = Promise.all(all.map((once) => this.repeat(once))).then(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Does it, and again after as many milliseconds as it says. */
  private async repeat(once: () => Promise<number>): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const pause = await once().catch((error: unknown) => {
        if (!signal.aborted) this.log.warn(`not possible now: ${String(error)}`);
        return 10_000;
      });
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  private async reconcile(): Promise<number> {
    const results = await this.reconciler.run({ signal: this.stopping.signal });
    this.last = { at: new Date().toISOString(), results };
    for (const { process, started, ended, refreshed, failed, error } of results)
      if (started + ended + refreshed + failed > 0)
        this.log.log(
          `${process}: ${started} started, ${ended} ended, ${refreshed} refreshed, ${failed} failed ${error ?? ''}`,
        );
    return results.some(({ failed }) => failed > 0) ? 60_000 : hour;
  }
}
