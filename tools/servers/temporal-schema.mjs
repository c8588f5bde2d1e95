import { run } from '../steps.mjs';
import { query } from './postgres.mjs';
import { temporalVersion } from './temporal-binaries.mjs';

const schemas = { temporal: 'temporal', temporal_visibility: 'visibility' };
const label = `schema of Temporal ${temporalVersion}`;

/**
 * Brings Temporal's two databases to its version. Its tool does not survive being killed half way, so it works on a copy
 * that takes the database's place when whole; a half one is thrown away and made again.
 */
export async function prepareSchema({ url, sqlTool }) {
  for (const [database, schema] of Object.entries(schemas)) {
    if ((await labelOf(url, database)) === label) continue;
    const next = `${database}_next`;
    const old = `${database}_old`;
    const exists = (await labelOf(url, database)) !== undefined;
    await query(url, `drop database if exists "${next}" with (force)`);
    await query(url, `create database "${next}" template "${exists ? database : 'template0'}"`);
    const tool = (...args) => runTool(sqlTool, url, next, args);
    // The server looks its version up under the name of its database.
    const nameIt = (name) => query(urlTo(url, next), 'update schema_version set db_name = $1', [name]);
    if (exists) await nameIt(next);
    else await tool('setup-schema', '-v', '0.0');
    await tool('update-schema', '--schema-name', `postgresql/v12/${schema}`);
    await nameIt(database);
    await query(url, `comment on database "${next}" is '${label}'`);
    await query(url, `drop database if exists "${old}" with (force)`);
    // Two statements in one simple query are one transaction.
    const moveAway = exists ? `alter database "${database}" rename to "${old}";` : '';
    await query(url, `${moveAway} alter database "${next}" rename to "${database}"`);
    await query(url, `drop database if exists "${old}" with (force)`);
  }
}

/** The comment on a database: empty without one, nothing without the database. */
async function labelOf(url, database) {
  const sql = "select coalesce(shobj_description(oid, 'pg_database'), '') as label from pg_database where datname = $1";
  return (await query(url, sql, [database]))[0]?.label;
}

function urlTo(url, database) {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

function runTool(sqlTool, url, database, args) {
  const { hostname, port, username, password } = new URL(url);
  const target = ['--plugin', 'postgres12', '--ep', hostname, '-p', port, '-u', username, '--db', database];
  return run(sqlTool, [...target, ...args], { env: { ...process.env, SQL_PASSWORD: password } });
}
