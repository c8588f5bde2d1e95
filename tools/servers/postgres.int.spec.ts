import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';

interface Running {
  readonly supervisor: ChildProcess;
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly adopted: boolean;
}

const dataDir = mkdtempSync(join(tmpdir(), 'dealtrail-'));
const moduleAt = (name: string): string => JSON.stringify(pathToFileURL(join(__dirname, name)).href);

/** A process of its own, as under `npm start`: it prints what it started, and stops it when it reads a line. */
const startScript = `
  import { startPostgres } from ${moduleAt('postgres.mjs')};
  const { url, port, adopted, pid, stop } = await startPostgres({ dataDir: process.argv[1], log: () => undefined });
  console.log(JSON.stringify({ url, port, adopted, pid: pid() }));
  process.stdin.once('data', () => stop().then(() => process.exit()));
`;
const removeScript = `
  import { removeDataDir } from ${moduleAt('remove.mjs')};
  await removeDataDir(process.argv[1]);
`;

const nodeRun = (script: string): ChildProcess =>
  spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });

async function start(): Promise<Running> {
  const supervisor = nodeRun(startScript);
  const [line] = (await once(createInterface({ input: supervisor.stdout! }), 'line')) as [string];
  return { supervisor, ...(JSON.parse(line) as Omit<Running, 'supervisor'>) };
}

async function end({ supervisor }: Running, signal?: 'SIGKILL'): Promise<void> {
  const ended = once(supervisor, 'exit');
  if (signal) supervisor.kill(signal);
  else supervisor.stdin!.write('stop\n');
  await ended;
}

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Asks again while the server is coming back; the last error is thrown when it does not. */
async function eventually<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (const deadline = Date.now() + 20_000; ;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

describe('the embedded PostgreSQL', () => {
  let running: Running | undefined;

  afterAll(async () => {
    if (running?.supervisor.exitCode === null) await end(running, 'SIGKILL');
    await once(nodeRun(removeScript), 'exit');
  });

  it('starts empty, durable, and only for this machine', async () => {
    running = await start();
    expect(running.adopted).toBe(false);
    const names = "'fsync', 'synchronous_commit', 'listen_addresses', 'server_encoding', 'TimeZone'";
    const settings = await query<{ name: string; setting: string }>(
      running.url,
      `select name, setting from pg_settings where name in (${names})`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      listen_addresses: '127.0.0.1',
      server_encoding: 'UTF8',
      TimeZone: 'UTC',
    });
    await query(running.url, "create table kept as select 'before the crash' as word");
  }, 60_000);

  it('keeps its password to itself', () => {
    const { password } = new URL(running!.url);
    expect(readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim()).toBe(password);
    return expect(query(running!.url.replace(password, 'guessed'), 'select 1')).rejects.toMatchObject({
      code: '28P01',
    });
  });

  it('is started again on its port, with its data, when it is killed', async () => {
    process.kill(running!.pid, 'SIGKILL');
    expect(await eventually(() => query(running!.url, 'select word from kept'))).toEqual([
      { word: 'before the crash' },
    ]);
  }, 60_000);

  it('is adopted by the next start when only its supervisor was killed', async () => {
    const [before] = await query(running!.url, 'select pg_postmaster_start_time()');
    await end(running!, 'SIGKILL');
    const next = await start();
    expect({ adopted: next.adopted, port: next.port }).toEqual({ adopted: true, port: running!.port });
    expect(await query(next.url, 'select pg_postmaster_start_time()')).toEqual([before]);
    running = next;
  }, 60_000);

  it('starts after both were killed, past the pid file that was left', async () => {
    process.kill(running!.pid, 'SIGKILL');
    await end(running!, 'SIGKILL');
    running = await start();
    expect(await query(running.url, 'select word from kept')).toEqual([{ word: 'before the crash' }]);
  }, 60_000);

  it('ends when it is told to, and keeps data and port for the next start', async () => {
    const { port, url } = running!;
    await end(running!);
    await expect(query(url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    running = await start();
    expect({ adopted: running.adopted, port: running.port }).toEqual({ adopted: false, port });
    await end(running);
  }, 60_000);
});
