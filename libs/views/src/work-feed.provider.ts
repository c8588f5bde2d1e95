import {
  EventStore,
  runSubscription,
  type EventBatch,
  type Position,
  type RunningSubscription,
} from '@dealtrail/event-sourcing';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { liveCategories, liveFacts, type LiveFact } from './live-work.js';

/** What was told up to a position, whoever it is for. */
export interface FeedBatch {
  readonly facts: readonly LiveFact[];
  readonly position: Position;
  /** Something before the position was left out: it lay too far back. */
  readonly leftOut?: true;
}

export interface FeedBounds {
  /** Facts kept in memory; who was away for longer reads the log. */
  readonly remembered: number;
  /** Events one stream reads of the log before what it told last counts as too long ago. */
  readonly furthest: number;
}

/** What a reading costs that brought nothing, in events. */
const emptyReading = 100;

/** How soon streams hear that the log has moved on without anything to tell: all of them at every commit would be a load, ms. */
const quiet = 500;

/** The live streams of a process read the log once, all together: as long as there are any. */
@Injectable()
export class WorkFeed implements OnModuleDestroy {
  private following: Following | undefined;
  readonly bounds: FeedBounds = { remembered: 10_000, furthest: 10_000 };

  constructor(private readonly store: EventStore) {}

  /** Everything there is to tell after a position, nothing twice and nothing left out unsaid, until the signal. */
  async *after(position: Position, signal: AbortSignal): AsyncGenerator<FeedBatch, void, undefined> {
    const following = (this.following ??= new Following(this.store, this.bounds));
    following.listeners++;
    try {
      yield* following.after(position, signal);
    } finally {
      following.listeners--;
      if (following.listeners === 0) {
        this.following = undefined;
        await following.stop();
      }
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.following?.stop();
  }
}

/** One reading of the log, with what it told last. */
export class Following {
  listeners = 0;
  private readonly log = new Logger('live work');
  private readonly waiting = new Set<() => void>();
  private recent: readonly LiveFact[] = [];
  /** Everything after this position is in `recent`; nothing is before it has begun. */
  private since: Position = Infinity;
  private position: Position = 0;
  private soon: NodeJS.Timeout | undefined;
  private readonly subscription: RunningSubscription;

  constructor(
    private readonly store: EventStore,
    private readonly bounds: FeedBounds,
  ) {
    this.subscription = runSubscription({
      name: 'live work',
      store,
      categories: liveCategories,
      after: () => this.begin(),
      handle: ({ events, position }) => {
        this.take({ facts: liveFacts(events), position });
        return Promise.resolve();
      },
      onFailure: (error) => this.log.warn(`the log cannot be followed: ${String(error)}`),
    });
  }

  async stop(): Promise<void> {
    await this.subscription.stop();
    clearTimeout(this.soon);
  }

  async *after(from: Position, signal: AbortSignal): AsyncGenerator<FeedBatch, void, undefined> {
    let at = from;
    while (!signal.aborted) {
      if (at < this.since) {
        let read = 0;
        for await (const { events, position, live } of this.older(at, signal)) {
          read += events.length || emptyReading;
          at = position;
          yield { facts: liveFacts(events), position };
          if (at >= this.since) break;
          if (live || read < this.bounds.furthest) continue;
          at = await this.store.head();
          yield { facts: [], position: at, leftOut: true };
          break;
        }
      } else if (at < this.position) {
        const [after, { position }] = [at, this];
        at = position;
        const told = this.recent.findLastIndex((fact) => fact.position <= after);
        yield { facts: this.recent.slice(told + 1), position };
      } else await this.movement(signal);
    }
  }

  /** What is remembered no more, or not yet, from the log itself. */
  private older(at: Position, signal: AbortSignal): AsyncIterable<EventBatch> {
    const batchSize = Math.min(1_000, this.bounds.furthest);
    return this.store.subscribe(at, { categories: liveCategories, batchSize, signal });
  }

  private async begin(): Promise<Position> {
    if (this.since === Infinity) this.position = this.since = await this.store.head();
    return this.position;
  }

  private take({ facts, position }: FeedBatch): void {
    if (position === this.position) return;
    if (facts.length > 0) {
      const { remembered: most } = this.bounds;
      const all = [...this.recent, ...facts];
      this.since = all.at(-most - 1)?.position ?? this.since;
      this.recent = all.slice(-most);
    }
    this.position = position;
    if (facts.length > 0) this.wake();
    else this.soon ??= setTimeout(() => this.wake(), quiet);
  }

  private wake(): void {
    clearTimeout(this.soon);
    this.soon = undefined;
    for (const awake of this.waiting) awake();
  }

  private movement(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const awake = () => {
        this.waiting.delete(awake);
        signal.removeEventListener('abort', awake);
        resolve();
      };
      this.waiting.add(awake);
      signal.addEventListener('abort', awake);
    });
  }
}
