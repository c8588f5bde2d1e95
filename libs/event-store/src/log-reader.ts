import type { Pool } from 'pg';
import type { EventTypes, Position, Recorded } from '@dealtrail/event-sourcing';
import { verifyStream } from './chain.js';
import { decoded, eventColumns, type EventRow } from './decode.js';
import { translated } from './failures.js';
import type { PersonKeys } from './person-keys.js';
import type { StreamHeads } from './stream-heads.js';

/** Rows as the log had them at `readAt` (`Date.now()` just before the query) or later. */
export interface ReadRows {
  readonly rows: readonly EventRow[];
  readonly readAt: number;
}

/** The queries over the log; failures come as `Unavailable` or `LogCorrupted`. */
export class LogReader {
  private readonly tails = new Map<string, Promise<ReadRows>>();

  constructor(
    private readonly pool: Pool,
    private readonly types: EventTypes,
    private readonly personKeys: PersonKeys,
    private readonly heads: StreamHeads,
  ) {}

  async head(): Promise<Position> {
    const rows = await this.query<{ head: string }>('select coalesce(max(position), 0) as head from dealtrail.events');
    return Number(rows[0]?.head ?? 0);
  }

  /** The events of each stream that exists. */
  async streams(names: readonly string[]): Promise<ReadonlyMap<string, readonly Recorded[]>> {
    const rows = await this.query<EventRow & { hash: string }>(
      `select ${eventColumns}, encode(hash, 'hex') as hash from dealtrail.events where stream = any($1) order by stream, revision`,
      [names],
    );
    // Who reads a stream is about to append to it.
    rows.forEach(({ stream, revision, hash }, i) => {
      if (rows[i + 1]?.stream !== stream) this.heads.set(stream, revision, hash);
    });
    const byStream = new Map<string, Recorded[]>();
    for (const event of await this.decoded(rows)) {
      const found = byStream.get(event.stream);
      if (found) found.push(event);
      else byStream.set(event.stream, [event]);
    }
    return byStream;
  }

  /** Rows after a position, in order; of categories not asked for without their texts. */
  rowsAfter(position: Position, limit: number, categories?: readonly string[]): Promise<readonly EventRow[]> {
    if (!categories)
      return this.query<EventRow>(
        `select ${eventColumns} from dealtrail.events where position > $1 order by position limit $2`,
        [position, limit],
      );
    return this.query<EventRow>(
      `select position, stream, revision, id, type, version, recorded_at,
         case when wanted then data else '' end as data, case when wanted then metadata else '' end as metadata
       from (select *, split_part(stream, '-', 1) = any($3) as wanted from dealtrail.events
             where position > $1 order by position limit $2) e
       order by position`,
      [position, limit, categories],
    );
  }

  /** As `rowsAfter`, with when it was asked. */
  async read(position: Position, limit: number, categories?: readonly string[]): Promise<ReadRows> {
    const readAt = Date.now();
    return { rows: await this.rowsAfter(position, limit, categories), readAt };
  }

  /** As `read`; those who ask the same at the same moment share one query, and what they heard of by then is in it. */
  tail(position: Position, limit: number, ticket: number): Promise<ReadRows> {
    const key = `${position}/${limit}/${ticket}`;
    let reading = this.tails.get(key);
    if (!reading) {
      reading = this.read(position, limit).finally(() => this.tails.delete(key));
      this.tails.set(key, reading);
    }
    return reading;
  }

  decoded(rows: readonly EventRow[]): Promise<Recorded[]> {
    return decoded(rows, this.types, async (persons) => {
      try {
        return await this.personKeys.forReading(this.pool, persons);
      } catch (error) {
        throw translated(error);
      }
    });
  }

  /** Recomputes a stream's chain. */
  async verify(stream: string): Promise<{ readonly events: number; readonly brokenAt?: number }> {
    const rows = await this.query<EventRow & { recordedAt: string; hash: string }>(
      `select ${eventColumns}, recorded_at as "recordedAt", encode(hash, 'hex') as hash
       from dealtrail.events where stream = $1 order by revision`,
      [stream],
    );
    const brokenAt = verifyStream(stream, rows);
    return { events: rows.length, ...(brokenAt !== undefined && { brokenAt }) };
  }

  private async query<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
    try {
      return (await this.pool.query<R>(text, values)).rows;
    } catch (error) {
      throw translated(error);
    }
  }
}
