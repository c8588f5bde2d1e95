import {
  EventStoreDBClient,
  jsonEvent,
  streamNameFilter,
  type AllStreamSubscription,
  type EventData,
  type RecordedEvent,
  type ResolvedEvent,
  type StreamingRead,
} from '@eventstore/db-client';
import { noStream, type Position } from '@dealtrail/event-sourcing';
import { isType } from './failures.js';
import type { StoredRecord } from './stored-record.js';
import { Tail } from './tail.js';

/** An event as it is sent; `data` and `metadata` are what their JSON text says. */
export interface RecordToStore {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
}

export type Stored =
  | { readonly revision: number; readonly position: Position | undefined }
  | { readonly conflict: true; readonly actual: number };

/** What another node has not heard of yet would be missing. */
const leader = { requiresLeader: true };

/** One connection to EventStoreDB: the only file that knows the client, its bigints and its streams. Throws what the client throws. */
export class EventStoreDbClient {
  private readonly client: EventStoreDBClient;
  private disposed = false;

  constructor(url: string) {
    this.client = EventStoreDBClient.connectionString(url);
    // Its batch append shares one table of answers among all clients of a process: a stream that breaks fails the calls of every
    // other, and an answer that comes for one of those ends the process. `Append` is a call of its own, with a deadline of its own.
    Object.assign(this.client, { supports: () => Promise.resolve(false) });
  }

  /** All or nothing, when the stream is at `expected`. */
  async append(stream: string, expected: number, records: readonly RecordToStore[], deadline: number): Promise<Stored> {
    try {
      const { nextExpectedRevision, position } = await this.client.appendToStream(
        stream,
        records.map((record) => jsonEvent(record as Parameters<typeof jsonEvent>[0])) as EventData[],
        { expectedRevision: expected === noStream ? 'no_stream' : BigInt(expected), deadline, ...leader },
      );
      // A repeat may be answered without a place.
      return { revision: Number(nextExpectedRevision), position: position && safe(position.commit) };
    } catch (error) {
      if (!isType(error, 'wrong-expected-version')) throw error;
      const { actualVersion } = error as { readonly actualVersion?: unknown };
      return { conflict: true, actual: typeof actualVersion === 'bigint' ? Number(actualVersion) : noStream };
    }
  }

  /** At most `count` events of a stream from a revision on; none when there is no such stream. */
  async stream(name: string, from: number, count: number, deadline: number): Promise<StoredRecord[]> {
    return this.existing(
      this.client.readStream(name, { fromRevision: BigInt(from), maxCount: count, ...leader }),
      deadline,
    );
  }

  /** The newest event of a stream. */
  async last(name: string, deadline: number): Promise<StoredRecord | undefined> {
    const read = this.client.readStream(name, { direction: 'backwards', fromRevision: 'end', maxCount: 1, ...leader });
    return (await this.existing(read, deadline))[0];
  }

  /** The `count` newest events of all streams before a position, newest first; those of the server itself too. */
  async newest(count: number, before: Position | undefined, deadline: number): Promise<StoredRecord[]> {
    const fromPosition = before === undefined ? 'end' : placeOf(before);
    return this.all(
      this.client.readAll({ direction: 'backwards', fromPosition, maxCount: count, ...leader }),
      deadline,
    );
  }

  /** Follows all streams with one of these prefixes; at most about `most` events wait here. */
  follow(after: Position, prefixes: readonly string[], most: number): Tail {
    let tail: Tail | undefined = undefined;
    const filter = streamNameFilter({
      prefixes: [...prefixes],
      checkpointInterval: 4,
      checkpointReached: (_: AllStreamSubscription, { commit }) => tail?.reached(Number(commit)),
    });
    const fromPosition = after === 0 ? 'start' : placeOf(after);
    const source = this.client.subscribeToAll({ fromPosition, filter }, { highWaterMark: most });
    tail = new Tail(source, recordOf, () => source.unsubscribe());
    return tail;
  }

  private async existing(read: StreamingRead<ResolvedEvent>, deadline: number): Promise<StoredRecord[]> {
    try {
      return await this.all(read, deadline);
    } catch (error) {
      if (isType(error, 'stream-not-found')) return [];
      throw error;
    }
  }

  /** Everything a read gives, within so many ms: the client sets reads no limit, and a stream left behind is never freed. */
  private async all(read: StreamingRead<ResolvedEvent>, deadline: number): Promise<StoredRecord[]> {
    const late = Object.assign(new Error('the server did not answer in time'), { type: 'deadline-exceeded' });
    const timer = setTimeout(() => read.destroy(late), deadline);
    const records: StoredRecord[] = [];
    let done = false;
    try {
      for await (const resolved of read) {
        const record = recordOf(resolved);
        if (record) records.push(record);
      }
      // Disposed of, it ends a read as if that were all.
      if (this.disposed) throw Object.assign(new Error('the client was replaced'), { type: 'cancelled' });
      done = true;
      return records;
    } finally {
      clearTimeout(timer);
      if (!done) void read.cancel().catch(() => undefined);
    }
  }

  /** Ends every call under way. */
  async dispose(): Promise<void> {
    this.disposed = true;
    await this.client.dispose();
  }
}

const placeOf = (position: Position) => ({ commit: BigInt(position), prepare: BigInt(position) });

/** Nothing where a number cannot say it. */
const safe = (commit: bigint): Position | undefined =>
  commit <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(commit) : undefined;

function recordOf({ event }: ResolvedEvent): StoredRecord | undefined {
  if (!event) return undefined; // a link to what was deleted
  const { streamId, revision, id, type, data, metadata, position } = event as RecordedEvent;
  return {
    stream: streamId,
    revision: Number(revision),
    id,
    type,
    data,
    metadata,
    // An older server says the largest number there is where it says nothing.
    position: position && safe(position.commit),
  };
}
