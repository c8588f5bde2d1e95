import { setTimeout as delay } from 'node:timers/promises';
import { Unavailable, type AppendResult, type Clock, type Position } from '@dealtrail/event-sourcing';
import { AppendQueue } from '../append-queue.js';
import { segments, type PendingAppend } from '../append.js';
import { dataText, personsOf } from '../batch.js';
import { eventHash } from '../chain.js';
import { outcomeUnknown, unavailable } from '../failures.js';
import type { PersonKeyMap } from '../person-keys.js';
import type { ChainHeads } from './chain-heads.js';
import type { RecordToStore } from './client.js';
import { backOff, type Connection } from './connection.js';
import { isAway, wasNotSent } from './failures.js';
import type { PersonKeyDatabase } from './person-key-database.js';
import type { EventStoreDbReader } from './reader.js';
import type { Envelope } from './stored-record.js';

export interface WriterOptions {
  readonly connection: Connection;
  readonly log: EventStoreDbReader;
  readonly heads: ChainHeads;
  readonly keys: PersonKeyDatabase;
  readonly clock: Clock;
  readonly queueCapacity: number;
  readonly longestWait: number | undefined;
  readonly connectionWait: number;
  readonly outcomeWait: number;
  readonly answerWait: number;
}

/** Another writer was first. */
interface Conflict {
  readonly actual: number;
}

/** Takes all that waits: the streams beside each other, the appends of one stream one after another, each a call of its own. */
export class EventStoreDbWriter {
  readonly queue: AppendQueue;
  /** The newest position an append of this process was answered with. */
  private newest: Position = 0;

  constructor(private readonly options: WriterOptions) {
    this.queue = new AppendQueue((batch) => this.commit(batch), options.queueCapacity, options.longestWait);
  }

  private async commit(batch: readonly PendingAppend[]): Promise<readonly PendingAppend[]> {
    const persons = personsOf(batch);
    const keys =
      persons.size > 0 ? this.options.keys.forWriting(persons) : Promise.resolve(new Map<string, Buffer | undefined>());
    keys.catch(() => undefined); // each append that needs them hears of it
    await Promise.all(
      segments(batch).map(async ({ appends }) => {
        for (const append of appends) await this.settle(append, keys);
      }),
    );
    return [];
  }

  private async settle(append: PendingAppend, keys: Promise<PersonKeyMap>): Promise<void> {
    if (append.baseless) return append.refuse();
    try {
      const outcome = await this.outcomeOf(append, keys);
      if ('actual' in outcome) append.refuse(outcome.actual);
      else append.resolve(outcome);
    } catch (error) {
      append.reject(error);
    }
  }

  private async outcomeOf(append: PendingAppend, keys: Promise<PersonKeyMap>): Promise<AppendResult | Conflict> {
    const { log, heads, clock } = this.options;
    const { stream, expected } = append;
    let previous = heads.take(stream, expected);
    if (previous === undefined) {
      const last = await this.orNobodyWaits(log.last(stream));
      if (last.revision > expected) return this.answerOrConflict(append, last.revision);
      if (last.revision < expected) return { actual: last.revision };
      previous = last.hash;
    }
    const recordedAt = clock.now();
    const known = append.events.some(({ personal }) => personal) ? await keys : new Map<string, Buffer>();
    return this.send(append, chained(append, previous, recordedAt, known), recordedAt);
  }

  /** Sends the same bytes until their outcome is known: the ids make a repeat harmless. */
  private async send(
    append: PendingAppend,
    records: readonly RecordToStore[],
    recordedAt: string,
  ): Promise<AppendResult | Conflict> {
    const { connection, log, answerWait, connectionWait, outcomeWait } = this.options;
    const began = Date.now();
    let inDoubt = false;
    let failure: unknown;
    for (const wait of backOff()) {
      const newest = this.newest;
      try {
        const there = inDoubt ? await log.answerOf(append) : undefined;
        if (there) return there;
        const stored = await connection.use((client) =>
          client.append(append.stream, append.expected, records, answerWait),
        );
        if ('conflict' in stored) return await this.answerOrConflict(append, stored.actual);
        if (stored.position !== undefined && stored.position > newest) {
          this.newest = Math.max(this.newest, stored.position);
          return { revision: append.revision, position: stored.position, recordedAt };
        }
        // Older than what was stored before it was sent: a repeat. The log knows what the first time was.
        inDoubt = true;
        continue;
      } catch (error) {
        if (!isAway(error) && !(error instanceof Unavailable)) throw inDoubt ? outcomeUnknown(error) : error;
        inDoubt ||= !wasNotSent(error);
        failure = error;
      }
      const waited = Date.now() - began;
      if (waited > connectionWait) this.queue.rejectWaiting(unavailable(failure)); // nobody else has to wait with it
      if (waited > (inDoubt ? outcomeWait : connectionWait)) break;
      await delay(wait);
    }
    throw inDoubt ? outcomeUnknown(failure) : unavailable(failure);
  }

  /** It may have been this very append that moved the stream on. */
  private async answerOrConflict(append: PendingAppend, actual: number): Promise<AppendResult | Conflict> {
    const { connection, log } = this.options;
    return (await connection.ask(() => log.answerOf(append))) ?? { actual };
  }

  private async orNobodyWaits<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof Unavailable) this.queue.rejectWaiting(error);
      throw error;
    }
  }
}

/** The events as they are stored: personal fields encrypted, each hash standing on the one before. */
function chained(
  { stream, expected, events }: PendingAppend,
  previous: string,
  recordedAt: string,
  keys: PersonKeyMap,
): readonly RecordToStore[] {
  let hash = previous;
  return events.map((event, i) => {
    const { id, type, version, metadata } = event;
    const data = dataText(event, keys);
    hash = eventHash(hash, { stream, revision: expected + 1 + i, id, type, version, recordedAt, metadata, data });
    const envelope: Envelope = { version, recordedAt, hash, metadata: JSON.parse(metadata) as object };
    return { id, type, data: JSON.parse(data) as object, metadata: envelope };
  });
}
