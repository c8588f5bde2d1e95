import { ensureFound, type AnyProjection, type EventStore } from '@dealtrail/event-sourcing';
import { ParkedEvents } from './parked-events.js';
import { refuseWhenAway, transaction, type ReadPool } from './read-pool.js';
import { dropTable, liveTarget } from './read-tables.js';
import { takeTables } from './leadership.js';
import { rowFrom } from './row-values.js';
import type { Rebuild } from './rebuilds.js';

export type { ParkedEvent, Retried } from './parked-events.js';
export type { Rebuild } from './rebuilds.js';

/** What an operator does to read models, from any process: the projector that leads does the work. */
export class Upkeep {
  /** Events that could not be folded: list, retry, skip. */
  readonly parked: ParkedEvents;
  private readonly projections: readonly AnyProjection[];
  private readonly pool: ReadPool;

  constructor({
    pool,
    store,
    projections,
  }: {
    pool: ReadPool;
    store: EventStore;
    projections: readonly AnyProjection[];
  }) {
    this.pool = pool;
    this.projections = projections;
    this.parked = new ParkedEvents(pool, store, projections);
  }

  /** Asks for a fresh table built beside and swapped in; asking while one is open changes nothing. `not-found` for an unknown name. */
  async requestRebuild(name: string, requestedBy?: string): Promise<void> {
    const projection = this.projections.find((candidate) => candidate.name === name);
    ensureFound(projection, 'projection-unknown');
    await this.pool
      .query(
        `insert into read.rebuilds (table_name, state, requested_by) values ($1, 'requested', $2) on conflict do nothing`,
        [liveTarget(projection).table, requestedBy],
      )
      .catch(refuseWhenAway);
  }

  /** The newest rebuild of each table, with how far it is. */
  async rebuilds(): Promise<readonly (Rebuild & { readonly projection: string })[]> {
    const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    const { rows } = await this.pool
      .query<Record<string, unknown>>(
        `select distinct on (r.table_name) r.id, r.table_name as "table", r.state, r.head,
         coalesce(c.position, r.position) as position, r.requested_by as "requestedBy",
         ${iso('r.requested_at')} as "requestedAt", ${iso('r.finished_at')} as "finishedAt"
       from read.rebuilds r
       left join read.checkpoints c on c.table_name = r.table_name || '_rebuild' and r.state = 'running'
       where r.table_name = any($1) order by r.table_name, r.id desc`,
        [this.projections.map((projection) => liveTarget(projection).table)],
      )
      .catch(refuseWhenAway);
    return rows.map((row) => ({
      ...(rowFrom(Object.keys(row), row) as Rebuild),
      projection: this.projections.find((candidate) => liveTarget(candidate).table === row['table'])?.name ?? '',
    }));
  }

  /** Drops the tables of older versions that no process feeds any more; answers their names. */
  async dropOld(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ table_name: string; projection: string; version: number }>(
      'select table_name, projection, version from read.checkpoints',
    );
    const dropped: string[] = [];
    for (const { table_name, projection, version } of rows) {
      const current = this.projections.find(({ name }) => name === projection);
      if (!current || version >= current.version) continue;
      const free = await transaction(this.pool, async (client) => {
        if (!(await takeTables(client, [table_name], 'transaction')).includes(table_name)) return false;
        await client.query(`set local lock_timeout = '2s'`);
        await dropTable(client, table_name);
        return true;
      });
      if (free) dropped.push(table_name);
    }
    return dropped;
  }
}
