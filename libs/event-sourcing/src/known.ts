import { Unavailable } from './errors.js';
import type { AnyEventSchema } from './event-schema.js';
import type { EventStore } from './event-store.js';
import { categoryOf, type Event, type Position, type Recorded } from './message.js';
import { entryOf } from './table.js';
import { runSubscription, type RunningSubscription, type SubscriptionStatus } from './subscription.js';

/** A foundation context as every decision knows it: all its streams folded into one value. */
export interface KnownFold<S, E extends Event> {
  /** One schema for each category of streams that is folded. */
  readonly events: readonly AnyEventSchema[];
  readonly initialState: S;
  /** May read metadata of the event (its `occurredAt`); must not mutate what it is given. */
  readonly evolve: { readonly [T in E['type']]: (state: S, event: Recorded<Extract<E, { type: T }>>) => S };
}

/** Any foundation fold: what the keeper works with. */
interface AnyKnownFold {
  readonly events: readonly AnyEventSchema[];
  readonly initialState: unknown;
  readonly evolve: object;
}

export type KnownFolds<K> = { readonly [Part in keyof K]: AnyKnownFold & { readonly initialState: K[Part] } };

/** How old the proof of freshness may be, ms. */
const freshFor = 30_000;

/**
 * The in-memory fold of the foundation streams in one process: caught up before it is ready, read synchronously,
 * refused when it cannot show that it was at the end of the log within the last 30 s.
 */
export class KnownKeeper<K extends object> {
  private state: K;
  private running: RunningSubscription | undefined;
  private readonly waiters = new Set<{ readonly position: Position; readonly resolve: () => void }>();

  constructor(
    private readonly store: EventStore,
    private readonly folds: KnownFolds<K>,
  ) {
    this.state = Object.fromEntries(
      Object.entries<AnyKnownFold>(folds).map(([part, fold]) => [part, fold.initialState]),
    ) as K;
  }

  /** Resolves when the fold has reached the end of the log once. */
  async start(onFailure?: (error: unknown, status: SubscriptionStatus) => void): Promise<void> {
    const categories = this.entries().flatMap(([, fold]) => fold.events.map(({ category }) => category));
    const ready = new Promise<void>((resolve) => {
      this.running = runSubscription({
        name: 'known',
        store: this.store,
        categories,
        after: () => Promise.resolve(this.position),
        handle: (batch) => {
          for (const event of batch.events) this.apply(event);
          this.advance(batch.position);
          if (batch.live) resolve();
          return Promise.resolve();
        },
        onFailure,
      });
    });
    await ready;
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  get status(): SubscriptionStatus | undefined {
    return this.running?.status;
  }

  private at: Position = 0;
  get position(): Position {
    return this.at;
  }

  /** Whether it was at the end of the log within the last 30 s. */
  isFresh(): boolean {
    return Date.now() - (this.running?.status.liveAt ?? 0) <= freshFor;
  }

  /** What is known now; throws `Unavailable` when it may be older than 30 s. */
  readonly now = (): K => {
    if (!this.isFresh())
      throw new Unavailable('known-not-fresh', 'staff and policies could not be read within the last 30 s');
    return this.state;
  };

  /** What was known last, however long ago: only for those who look after what keeps it from being known. */
  readonly lastKnown = (): K => this.state;

  /** Resolves once everything up to this position is known; rejects with `Unavailable` after `limit` ms. */
  async reached(position: Position, limit = 10_000): Promise<K> {
    if (this.at < position)
      await new Promise<void>((resolve, reject) => {
        const waiter = { position, resolve: () => (clearTimeout(timer), resolve()) };
        const timer = setTimeout(() => {
          this.waiters.delete(waiter);
          reject(new Unavailable('known-behind', `staff and policies have not reached position ${position}`));
        }, limit);
        this.waiters.add(waiter);
      });
    return this.state;
  }

  private entries(): [string, AnyKnownFold][] {
    return Object.entries<AnyKnownFold>(this.folds);
  }

  private apply(event: Recorded): void {
    for (const [part, fold] of this.entries()) {
      const step = entryOf<(state: unknown, event: Recorded) => unknown>(fold.evolve, event.type);
      if (step && fold.events.some(({ category }) => category === categoryOf(event.stream)))
        this.state = { ...this.state, [part]: step(this.state[part as keyof K], event) };
    }
  }

  private advance(position: Position): void {
    this.at = position;
    for (const waiter of this.waiters)
      if (waiter.position <= position) {
        this.waiters.delete(waiter);
        waiter.resolve();
      }
  }
}
