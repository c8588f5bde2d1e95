import type { PoolClient } from 'pg';
import type { EventStore, Position } from '@dealtrail/event-sourcing';
import { applyEvents } from './apply-events.js';
import { transaction, type ReadPool } from './read-pool.js';
import { dropTable, ensureTarget, rebuildTarget, renameTable, type Target } from './read-tables.js';

/** How far a rebuild is; `position` of `head`, both of the log. */
export interface Rebuild {
  readonly id: number;
  readonly table: string;
  readonly state: 'requested' | 'running' | 'done';
  readonly position: Position;
  readonly head?: Position;
  readonly requestedBy?: string;
  /** ISO 8601, by the database's clock. */
  readonly requestedAt: string;
  readonly finishedAt?: string;
}

/** Tables whose rebuild is asked for or under way, of those this process leads. */
export async function openRebuilds(pool: ReadPool, led: readonly Target[]): Promise<Target[]> {
  const { rows } = await pool.query<{ table_name: string }>(
    `select table_name from read.rebuilds where state <> 'done' and table_name = any($1)`,
    [led.map(({ table }) => table)],
  );
  return led.filter(({ table }) => rows.some(({ table_name }) => table_name === table));
}

/** Makes the fresh table beside, or finds the one a process before this left; skipped events stay skipped. */
export async function beginRebuild(pool: ReadPool, store: EventStore, live: Target): Promise<Target> {
  const fresh = rebuildTarget(live.projection);
  const head = await store.head();
  await transaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `update read.rebuilds set state = 'running', head = $2 where table_name = $1 and state = 'requested'`,
      [live.table, head],
    );
    if (rowCount === 1) await dropTable(client, fresh.table);
    await ensureTarget(client, fresh);
    if (rowCount === 1) await inheritSkipped(client, live.table, fresh.table);
  });
  return fresh;
}

/** Copies what operators set aside for good. */
export const inheritSkipped = (client: PoolClient, from: string, to: string): Promise<unknown> =>
  client.query(
    `insert into read.parked
     select $2, key, position, stream, event_type, cause, attempts, first_seen, last_tried, skipped_because, skipped_by
     from read.parked where table_name = $1 and skipped_because is not null`,
    [from, to],
  );

/**
 * Puts the fresh table in the place of the live one; readers see the one or the other, never neither. What the live table
 * has and the fresh one has not is folded first, while the live one is held, so that no reader sees time go back.
 */
export const swap = (pool: ReadPool, store: EventStore, fresh: Target, live: Target): Promise<boolean> =>
  transaction(pool, async (client) => {
    // Rather tried again soon than readers kept waiting behind a long report.
    await client.query(`set local lock_timeout = '500ms'`);
    const { rows } = await client.query<{ table_name: string; position: Position }>(
      'select table_name, position from read.checkpoints where table_name = any($1) order by table_name for update',
      [[fresh.table, live.table]],
    );
    const at = new Map(rows.map(({ table_name, position }) => [table_name, position]));
    const [from, to] = [at.get(fresh.table), at.get(live.table)];
    if (from === undefined || to === undefined) return false;
    if (from < to) await catchUp(client, store, fresh, from, to);
    await renameTable(client, fresh, live);
    for (const records of ['read.parked', 'read.checkpoints']) {
      await client.query(`delete from ${records} where table_name = $1`, [live.table]);
      await client.query(`update ${records} set table_name = $1 where table_name = $2`, [live.table, fresh.table]);
    }
    const position = Math.max(from, to);
    await client.query('update read.checkpoints set position = $2 where table_name = $1', [live.table, position]);
    await client.query(
      `update read.rebuilds set state = 'done', finished_at = now(), position = $2 where table_name = $1 and state = 'running'`,
      [live.table, position],
    );
    return true;
  });

async function catchUp(client: PoolClient, store: EventStore, fresh: Target, from: Position, to: Position) {
  for await (const { events, position } of store.subscribe(from)) {
    await applyEvents(
      client,
      fresh,
      events.filter((event) => event.position <= to),
    );
    if (position >= to) return;
  }
}
