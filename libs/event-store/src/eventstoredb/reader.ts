import {
  categoryOf,
  LogCorrupted,
  noStream,
  type AppendResult,
  type EventTypes,
  type Position,
  type Recorded,
} from '@dealtrail/event-sourcing';
import type { PendingAppend } from '../append.js';
import { genesis, verifyStream } from '../chain.js';
import { decoded, type EventRow } from '../decode.js';
import { isType } from './failures.js';
import type { ChainHeads } from './chain-heads.js';
import type { Connection } from './connection.js';
import type { PersonKeyDatabase } from './person-key-database.js';
import { atMost, sharedAmongWaiting } from './shared.js';
import { envelopeOf, hashedOf, positionOf, rowOf, type StoredRecord } from './stored-record.js';

const pageSize = 1_000;
const streamsAtOnce = 16;

/** The newest event of ours as it was at `readAt` (`Date.now()` just before the question) or later. */
export interface Head {
  readonly position: Position;
  readonly readAt: number;
}

/** The questions to the log; failures come as `Unavailable` or `LogCorrupted`. */
export class EventStoreDbReader {
  private readonly ours: ReadonlySet<string>;
  /** Where our newest event lies. The server has no such question: it is looked for from the end backwards. */
  readonly head: () => Promise<Head>;

  constructor(
    private readonly connection: Connection,
    private readonly types: EventTypes,
    private readonly keys: PersonKeyDatabase,
    private readonly heads: ChainHeads,
    private readonly answerWait: number,
  ) {
    this.ours = new Set(types.schemas.map(({ category }) => category));
    this.head = sharedAmongWaiting(() => this.findHead());
  }

  get categories(): readonly string[] {
    return [...this.ours];
  }

  /** The position of the newest event of all, the server's own included; 0 when there is none. */
  async end(): Promise<Position> {
    const [newest] = await this.connection.ask((client) => client.newest(1, undefined, this.answerWait));
    return newest ? positionOf(newest) : 0;
  }

  /** The events of each stream that exists. */
  async streams(names: readonly string[]): Promise<ReadonlyMap<string, readonly Recorded[]>> {
    const rows = (await atMost(streamsAtOnce, names, (name) => this.rows(name))).flat();
    const byStream = new Map<string, Recorded[]>();
    for (const event of await this.decoded(rows)) {
      const found = byStream.get(event.stream);
      if (found) found.push(event);
      else byStream.set(event.stream, [event]);
    }
    return byStream;
  }

  decoded(rows: readonly EventRow[]): Promise<Recorded[]> {
    return decoded(rows, this.types, (persons) => this.keys.forReading(persons));
  }

  /** The revision and hash of a stream's last event; those of no event yet when there is none. */
  async last(stream: string): Promise<{ readonly revision: number; readonly hash: string }> {
    const record = await this.connection.ask((client) => client.last(stream, this.answerWait));
    return record
      ? { revision: record.revision, hash: envelopeOf(record).hash }
      : { revision: noStream, hash: genesis(stream) };
  }

  /** The answer to an append whose very events are there already, at their place. Throws what the client throws. */
  async answerOf({ stream, expected, revision, events }: PendingAppend): Promise<AppendResult | undefined> {
    const there = await this.connection.use((client) =>
      client.stream(stream, expected + 1, events.length, this.answerWait),
    );
    if (there.length < events.length || there.some(({ id }, i) => id !== events[i]?.id)) return undefined;
    const last = there.at(-1) as StoredRecord;
    const position = last.position ?? (await this.head()).position;
    return { revision, position, recordedAt: envelopeOf(last).recordedAt };
  }

  /** Recomputes a stream's chain. */
  async verify(stream: string): Promise<{ readonly events: number; readonly brokenAt?: number }> {
    const records = await this.whole(stream);
    const brokenAt = verifyStream(stream, records.map(hashedOf));
    return { events: records.length, ...(brokenAt !== undefined && { brokenAt }) };
  }

  private async rows(stream: string): Promise<readonly EventRow[]> {
    const records = await this.whole(stream);
    // Who reads a stream is about to append to it.
    const last = records.at(-1);
    this.heads.read(stream, last?.revision ?? noStream, last ? envelopeOf(last).hash : genesis(stream));
    records.forEach(({ revision }, i) => {
      if (revision !== i) throw new LogCorrupted(`event ${i} of ${stream} is missing`);
    });
    // An older server does not say where they lie: not behind the newest event there is by now.
    const latest = records.some(({ position }) => position === undefined) ? (await this.head()).position : 0;
    return records.map((record) => rowOf(record, latest));
  }

  private async whole(stream: string): Promise<readonly StoredRecord[]> {
    const records: StoredRecord[] = [];
    try {
      for (let page: StoredRecord[] | undefined; !page || page.length === pageSize; records.push(...page))
        page = await this.connection.ask((client) => client.stream(stream, records.length, pageSize, this.answerWait));
    } catch (error) {
      if (isType(error, 'stream-deleted')) throw new LogCorrupted(`the stream ${stream} was deleted`);
      throw error;
    }
    return records;
  }

  private async findHead(): Promise<Head> {
    const readAt = Date.now();
    let before: Position | undefined;
    for (let size = 8; ; size = Math.min(size * 8, 1_024)) {
      const page = await this.connection.ask((client) => client.newest(size, before, this.answerWait));
      const newest = page.find(({ stream }) => stream.includes('-') && this.ours.has(categoryOf(stream)));
      if (newest) return { position: positionOf(newest), readAt };
      const oldest = page.at(-1);
      if (!oldest) return { position: 0, readAt };
      before = positionOf(oldest);
    }
  }
}
