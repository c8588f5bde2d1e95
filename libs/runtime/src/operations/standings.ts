import { tableOf, type AnyProjection, type EventStore, type Position } from '@dealtrail/event-sourcing';
import type { ReadPool } from '@dealtrail/read-store';

/** How far behind the log a reader is. */
export interface Lag {
  /** Decimal. */
  readonly position: string;
  /** Positions between it and the newest event: events, where positions are dense (PostgreSQL). */
  readonly behind: number;
  /** Since the first event that it has not read was recorded; 0 when it has read all. */
  readonly seconds: number;
}

export interface ProjectionStanding extends Lag {
  readonly name: string;
  readonly version: number;
  /** Set aside and not skipped, what only waits behind others included. */
  readonly parked: number;
}

export interface ReactionStanding extends Lag {
  readonly name: string;
  readonly parked: number;
  /** Whose command a rule refused. */
  readonly refused: number;
}

export interface Standings {
  /** The newest event. */
  readonly head: string;
  readonly projections: readonly ProjectionStanding[];
  readonly reactions: readonly ReactionStanding[];
}

interface Sources {
  readonly pool: ReadPool;
  readonly store: EventStore;
  readonly projections: readonly AnyProjection[];
  /** Names. */
  readonly reactions: readonly string[];
}

/** Reads where every projection and reaction of an installation stands, whichever processes lead them. */
export async function readStandings({ pool, store, projections, reactions }: Sources): Promise<Standings> {
  const tables = projections.map(tableOf);
  const [head, checkpoints, parked, reached, trouble] = await Promise.all([
    store.head(),
    pool.query<{ name: string; position: Position }>(
      'select table_name as name, position from read.checkpoints where table_name = any($1)',
      [tables],
    ),
    pool.query<{ name: string; count: number }>(
      `select table_name as name, count(*) from read.parked
       where table_name = any($1) and skipped_because is null group by 1`,
      [tables],
    ),
    pool.query<{ name: string; position: Position }>(
      'select reaction as name, position from reactions.checkpoints where reaction = any($1)',
      [reactions],
    ),
    pool.query<{ name: string; trouble: string; count: number }>(
      'select reaction as name, trouble, count(*) from reactions.trouble group by 1, 2',
    ),
  ]);
  const waiting = new Map<Position, Promise<number>>();
  const lagAt = async (position: Position): Promise<Lag> => {
    if (position >= head) return { position: String(position), behind: 0, seconds: 0 };
    const seconds = waiting.get(position) ?? waitingSince(store, position);
    waiting.set(position, seconds);
    return { position: String(position), behind: head - position, seconds: await seconds };
  };
  const positions = new Map(checkpoints.rows.map(({ name, position }) => [name, position]));
  const counts = new Map(parked.rows.map(({ name, count }) => [name, count]));
  const reactionsAt = new Map(reached.rows.map(({ name, position }) => [name, position]));
  const troubled = (name: string, kind: string): number =>
    trouble.rows.find((row) => row.name === name && row.trouble === kind)?.count ?? 0;
  return {
    head: String(head),
    projections: await Promise.all(
      projections.map(async (projection) => ({
        name: projection.name,
        version: projection.version,
        ...(await lagAt(positions.get(tableOf(projection)) ?? 0)),
        parked: counts.get(tableOf(projection)) ?? 0,
      })),
    ),
    reactions: await Promise.all(
      reactions.map(async (name) => ({
        name,
        ...(await lagAt(reactionsAt.get(name) ?? head)), // one that no worker has begun begins at the head
        parked: troubled(name, 'parked'),
        refused: troubled(name, 'refused'),
      })),
    ),
  };
}

/** Seconds since the first event after a position was recorded. */
async function waitingSince(store: EventStore, position: Position): Promise<number> {
  const ending = new AbortController();
  const late = setTimeout(() => ending.abort(), 3_000);
  try {
    for await (const { events, live } of store.subscribe(position, { batchSize: 1, signal: ending.signal })) {
      const [first] = events;
      if (first) return Math.max(0, Date.now() - Date.parse(first.recordedAt)) / 1_000;
      if (live) break;
    }
    return 0;
  } finally {
    clearTimeout(late);
    ending.abort();
  }
}
