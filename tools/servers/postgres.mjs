import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotStart, run } from '../steps.mjs';
import { portsFor } from './ports.mjs';
import { postgresHome } from './postgres-home.mjs';
import { endPostgres, force, pidFile, serves } from './postgres-pid.mjs';
import { attach, keepRunning, launch } from './process.mjs';

const role = 'dealtrail';
const wrongPassword = '28P01';

/** Durable by intention: an acknowledged event survives a power cut. Never switch the first two off for speed. */
const settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 300,
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  jit: 'off',
  log_checkpoints: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts (or adopts) the embedded PostgreSQL of a data directory and keeps it running on the same port until `stop()`.
 * `url` is the superuser's, for the database `database`, made when missing; `begun(stop)` as in `keepRunning`.
 * Throws `CannotStart`.
 */
export async function startPostgres({ dataDir, log, database = 'dealtrail', begun }) {
  fs.mkdirSync(dataDir, { recursive: true });
  const { native, data, user } = await postgresHome(dataDir, log);
  const password = ownPassword(dataDir);
  const urlOf = (port, name) => `postgresql://${role}:${password}@127.0.0.1:${port}/${name}`;
  const answersOn = (port) =>
    query(urlOf(port, 'postgres'), 'select 1').then(Boolean, ({ code }) => {
      if (code !== wrongPassword) return false;
      throw new CannotStart(`PostgreSQL in ${data} does not take the password in ${passwordFile(dataDir)}.`);
    });

  if (!fs.existsSync(join(data, 'PG_VERSION'))) await initialise({ native, data, user, password });
  const left = await leftRunning(data, answersOn);
  const port = left?.port ?? (await portsFor(dataDir, 'postgres', ['port'])).port;
  const start = () => {
    clearStalePid(data);
    return launch(join(native, 'bin', 'postgres'), serverArguments(data, port), {
      logFile: join(dataDir, 'logs', 'postgres.log'),
      env: { ...process.env, LC_ALL: 'C', PGDATA: '' },
      ...user,
    });
  };
  const answers = () => answersOn(port);
  const options = { name: 'PostgreSQL', start, answers, force, log, seconds: 120, begun };
  const server = left ? await keepRunning({ ...options, adopted: attach(left.pid) }) : await patiently(options);
  await ensureDatabase(urlOf(port, 'postgres'), database);
  return { url: urlOf(port, database), port, ...server };
}

/** Runs one statement on a connection of its own and returns its rows. */
export async function query(url, sql, values) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes a database when there is none of this name. */
export async function ensureDatabase(url, name) {
  const found = await query(url, 'select 1 from pg_database where datname = $1', [name]);
  if (found.length === 0) await query(url, `create database "${name}"`);
}

function serverArguments(data, port) {
  const flags = Object.entries({ port, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', data, ...flags];
}

const passwordFile = (dataDir) => join(dataDir, 'postgres-password');

function ownPassword(dataDir) {
  const file = passwordFile(dataDir);
  if (!fs.existsSync(file)) {
    fs.writeFileSync(`${file}.new`, randomBytes(24).toString('hex'), { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  }
  return fs.readFileSync(file, 'utf8').trim();
}

/** Makes the data folder beside its place and moves it in when whole, so that a killed start leaves no half of one. */
async function initialise({ native, data, user, password }) {
  // The number keeps it apart from what the initdb of a killed start may still be writing.
  const draft = `${data}.new-${process.pid}`;
  const secret = `${draft}.secret`;
  for (const name of fs.readdirSync(dirname(data)).filter((entry) => entry.startsWith(`${basename(data)}.new-`)))
    fs.rmSync(join(dirname(data), name), { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true, mode: 0o700 });
  fs.writeFileSync(secret, password, { mode: 0o600 });
  try {
    for (const path of user.uid === undefined ? [] : [draft, secret]) fs.chownSync(path, user.uid, user.gid);
    const options = [
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--auth=scram-sha-256',
      `--username=${role}`,
      `--pwfile=${secret}`,
    ];
    await run(join(native, 'bin', 'initdb'), [`--pgdata=${draft}`, ...options], {
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C' },
      ...user,
    });
    fs.rmSync(data, { recursive: true, force: true });
    fs.renameSync(draft, data);
  } finally {
    fs.rmSync(secret, { force: true });
  }
}

/** A server of this data directory that a killed process left; one that does not answer is ended. */
async function leftRunning(data, answersOn) {
  for (const end = Date.now() + 10_000; Date.now() < end; await delay(100)) {
    const { pid, port } = pidFile(data) ?? {};
    if (!pid || !serves(pid, data)) return undefined;
    if (port && (await answersOn(port))) return { pid, port };
  }
  await endPostgres(data);
  return undefined;
}

/** PostgreSQL takes any live process with the number in its pid file for its predecessor, so numbers given again stop it. */
function clearStalePid(data) {
  const { pid } = pidFile(data) ?? {};
  if (pid !== undefined && !serves(pid, data)) fs.rmSync(join(data, 'postmaster.pid'), { force: true });
}

/** Backends of a killed server need a moment to notice; until then the new one refuses to start beside them. */
async function patiently(options) {
  for (const end = Date.now() + 15_000; ; await delay(300)) {
    try {
      return await keepRunning(options);
    } catch (error) {
      const passing = /postmaster\.pid|shared memory block|already in use|starting up|shutting down/.test(
        error.message,
      );
      if (!passing || Date.now() > end) throw error;
    }
  }
}
