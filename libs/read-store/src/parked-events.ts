import type { PoolClient } from 'pg';
import {
  DomainError,
  ensureFound,
  type AnyProjection,
  type EventStore,
  type Position,
  type Recorded,
} from '@dealtrail/event-sourcing';
import { applyTouches } from './apply-events.js';
import { readable, rowFrom } from './row-values.js';
import { streamKey, touchesOf, type Touch } from './fold-touches.js';
import { refuseWhenAway, transaction, type ReadPool } from './read-pool.js';
import { liveTarget } from './read-tables.js';

/** An event that a projection could not fold, or one that waits behind it. */
export interface ParkedEvent {
  readonly projection: string;
  readonly version: number;
  /** Of the row; `stream <name>` when the rows themselves cannot be told. */
  readonly key: string;
  readonly position: Position;
  readonly stream: string;
  readonly eventType: string;
  /** Absent for what only waits behind the first one of its key. */
  readonly cause?: string;
  readonly attempts: number;
  /** ISO 8601, by the database's clock. */
  readonly firstSeen: string;
  readonly skippedBecause?: string;
  readonly skippedBy?: string;
}

/** What a retry came to. */
export interface Retried {
  readonly folded: number;
  readonly stillParked: number;
}

interface Stored {
  readonly position: Position;
  readonly stream: string;
  readonly attempts: number;
  readonly first_seen: Date;
}

/** The parked events of some projections; retry and skip may be called from any process, whoever leads. */
export class ParkedEvents {
  constructor(
    private readonly pool: ReadPool,
    private readonly store: EventStore,
    private readonly projections: readonly AnyProjection[],
  ) {}

  /** In order of projection, key and position; those skipped for good are listed too. At most `limit`. */
  async list({ limit = 200 } = {}): Promise<readonly ParkedEvent[]> {
    const { rows } = await this.pool
      .query<Record<string, unknown>>(
        `select projection, version, key, parked.position, stream, event_type as "eventType", cause, attempts,
         to_char(first_seen at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "firstSeen",
         skipped_because as "skippedBecause", skipped_by as "skippedBy"
       from read.parked join read.checkpoints using (table_name)
       where table_name = any($1) order by table_name, key, parked.position limit $2`,
        [this.projections.map((projection) => liveTarget(projection).table), limit],
      )
      .catch(refuseWhenAway);
    return rows.map((row) => rowFrom(Object.keys(row), row) as ParkedEvent);
  }

  /** Folds what is parked under a key again, in order, in one transaction; what fails again stays, with what follows it. */
  async retry(projection: string, key: string): Promise<Retried> {
    return this.change(projection, (client, table) => this.foldAgain(client, table, key));
  }

  /** Whether this event is set aside and not skipped. */
  async holds(projection: string, key: string, position: Position): Promise<boolean> {
    const { rowCount } = await this.pool
      .query(
        'select from read.parked where table_name = $1 and key = $2 and position = $3 and skipped_because is null',
        [liveTarget(this.projectionOf(projection)).table, key, position],
      )
      .catch(refuseWhenAway);
    return rowCount === 1;
  }

  /**
   * Sets one event aside for good, also in later rebuilds of this version, and folds what waited behind it. Again, or by two
   * at once, it is done once.
   */
  async skip(projection: string, key: string, position: Position, reason: string, by: string): Promise<Retried> {
    if (reason.trim() === '') throw new DomainError('skip-without-reason');
    return this.change(projection, async (client, table) => {
      const { rowCount } = await client.query(
        `update read.parked set skipped_because = $4, skipped_by = $5, last_tried = now()
         where table_name = $1 and key = $2 and position = $3 and skipped_because is null`,
        [table, key, position, readable(reason), by],
      );
      if (rowCount === 1) return this.foldAgain(client, table, key);
      const before = await client.query(
        'select from read.parked where table_name = $1 and key = $2 and position = $3',
        [table, key, position],
      );
      ensureFound(before.rowCount === 1, 'event-not-parked');
      return { folded: 0, stillParked: 0 };
    });
  }

  /** Holds the checkpoint meanwhile, so that the leader waits and nothing new is parked in between. */
  private change(name: string, work: (client: PoolClient, table: string) => Promise<Retried>): Promise<Retried> {
    const { table } = liveTarget(this.projectionOf(name));
    return transaction(this.pool, async (client) => {
      await client.query('select position from read.checkpoints where table_name = $1 for update', [table]);
      return work(client, table);
    }).catch(refuseWhenAway);
  }

  private async foldAgain(client: PoolClient, table: string, key: string): Promise<Retried> {
    const { rows } = await client.query<Stored>(
      `delete from read.parked where table_name = $1 and key = $2 and skipped_because is null
       returning position, stream, attempts, first_seen`,
      [table, key],
    );
    if (rows.length === 0) return { folded: 0, stillParked: 0 };
    const projection = this.projections.find((candidate) => liveTarget(candidate).table === table);
    ensureFound(projection, 'projection-unknown');
    const touches = (await this.eventsAt(rows)).flatMap((event): Touch[] =>
      key === streamKey(event) ? touchesOf(projection, [event]) : [{ event, key }],
    );
    await applyTouches(client, liveTarget(projection), touches);
    const { rowCount } = await client.query(
      `update read.parked set attempts = before.attempts + parked.attempts, first_seen = before.first_seen
       from unnest($3::bigint[], $4::integer[], $5::timestamptz[]) as before(position, attempts, first_seen)
       where table_name = $1 and key = $2 and parked.position = before.position and skipped_because is null`,
      [
        table,
        key,
        rows.map(({ position }) => position),
        rows.map(({ attempts }) => attempts),
        rows.map(({ first_seen }) => first_seen),
      ],
    );
    return { folded: rows.length - (rowCount ?? 0), stillParked: rowCount ?? 0 };
  }

  /** The events themselves, from the log, in its order. */
  private async eventsAt(rows: readonly Stored[]): Promise<readonly Recorded[]> {
    const positions = new Set(rows.map(({ position }) => position));
    const streams = await this.store.read([...new Set(rows.map(({ stream }) => stream))]);
    return streams
      .flat()
      .filter(({ position }) => positions.has(position))
      .sort((a, b) => a.position - b.position);
  }

  private projectionOf(name: string): AnyProjection {
    const projection = this.projections.find((candidate) => candidate.name === name);
    ensureFound(projection, 'projection-unknown');
    return projection;
  }
}
