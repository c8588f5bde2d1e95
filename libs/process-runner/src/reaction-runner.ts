import {
  entryOf,
  runSubscription,
  type EventBatch,
  type Position,
  type Reactions,
  type Recorded,
  type SubscriptionStatus,
} from '@dealtrail/event-sourcing';
import type { Pool, ClientConfig } from 'pg';
import { inParallel } from './in-parallel.js';
import { leadWhilePossible } from './leadership.js';
import { ReactionLog, type TroubledReaction } from './reaction-log.js';
import { ReactionPerformer, type ReactionPerformerOptions } from './reaction-performer.js';

export interface ReactionRunnerOptions<K> extends ReactionPerformerOptions<K> {
  readonly pool: Pool;
  /** Where the leader's lock is held, on a connection of its own. */
  readonly database: string | ClientConfig;
  readonly tables: readonly Reactions<never, K>[];
  /** Streams worked on at once; default 16. */
  readonly parallel?: number;
}

/** Where the reactions stand, for operators. */
export interface ReactionRunnerStatus {
  readonly leader: boolean;
  readonly subscription?: Readonly<SubscriptionStatus>;
}

/**
 * Turns facts into what happens next: reads the log from its own checkpoints, sends commands, starts and signals processes.
 * Serial per stream, parallel across; done again after a crash with the same command ids, so that it takes effect once.
 * A refused command is noted and left; what keeps failing is parked with what follows in its stream; an outage is waited out.
 */
export class ReactionRunner<K> {
  readonly log: ReactionLog;
  private readonly performer: ReactionPerformer<K>;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private leader = false;
  private subscription: SubscriptionStatus | undefined;

  constructor(private readonly options: ReactionRunnerOptions<K>) {
    this.log = new ReactionLog(options.pool);
    this.performer = new ReactionPerformer(options, this.log);
  }

  /** Begins to lead as soon as no other process does. A reaction that is new begins at the head of the log as it is now. */
  async start(): Promise<void> {
    await this.log.prepare();
    await this.log.checkpoints(this.names(), await this.options.store.head());
    this.running = leadWhilePossible({
      database: this.options.database,
      name: 'reactions',
      signal: this.stopping.signal,
      work: (signal) => this.lead(signal),
      onFailure: (error) => this.options.onFailure?.(error, 'reactions'),
    });
  }

  /** Resolves when the events under way are done; the rest of their batch is the next leader's, and what was done does nothing again. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  status(): ReactionRunnerStatus {
    return { leader: this.leader, ...(this.subscription && { subscription: { ...this.subscription } }) };
  }

  private names(): string[] {
    return this.options.tables.map(({ name }) => name);
  }

  private async lead(signal: AbortSignal): Promise<void> {
    const { store, onFailure } = this.options;
    let turn: Turn | undefined;
    const subscription = runSubscription({
      name: 'reactions',
      store,
      signal,
      batchSize: 500,
      after: async () => {
        const checkpoints = await this.log.checkpoints(this.names(), await store.head());
        turn = { signal, checkpoints, held: heldBy(await this.log.list()) };
        return Math.min(...checkpoints.values());
      },
      handle: async (batch) => {
        if (turn) await this.handle(batch, turn);
      },
      onFailure: (error) => onFailure?.(error, 'reactions'),
    });
    this.leader = true;
    this.subscription = subscription.status;
    try {
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await subscription.stop();
    } finally {
      this.leader = false;
    }
  }

  private async handle({ events, position }: EventBatch, turn: Turn): Promise<void> {
    await this.retryAsked(turn);
    const streams = new Map<string, Recorded[]>();
    for (const event of events) {
      const sameStream = streams.get(event.stream);
      if (sameStream) sameStream.push(event);
      else streams.set(event.stream, [event]);
    }
    await inParallel(streams.values(), this.options.parallel ?? 16, async (sameStream) => {
      for (const event of sameStream) {
        if (turn.signal.aborted) return;
        for (const table of this.options.tables)
          if (event.position > (turn.checkpoints.get(table.name) ?? 0)) await this.react(table, event, turn);
      }
    });
    if (turn.signal.aborted) return;
    if ([...turn.checkpoints.values()].every((checkpoint) => checkpoint >= position)) return;
    await this.log.advance(this.names(), position);
    for (const [name, checkpoint] of turn.checkpoints) turn.checkpoints.set(name, Math.max(checkpoint, position));
  }

  /** One event for one reaction: done, noted as refused, or parked. */
  private async react(table: Reactions<never, K>, event: Recorded, turn: Turn): Promise<void> {
    if (event.metadata.history && !table.history) return; // fact, not news
    if (!entryOf(table.react, event.type)) return;
    if (turn.held.has(holdOf(table.name, event.stream))) {
      await this.log.note(table.name, event, 'parked', 'waits for an earlier event of its stream');
      return;
    }
    const failure = await this.performer.tryOften(table, event, turn.signal);
    if (!failure) return;
    turn.held.add(holdOf(table.name, event.stream));
    await this.log.note(table.name, event, 'parked', failure);
    this.options.onFailure?.(new Error(failure), `reaction ${table.name} to ${event.type}`);
  }

  /** Tries what an operator asked for again, in order; the first of a stream that fails again keeps the rest of it waiting. */
  private async retryAsked(turn: Turn): Promise<void> {
    const failed = new Set<string>();
    const asked = await this.log.asked();
    for (const { reaction, stream, revision, eventId } of asked) {
      const hold = holdOf(reaction, stream);
      const table = this.options.tables.find(({ name }) => name === reaction);
      const [events = []] = await this.options.store.read([stream]);
      const event = events.find((one) => one.revision === revision);
      if (!table || !event || failed.has(hold)) continue;
      const failure = await this.performer.tryOften(table, event, turn.signal);
      if (failure) {
        failed.add(hold);
        await this.log.note(reaction, event, 'parked', failure);
        await this.log.waitOn(reaction, stream); // else the next look would do them without the first
      } else await this.log.settle(reaction, eventId, 'parked');
    }
    // What is held may have been skipped meanwhile.
    if (turn.held.size > 0) turn.held = heldBy(await this.log.list());
  }
}

/** What a leader knows while it leads. */
interface Turn {
  readonly signal: AbortSignal;
  readonly checkpoints: Map<string, Position>;
  /** Streams of which a reaction has parked an event. */
  held: Set<string>;
}

const holdOf = (reaction: string, stream: string): string => `${reaction} ${stream}`;

const heldBy = (troubled: readonly TroubledReaction[]): Set<string> =>
  new Set(
    troubled.filter(({ trouble }) => trouble === 'parked').map(({ reaction, stream }) => holdOf(reaction, stream)),
  );
