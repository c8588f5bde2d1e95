import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { canonicalJson, tableOf, type AnyProjection, type Position } from '@dealtrail/event-sourcing';
import { transaction, type ReadPool } from './read-pool.js';
import { columnTypes } from './row-values.js';

/** One table that a projection is folded into: the live one, one being rebuilt, or a temporary one. */
export interface Target {
  readonly projection: AnyProjection;
  readonly schema: 'read' | 'pg_temp';
  /** Names the table, its checkpoint and its parked events. */
  readonly table: string;
}

export const liveTarget = (projection: AnyProjection): Target => ({
  projection,
  schema: 'read',
  table: tableOf(projection),
});

export const rebuildTarget = (projection: AnyProjection): Target => ({
  projection,
  schema: 'read',
  table: `${tableOf(projection)}_rebuild`,
});

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const qualified = ({ schema, table }: Pick<Target, 'schema' | 'table'>): string =>
  `${quote(schema)}.${quote(table)}`;

/** Told apart from the advisory locks of tables by its first number. */
const schemaLock = 'select pg_advisory_xact_lock(4861, 1)';

const schema = `
create schema if not exists read;
create table if not exists read.checkpoints (
  table_name text collate "C" primary key,
  projection text not null,
  version integer not null,
  shape text not null,
  position bigint not null,
  moved_at timestamptz not null default now()
);
create table if not exists read.parked (
  table_name text collate "C" not null,
  key text collate "C" not null,
  position bigint not null,
  stream text not null,
  event_type text not null,
  cause text,
  attempts integer not null default 0,
  first_seen timestamptz not null default now(),
  last_tried timestamptz not null default now(),
  skipped_because text,
  skipped_by text,
  primary key (table_name, key, position)
);
create table if not exists read.rebuilds (
  id bigint generated always as identity primary key,
  table_name text collate "C" not null,
  state text not null check (state in ('requested', 'running', 'done')),
  requested_by text,
  requested_at timestamptz not null default now(),
  finished_at timestamptz,
  head bigint,
  position bigint not null default 0
);
create unique index if not exists rebuilds_open on read.rebuilds (table_name) where state <> 'done';
`;

/** Makes the schema `read` and its own tables when they are missing; safe when several processes begin at once. */
export async function prepareReadSchema(pool: ReadPool): Promise<void> {
  const { rows } = await pool.query<{ made: boolean }>(`select to_regclass('read.rebuilds_open') is not null as made`);
  if (rows[0]?.made) return;
  await transaction(pool, async (client) => {
    await client.query(schemaLock);
    await client.query(schema);
  });
}

const shapeOf = ({ key, columns }: AnyProjection): string => canonicalJson({ key, columns });

/** Indexes end with the key, so that a page can begin where the last one ended; one of texts finds the rows that hold one. */
function indexesOf({ projection, table }: Target): { name: string; columns: readonly string[]; method: string }[] {
  return (projection.indexes ?? []).map((indexed) => {
    const ofTexts = indexed.length === 1 && projection.columns[indexed[0] ?? ''] === 'texts';
    const columns = ofTexts || indexed.includes(projection.key) ? indexed : [...indexed, projection.key];
    const digest = createHash('sha256').update(columns.join()).digest('hex').slice(0, 8);
    return { name: `${table}_${digest}`, columns, method: ofTexts ? 'gin' : 'btree' };
  });
}

/** Makes the table with its indexes when it is missing; `_position` is the last event that changed the row. */
export async function createTable(client: PoolClient, target: Target): Promise<void> {
  const { projection } = target;
  const columns = Object.entries(projection.columns).map(
    ([name, type]) => `${quote(name)} ${columnTypes[type].sql}${name === projection.key ? ' not null' : ''}`,
  );
  const constraint = `constraint ${quote(`${target.table}_pkey`)} primary key (${quote(projection.key)})`;
  // A temporary table is named without its schema: `pg_temp` can be read from but not created in by that name everywhere.
  const create = target.schema === 'pg_temp' ? 'create temporary table' : 'create table if not exists';
  const name = target.schema === 'pg_temp' ? quote(target.table) : qualified(target);
  await client.query(`${create} ${name} (${[...columns, '_position bigint not null', constraint].join(', ')})`);
  for (const { name: index, columns: indexed, method } of indexesOf(target)) {
    const listed = indexed.map(quote).join(', ');
    await client.query(`create index if not exists ${quote(index)} on ${name} using ${method} (${listed})`);
  }
}

/** Makes the table and its checkpoint; throws when the version was made with other columns. */
export async function ensureTarget(client: PoolClient, target: Target): Promise<void> {
  const { projection, table } = target;
  if (table.length > 50) throw new Error(`the name of table ${table} is too long`);
  await client.query(schemaLock);
  const { rows: found } = await client.query<{ missing: boolean }>('select to_regclass($1) is null as missing', [
    qualified(target),
  ]);
  // Somebody dropped the table alone: its checkpoint would promise rows that are gone.
  if (found[0]?.missing) await dropTable(client, table);
  await createTable(client, target);
  const shape = shapeOf(projection);
  await client.query(
    `insert into read.checkpoints (table_name, projection, version, shape, position) values ($1, $2, $3, $4, 0)
     on conflict do nothing`,
    [table, projection.name, projection.version, shape],
  );
  const { rows } = await client.query<{ shape: string }>('select shape from read.checkpoints where table_name = $1', [
    table,
  ]);
  if (rows[0]?.shape !== shape)
    throw new Error(`table ${table} was made with other columns: raise the version of projection ${projection.name}`);
}

/** Drops the table with its checkpoint and parked events. */
export async function dropTable(client: PoolClient, table: string): Promise<void> {
  await client.query(`drop table if exists ${qualified({ schema: 'read', table })}`);
  await client.query('delete from read.parked where table_name = $1', [table]);
  await client.query('delete from read.checkpoints where table_name = $1', [table]);
}

/** Puts the table of `from` in the place of `to`, names of its indexes included. */
export async function renameTable(client: PoolClient, from: Target, to: Target): Promise<void> {
  await client.query(`drop table if exists ${qualified(to)}`);
  await client.query(`alter table ${qualified(from)} rename to ${quote(to.table)}`);
  await client.query(`alter index read.${quote(`${from.table}_pkey`)} rename to ${quote(`${to.table}_pkey`)}`);
  const after = indexesOf(to);
  for (const [at, { name }] of indexesOf(from).entries())
    await client.query(`alter index read.${quote(name)} rename to ${quote(after[at]?.name ?? name)}`);
}

/** The checkpoints of these tables; a table without one is absent. */
export async function readCheckpoints(
  client: Pick<PoolClient, 'query'>,
  tables: readonly string[],
): Promise<Map<string, Position>> {
  const { rows } = await client.query<{ table_name: string; position: Position }>(
    'select table_name, position from read.checkpoints where table_name = any($1)',
    [tables],
  );
  return new Map(rows.map(({ table_name, position }) => [table_name, position]));
}
