import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { EventStore } from '@dealtrail/event-sourcing';
import type { ReadPool } from '@dealtrail/read-store';
import { verifyNext, type Verifiable } from './chain-check.js';
import { Repeated } from './repeated.js';
import type { Skips } from './skips.js';

/** How often a process offers itself to verify the next piece; of all together one does every 30 s. */
const verifyEveryMs = 30_000;

/** What a projector does for operators beside its read models: finishes skips, and goes round the log verifying chains. */
export class OperatedLog implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly verifying: Repeated;

  constructor(
    private readonly skips: Skips,
    pool: ReadPool,
    store: EventStore,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.verifying = new Repeated(
      verifyEveryMs,
      async (signal) => void ('verify' in store && (await verifyNext(pool, store as EventStore & Verifiable, signal))),
      onFailure,
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.skips.follow(this.onFailure);
    this.verifying.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.skips.stop(), this.verifying.stop()]);
  }
}
