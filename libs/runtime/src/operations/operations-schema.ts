import type { ReadPool } from '@dealtrail/read-store';

const schema = `
create schema if not exists operations;
create table if not exists operations.processes (
  id uuid primary key,
  kind text not null,
  version text not null,
  host text not null,
  pid integer not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  report json not null
);
create table if not exists operations.checkpoints (
  name text primary key,
  position bigint not null
);
create table if not exists operations.verification (
  "only" boolean primary key default true check ("only"),
  position bigint not null default 0,
  taken_at timestamptz,
  verified_at timestamptz,
  round_at timestamptz,
  events bigint not null default 0
);
create table if not exists operations.broken_chains (
  stream text primary key,
  revision integer not null,
  found_at timestamptz not null default now()
);
insert into operations.verification ("only") values (true) on conflict do nothing;`;

/** Makes what the machinery keeps about itself, in the schema `operations`; safe when several processes begin at once. */
export async function prepareOperations(pool: ReadPool): Promise<void> {
  const { rows } = await pool.query<{ made: boolean }>(
    `select to_regclass('operations.broken_chains') is not null as made`,
  );
  if (rows[0]?.made) return;
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("select pg_advisory_xact_lock(hashtextextended('dealtrail operations tables', 0))");
    await client.query(schema);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** An instant of the database's clock as ISO 8601. */
export const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
