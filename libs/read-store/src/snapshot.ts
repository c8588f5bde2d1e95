import { Kysely, PostgresDialect, type SelectQueryBuilder } from 'kysely';
import type { PoolClient } from 'pg';
import {
  Unavailable,
  type AnyProjection,
  type Event,
  type Position,
  type Projection,
  type Row,
} from '@dealtrail/event-sourcing';
import { qualified, type Target } from './read-tables.js';

/** Tables as SQL sees them: names decided at run time, columns of any kind. */
export type OpenSchema = Record<string, Record<string, unknown>>;

/** Selecting rows of one read model under the alias `row`. */
export type RowQuery<R extends Row> = SelectQueryBuilder<{ row: R }, 'row', object>;

/** What a report reads: the tables of the projections it named, all in one snapshot. */
export interface Tables {
  readonly db: Kysely<OpenSchema>;
  /** The table's name for SQL, e.g. `read.deal_register_v1`; throws for a projection the question did not name. */
  table(projection: AnyProjection): string;
  /** `db.selectFrom` of one table as `row`, with the columns of its rows. */
  from<R extends Row, E extends Event>(projection: Projection<R, E>): RowQuery<R>;
}

/** Queries of one client that is already inside its transaction. */
export function tablesOn(client: PoolClient, targets: readonly Target[]): Tables {
  // Kysely takes and gives back the one client; the transaction around it ends elsewhere.
  const single = { query: client.query.bind(client), release: () => undefined };
  const db = new Kysely<OpenSchema>({
    dialect: new PostgresDialect({
      pool: { connect: () => Promise.resolve(single), end: () => Promise.resolve() },
    }),
  });
  const table = (projection: AnyProjection): string => {
    const target = targets.find(
      ({ projection: { name, version } }) => name === projection.name && version === projection.version,
    );
    if (!target) throw new Error(`the question did not name projection ${projection.name}`);
    return `${target.schema}.${target.table}`;
  };
  return {
    db,
    table,
    from: <R extends Row, E extends Event>(projection: Projection<R, E>) =>
      db.selectFrom(`${table(projection)} as row`) as unknown as RowQuery<R>,
  };
}

/**
 * The statements that open a snapshot of these tables. Locks come before the first read: a table swapped in by a rebuild
 * after the snapshot was taken would look empty in it.
 */
export const beginSnapshot = (targets: readonly Target[]): string =>
  `begin isolation level repeatable read read only; lock table ${targets.map(qualified).sort().join(', ')} in access share mode`;

/** The lowest checkpoint of these tables; throws `Unavailable` when it is below `atLeast`. */
export async function positionOf(client: PoolClient, targets: readonly Target[], atLeast: Position): Promise<Position> {
  const { rows } = await client.query<{ position: Position | null; found: number }>(
    'select min(position) as position, count(*) as found from read.checkpoints where table_name = any($1)',
    [targets.map(({ table }) => table)],
  );
  const { position = null, found = 0 } = rows[0] ?? {};
  if (position === null || found < targets.length)
    throw new Unavailable('read-model-missing', 'this read model has not been built yet');
  if (position < atLeast)
    throw new Unavailable('read-model-behind', `this read model has not reached position ${atLeast}`);
  return position;
}
