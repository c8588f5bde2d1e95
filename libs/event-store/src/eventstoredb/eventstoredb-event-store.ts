import type { PoolConfig } from 'pg';
import type {
  AppendResult,
  Clock,
  EventBatch,
  EventToAppend,
  EventTypes,
  Position,
  Recorded,
  SubscribeOptions,
} from '@dealtrail/event-sourcing';
import { PendingAppend, preparedEvents } from '../append.js';
import { EventLog, type EventStoreStatus } from '../event-log.js';
import { unavailable } from '../failures.js';
import { FoldedReads } from '../folded-reads.js';
import type { StoreKeys } from '../keys.js';
import { prepareDatabase } from '../prepare-database.js';
import { ChainHeads } from './chain-heads.js';
import { Connection } from './connection.js';
import { follow } from './follow.js';
import { LiveFeed } from './live-feed.js';
import { PersonKeyDatabase } from './person-key-database.js';
import { EventStoreDbReader } from './reader.js';
import { EventStoreDbWriter } from './writer.js';

export interface EventStoreDbOptions {
  /** `esdb://…` or `esdb+discover://…`. */
  readonly url: string;
  /** The PostgreSQL that keeps the keys of persons and what must be the same at every start. */
  readonly pool: PoolConfig | string;
  readonly types: EventTypes;
  readonly keys: StoreKeys;
  readonly clock: Clock;
  /** How often the head is asked for when nothing was heard, ms; default 5,000. */
  readonly safetyPoll?: number;
  /** A subscription to which nothing comes for so long while the head is ahead, ms, is begun anew; default 5,000. */
  readonly silence?: number;
  /** Most appends waiting, more are refused; default 10,000. */
  readonly queueCapacity?: number;
  /** How long an append may wait to be sent, ms, before it is refused; default 3,000. */
  readonly longestWait?: number;
  /** How long an append or read waits for a server that is away, ms; default 1,000. */
  readonly connectionWait?: number;
  /** How long it is tried to learn what became of an append whose answer was lost, ms; default 10,000. */
  readonly outcomeWait?: number;
  /** How long the server may take to answer one call, ms; default 5,000. */
  readonly answerWait?: number;
}

/** The log in EventStoreDB: same chain and same ciphertext as in PostgreSQL, which still keeps the keys of persons. */
export class EventStoreDbEventStore extends EventLog {
  private readonly config: PoolConfig;
  private readonly connection: Connection;
  private readonly personKeys: PersonKeyDatabase;
  private readonly log: EventStoreDbReader;
  private readonly writer: EventStoreDbWriter;
  private readonly reads: FoldedReads<readonly Recorded[]>;
  private readonly prefixes: readonly string[];
  private readonly feed: LiveFeed;
  private readonly stopping = new AbortController();

  constructor(private readonly options: EventStoreDbOptions) {
    super();
    const { url, pool, types, keys, clock, connectionWait = 1_000, answerWait = 5_000 } = options;
    this.config = {
      keepAlive: true,
      connectionTimeoutMillis: connectionWait,
      statement_timeout: 10_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 10_000,
      query_timeout: 15_000,
      max: 5,
      ...(typeof pool === 'string' ? { connectionString: pool } : pool),
    };
    const heads = new ChainHeads();
    this.connection = new Connection(url, connectionWait);
    this.personKeys = new PersonKeyDatabase(this.config, keys.keyEncryptionKey);
    this.log = new EventStoreDbReader(this.connection, types, this.personKeys, heads, answerWait);
    this.writer = new EventStoreDbWriter({
      connection: this.connection,
      log: this.log,
      heads,
      keys: this.personKeys,
      clock,
      queueCapacity: options.queueCapacity ?? 10_000,
      longestWait: options.longestWait,
      connectionWait,
      outcomeWait: options.outcomeWait ?? 10_000,
      answerWait,
    });
    this.reads = new FoldedReads((streams) => this.log.streams(streams), []);
    this.prefixes = types.schemas.map(({ category }) => `${category}-`);
    this.feed = new LiveFeed((after) => this.connection.follow(after, this.prefixes, 1_000));
  }

  async start(): Promise<void> {
    await prepareDatabase(this.config, this.options.keys.fingerprint, 'eventstoredb');
    await this.log.end();
    await this.personKeys.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.writer.queue.drained();
    this.connection.close();
    await this.personKeys.stop();
  }

  status(): EventStoreStatus {
    const error = this.connection.lastError?.message ?? this.personKeys.error;
    return {
      connected: error === undefined,
      queueLength: this.writer.queue.length,
      waitedMs: this.writer.queue.waited,
      ...(error !== undefined && { error }),
    };
  }

  /** How often its client kept failing and was replaced. */
  get clientsReplaced(): number {
    return this.connection.replaced;
  }

  onBatch(heard: (events: number) => void): void {
    this.writer.queue.onBatch = heard;
  }

  append(stream: string, events: readonly EventToAppend[], expectedRevision: number): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      if (this.stopping.signal.aborted) throw unavailable(new Error('the event store is stopped'));
      const prepared = preparedEvents(this.options.types, stream, events, expectedRevision);
      this.writer.queue.push(new PendingAppend(stream, expectedRevision, prepared, { resolve, reject }));
    });
  }

  read(streams: readonly string[]): Promise<readonly (readonly Recorded[])[]> {
    return this.reads.ask(streams);
  }

  async *subscribe(after: Position, options: SubscribeOptions = {}): AsyncGenerator<EventBatch, void, undefined> {
    const { categories, batchSize = 1_000 } = options;
    const signal = AbortSignal.any([this.stopping.signal, ...(options.signal ? [options.signal] : [])]);
    yield* follow(this.log, after, {
      categories,
      batchSize,
      signal,
      safetyPoll: this.options.safetyPoll ?? 5_000,
      silence: this.options.silence ?? 5_000,
      feed: this.feed,
      begin: (from) => this.connection.follow(from, this.prefixes, batchSize),
    });
    // Who reads to some end must not take this for it.
    if (!options.signal?.aborted) throw unavailable(new Error('the event store is stopped'));
  }

  async head(): Promise<Position> {
    return (await this.log.head()).position;
  }

  erasePerson(person: string): Promise<void> {
    return this.personKeys.erase(person);
  }

  verify(stream: string): Promise<{ readonly events: number; readonly brokenAt?: number }> {
    return this.log.verify(stream);
  }
}
