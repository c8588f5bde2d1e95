import { setTimeout as delay } from 'node:timers/promises';
import type { EventBatch, EventStore, SubscribeOptions } from './event-store.js';
import type { Position } from './message.js';

/** Where a background reader stands; shown to operators. */
export interface SubscriptionStatus {
  readonly name: string;
  position: Position;
  /** Reached the end of the log at this `Date.now()`; 0 while catching up for the first time. */
  liveAt: number;
  state: 'starting' | 'running' | 'failing' | 'stopped';
  /** The failure that it is waiting out, as text. */
  error?: string;
  failures: number;
}

export interface SubscriptionOptions extends SubscribeOptions {
  readonly name: string;
  readonly store: EventStore;
  /** Where to begin, asked again after each failure. */
  readonly after: () => Promise<Position>;
  /** Handles one batch; batches never overlap. */
  readonly handle: (batch: EventBatch) => Promise<void>;
  readonly onFailure?: (error: unknown, status: SubscriptionStatus) => void;
  /** The longest wait between two tries, ms; default 5,000. */
  readonly maxBackoff?: number;
}

export interface RunningSubscription {
  readonly status: SubscriptionStatus;
  /** Resolves when the batch under way is finished. */
  stop(): Promise<void>;
}

/** Keeps a reader going: batches in order, begun again from its own checkpoint after a failure, with back-off. */
export function runSubscription(options: SubscriptionOptions): RunningSubscription {
  const { name, store, after, handle, onFailure, maxBackoff = 5_000 } = options;
  const stopping = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal;
  const status: SubscriptionStatus = { name, position: 0, liveAt: 0, state: 'starting', failures: 0 };
  // A function, so that the compiler does not think it cannot change across an await.
  const stopped = (): boolean => signal.aborted;

  const running = (async () => {
    while (!stopped()) {
      try {
        status.position = await after();
        for await (const batch of store.subscribe(status.position, { ...options, signal })) {
          await handle(batch);
          status.position = batch.position;
          if (batch.live) status.liveAt = batch.readAt;
          status.state = 'running';
          status.failures = 0;
          delete status.error;
        }
        // Only a store that was stopped ends what is followed; asked again without a pause, nothing else would get a turn.
        if (!stopped()) throw new Error('the store has ended the subscription');
      } catch (error) {
        if (stopped()) break;
        status.state = 'failing';
        status.failures++;
        status.error = error instanceof Error ? error.message : String(error);
        onFailure?.(error, status);
        await delay(Math.min(100 * 2 ** Math.min(status.failures, 10), maxBackoff), undefined, { signal }).catch(
          () => undefined,
        );
      }
    }
    status.state = 'stopped';
  })();

  return {
    status,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
