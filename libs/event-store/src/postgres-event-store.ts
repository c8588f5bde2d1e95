import { Pool, type ClientConfig, type PoolConfig } from 'pg';
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
import { PendingAppend, preparedEvents } from './append.js';
import { EventLog, type EventStoreStatus } from './event-log.js';
import { translated, unavailable } from './failures.js';
import { FoldedReads } from './folded-reads.js';
import type { StoreKeys } from './keys.js';
import { LogReader } from './log-reader.js';
import { PersonKeys } from './person-keys.js';
import { prepareDatabase } from './prepare-database.js';
import { follow } from './subscribe.js';
import { WakeUp } from './wake-up.js';
import { Writer } from './writer.js';

export interface PostgresEventStoreOptions {
  /** Address or settings of the connections; `max` bounds those for reading (default 5), two more write and listen. */
  readonly pool: PoolConfig | string;
  readonly types: EventTypes;
  readonly keys: StoreKeys;
  readonly clock: Clock;
  /** How often the log is looked at when nothing was heard, ms; default 5,000. */
  readonly safetyPoll?: number;
  /** Most appends waiting, more are refused; default 10,000. */
  readonly queueCapacity?: number;
  /** How long an append or read waits for a connection, ms; default 1,000. */
  readonly connectionWait?: number;
  /** How long it is tried to learn what became of a batch whose answer was lost, ms; default 10,000. */
  readonly outcomeWait?: number;
  /** How long the server may take to answer, ms, before a connection counts as lost; default 15,000. */
  readonly answerWait?: number;
}

/**
 * The log in PostgreSQL, schema `dealtrail`: appends that wait together are one commit, positions are dense, every stream is a
 * chain of hashes, personal fields are encrypted per person.
 */
export class PostgresEventStore extends EventLog {
  private readonly config: PoolConfig;
  private readonly pool: Pool;
  private readonly writer: Writer;
  private readonly wakeUp: WakeUp;
  private readonly personKeys: PersonKeys;
  private readonly log: LogReader;
  private readonly reads: FoldedReads<readonly Recorded[]>;
  private readonly safetyPoll: number;
  private readonly stopping = new AbortController();

  constructor(private readonly options: PostgresEventStoreOptions) {
    super();
    const { pool, keys, clock, connectionWait = 1_000, answerWait = 15_000 } = options;
    this.config = {
      keepAlive: true,
      connectionTimeoutMillis: connectionWait,
      statement_timeout: 10_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 10_000,
      query_timeout: answerWait, // a server that is gone keeps no timeout of its own
      max: 5,
      ...(typeof pool === 'string' ? { connectionString: pool } : pool),
    };
    this.safetyPoll = options.safetyPoll ?? 5_000;
    this.personKeys = new PersonKeys(keys.keyEncryptionKey);
    this.pool = new Pool({ ...this.config, application_name: 'dealtrail-reader' });
    this.pool.on('error', () => undefined); // the pool replaces it; the next query tells
    this.writer = new Writer({
      config: this.connectionConfig('dealtrail-writer'),
      clock,
      personKeys: this.personKeys,
      queueCapacity: options.queueCapacity ?? 10_000,
      connectionWait,
      outcomeWait: options.outcomeWait ?? 10_000,
      answerWait,
    });
    this.wakeUp = new WakeUp(this.connectionConfig('dealtrail-listener'), (person) => this.personKeys.forget(person));
    this.log = new LogReader(this.pool, options.types, this.personKeys, this.writer.heads);
    this.reads = new FoldedReads((streams) => this.log.streams(streams), []);
  }

  async start(): Promise<void> {
    await prepareDatabase(this.config, this.options.keys.fingerprint, 'postgresql');
    await this.writer.connection.start();
    await this.wakeUp.connection.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.writer.queue.drained();
    await Promise.all([this.writer.connection.stop(), this.wakeUp.connection.stop(), this.pool.end()]);
  }

  status(): EventStoreStatus {
    const connections = [this.writer.connection, this.wakeUp.connection];
    const error = connections.find(({ lastError }) => lastError)?.lastError?.message;
    return {
      connected: connections.every(({ connected }) => connected),
      queueLength: this.writer.queue.length,
      waitedMs: this.writer.queue.waited,
      ...(error !== undefined && { error }),
    };
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
    yield* follow(this.log, this.wakeUp, after, { categories, batchSize, signal, safetyPoll: this.safetyPoll });
    // Who reads to some end must not take this for it.
    if (!options.signal?.aborted) throw unavailable(new Error('the event store is stopped'));
  }

  head(): Promise<Position> {
    return this.log.head();
  }

  async erasePerson(person: string): Promise<void> {
    try {
      await this.personKeys.erase(this.pool, person);
    } catch (error) {
      throw translated(error);
    }
  }

  verify(stream: string): Promise<{ readonly events: number; readonly brokenAt?: number }> {
    return this.log.verify(stream);
  }

  private connectionConfig(name: string): ClientConfig {
    return { ...this.config, application_name: name };
  }
}
