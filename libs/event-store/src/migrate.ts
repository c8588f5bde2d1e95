import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientBase } from 'pg';

/** The same place seen from `src` and from `dist`. */
const folder = join(__dirname, '..', 'migrations');

const lock = 4_835_002;

/**
 * Brings the schema `dealtrail` up to date, one process at a time, one transaction per file. A file that has been applied must
 * never change: throws when it has, and when the database is newer than this release.
 */
export async function migrate(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [lock]);
  try {
    await client.query(`
      create schema if not exists dealtrail;
      create table if not exists dealtrail.migrations (
        name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ name: string; checksum: string }>('select * from dealtrail.migrations');
    const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
    const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    const unknown = [...applied.keys()].find((name) => !files.includes(name));
    if (unknown) throw new Error(`the database has migration ${unknown}, which this release does not know`);
    for (const name of files) await applyOnce(client, name, applied.get(name));
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lock]);
  }
}

async function applyOnce(client: ClientBase, name: string, appliedChecksum: string | undefined): Promise<void> {
  const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
  const checksum = createHash('sha256').update(sql).digest('hex');
  if (appliedChecksum === checksum) return;
  if (appliedChecksum) throw new Error(`migration ${name} has changed since it was applied; add a new file instead`);
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into dealtrail.migrations (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
