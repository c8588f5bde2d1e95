import { Client, Pool, type ClientConfig, type PoolConfig } from 'pg';
import {
  EventStore,
  type AppendResult,
  type Clock,
  type EventBatch,
  type EventToAppend,
  type EventTypes,
  type Position,
  type Recorded,
  type SubscribeOptions,
} from '@dealtrail/event-sourcing';
import { PendingAppend, preparedEvents } from './append.js';
import { translated, unavailable } from './failures.js';
import { FoldedReads } from './folded-reads.js';
import type { StoreKeys } from './keys.js';
import { LogReader } from './log-reader.js';
import { migrate } from './migrate.js';
import { PersonKeys } from './person-keys.js';
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

export interface EventStoreStatus {
  /** Whether it can write and hears of new events. */
  readonly connected: boolean;
  readonly queueLength: number;
  /** Why it is not connected. */
  readonly error?: string;
}

/**
 * The log in PostgreSQL, schema `dealtrail`: appends that wait together are one commit, positions are dense, every stream is a
 * chain of hashes, personal fields are encrypted per person.
 */
export class PostgresEventStore extends EventStore {
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
      query_timeout: answerWait, // a server that is gone keeps no timeout of its own
      max: 5,
      ...(typeof pool === 'string' ? { connectionString: pool } : pool),
    };
    this.safetyPoll = options.safetyPoll ?? 5_000;
    this.personKeys = new PersonKeys(keys.keyEncryptionKey);
    this.pool = new Pool({ ...this.config, application_name: 'dealtrail-reader' });
    this.pool.on('error', () => undefined); // the pool replaces it; the next query tells
    this.writer = new Writer({
      config: { ...this.connectionConfig('dealtrail-writer'), lock_timeout: 5_000 },
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

  /** Migrates under a lock, checks that the master key is the one the log was begun with, opens its connections. */
  async start(): Promise<void> {
    // Migrating may take its time.
    const client = new Client({ ...this.connectionConfig('dealtrail-start'), query_timeout: 0 });
    client.on('error', () => undefined); // the query under way tells
    try {
      await client.connect().catch((error: unknown) => Promise.reject(unavailable(error)));
      await client.query('set statement_timeout = 0');
      await migrate(client);
      await checkMasterKey(client, this.options.keys.fingerprint);
    } finally {
      await client.end();
    }
    await this.writer.connection.start();
    await this.wakeUp.connection.start();
  }

  /** Finishes what is queued, ends the subscriptions (with `Unavailable`), closes every connection. */
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
      ...(error !== undefined && { error }),
    };
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

  /** Deletes a person's key: the personal fields of all events about them read as `erased` from now on, for ever. */
  async erasePerson(person: string): Promise<void> {
    try {
      await this.personKeys.erase(this.pool, person);
    } catch (error) {
      throw translated(error);
    }
  }

  /** Recomputes a stream's chain; `brokenAt` is the first revision whose hash is not what its history says. */
  verify(stream: string): Promise<{ readonly events: number; readonly brokenAt?: number }> {
    return this.log.verify(stream);
  }

  private connectionConfig(name: string): ClientConfig {
    return { ...this.config, application_name: name };
  }
}

interface Querying {
  query<R extends object>(text: string, values: unknown[]): Promise<{ rows: R[] }>;
}

/** With another master key no person could be read and no repeat recognised: better not to start. */
async function checkMasterKey(client: Querying, fingerprint: string): Promise<void> {
  await client.query('insert into dealtrail.settings values ($1, $2) on conflict do nothing', [
    'master-key',
    fingerprint,
  ]);
  const { rows } = await client.query<{ value: string }>('select value from dealtrail.settings where name = $1', [
    'master-key',
  ]);
  if (rows[0]?.value !== fingerprint)
    throw new Error('the master key is not the one this database was begun with; bring the old one back');
}
