import { EventStore, runSubscription, type Position, type RunningSubscription } from '@dealtrail/event-sourcing';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { liveCategories, liveFacts, type LiveFact } from './live-work.js';

/** What was told up to a position, whoever it is for. */
export interface FeedBatch {
  readonly facts: readonly LiveFact[];
  readonly position: Position;
}

/** Facts kept in memory; who was away for longer reads the log. */
const remembered = 10_000;

/** How soon streams hear that the log has moved on without anything to tell: all of them at every commit would be a load, ms. */
const quiet = 500;

/** The live streams of a process read the log once, all together: as long as there are any. */
@Injectable()
export class WorkFeed implements OnModuleDestroy {
  private following: Following | undefined;

  constructor(private readonly store: EventStore) {}

  /** Everything there is to tell after a position, nothing left out and nothing twice, until the signal. */
  async *after(position: Position, signal: AbortSignal): AsyncGenerator<FeedBatch, void, undefined> {
    const following = (this.following ??= new Following(this.store, remembered));
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
    private readonly most: number,
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
        for await (const batch of this.older(at, signal)) {
          yield batch;
          at = batch.position;
          if (at >= this.since) break;
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
  private async *older(at: Position, signal: AbortSignal): AsyncGenerator<FeedBatch, void, undefined> {
    for await (const { events, position } of this.store.subscribe(at, { categories: liveCategories, signal }))
      yield { facts: liveFacts(events), position };
  }

  private async begin(): Promise<Position> {
    if (this.since === Infinity) this.position = this.since = await this.store.head();
    return this.position;
  }

  private take({ facts, position }: FeedBatch): void {
    if (position === this.position) return;
    if (facts.length > 0) {
      const all = [...this.recent, ...facts];
      this.since = all.at(-this.most - 1)?.position ?? this.since;
      this.recent = all.slice(-this.most);
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
