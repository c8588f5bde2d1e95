import type { PoolClient } from 'pg';
import type { Recorded, Row } from '@dealtrail/event-sourcing';
import {
  causeOf,
  foldTouches,
  skipMark,
  streamKey,
  touchesOf,
  type Folded,
  type Held,
  type Holding,
  type Touch,
} from './fold-touches.js';
import { isDataError } from './read-pool.js';
import { qualified, quote, type Target } from './read-tables.js';
import { columnTypes, readable, rowFrom, type Values } from './row-values.js';

/** Folds events into a table within the caller's transaction: one read and one write for all the rows they touch. */
export async function applyEvents(client: PoolClient, target: Target, events: readonly Recorded[]): Promise<void> {
  const touches = touchesOf(target.projection, events);
  if (touches.length > 0) await applyTouches(client, target, touches);
}

/** Rows that the database refuses are found by halving, so that one bad row parks its own event and nobody else's. */
export async function applyTouches(client: PoolClient, target: Target, touches: readonly Touch[]): Promise<void> {
  const folded = await foldStored(client, target, touches);
  await client.query('savepoint rows');
  try {
    await writeRows(client, target, folded);
    await park(client, target, folded.held);
  } catch (error) {
    if (!isDataError(error)) throw error;
    await client.query('rollback to savepoint rows');
    const [first] = touches;
    if (touches.length === 1 && first) return park(client, target, [{ ...first, cause: causeOf(error) }]);
    const half = Math.ceil(touches.length / 2);
    await applyTouches(client, target, touches.slice(0, half));
    await applyTouches(client, target, touches.slice(half));
  }
}

async function foldStored(client: PoolClient, target: Target, touches: readonly Touch[]): Promise<Folded> {
  const keys = [...new Set(touches.map(({ key }) => key))];
  return foldTouches(
    target.projection,
    touches,
    await readRows(client, target, keys),
    await holdingOf(client, target.table, [...keys, ...new Set(touches.map(({ event }) => streamKey(event)))]),
  );
}

/** The rows of these keys as they stand. */
export async function readRows(client: PoolClient, target: Target, keys: readonly string[]): Promise<Map<string, Row>> {
  const { key, columns } = target.projection;
  const { rows } = await client.query<Values>(
    `select ${Object.keys(columns).map(quote).join(', ')} from ${qualified(target)} where ${quote(key)} = any($1)`,
    [keys],
  );
  return new Map(rows.map((row) => [String(row[key]), rowFrom(Object.keys(columns), row)]));
}

async function holdingOf(client: PoolClient, table: string, keys: readonly string[]): Promise<Holding> {
  const { rows } = await client.query<{ key: string; position: number; skipped: boolean }>(
    `select key, position, skipped_because is not null as skipped from read.parked
     where table_name = $1 and key = any($2)`,
    [table, keys],
  );
  return {
    blocked: new Set(rows.filter(({ skipped }) => !skipped).map(({ key }) => key)),
    skipped: new Set(rows.filter(({ skipped }) => skipped).map(({ key, position }) => skipMark(key, position))),
  };
}

/** Writes what a fold came to: one upsert and one delete. */
export async function writeRows(client: PoolClient, target: Target, { written, removed }: Folded): Promise<void> {
  const { key, columns } = target.projection;
  if (written.size > 0) {
    const rows = [...written.values()];
    const parameters = Object.entries(columns).map(([name, type]) => {
      const { encode = (value) => value } = columnTypes[type];
      return rows.map(({ row }) => {
        const value = (row as Values)[name];
        return value === undefined ? null : encode(value);
      });
    });
    await client.query(upsertOf(target), [...parameters, rows.map(({ position }) => position)]);
  }
  if (removed.length > 0)
    await client.query(`delete from ${qualified(target)} where ${quote(key)} = any($1)`, [removed]);
}

function upsertOf(target: Target): string {
  const columns = Object.entries(target.projection.columns);
  const names = [...columns.map(([name]) => quote(name)), '_position'];
  const given = columns.map(([, type], at) => `$${at + 1}::${columnTypes[type].parameter}[]`);
  const arrived = columns.map(([name, type]) =>
    type === 'json' ? `${quote(name)}::json` : type === 'texts' ? `${quote(name)}::text[]` : quote(name),
  );
  return `insert into ${qualified(target)} (${names.join(', ')})
    select ${[...arrived, '_position'].join(', ')}
    from unnest(${[...given, `$${columns.length + 1}::bigint[]`].join(', ')}) as given(${names.join(', ')})
    on conflict (${quote(target.projection.key)}) do update
    set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`;
}

/** Sets events aside under their keys, in the order of the log; the event itself stays where it is, in the log. */
async function park(client: PoolClient, { table }: Target, held: readonly Held[]): Promise<void> {
  if (held.length === 0) return;
  await client.query(
    `insert into read.parked (table_name, key, position, stream, event_type, cause, attempts)
     select $1, key, position, stream, event_type, cause, case when cause is null then 0 else 1 end
     from unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[]) as held(key, position, stream, event_type, cause)
     on conflict do nothing`,
    [
      table,
      held.map(({ key }) => key),
      held.map(({ event }) => event.position),
      held.map(({ event }) => readable(event.stream)),
      held.map(({ event }) => event.type),
      held.map(({ cause }) => cause ?? null),
    ],
  );
}
