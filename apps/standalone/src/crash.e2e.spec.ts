import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { systemClock } from '@dealtrail/event-sourcing';
import { loadTokenKey, signToken } from '@dealtrail/http';
import { eventually } from '@dealtrail/event-sourcing/testing';

const root = join(__dirname, '..', '..', '..');
const kills = 10;

/** Every process below this one, itself included, whoever's group it is in. */
function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = (() => {
      try {
        return readFileSync(`/proc/${entry}/stat`, 'utf8');
      } catch {
        return ''; // it has ended meanwhile
      }
    })();
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const below = (one: number): number[] => [one, ...(children.get(one) ?? []).flatMap(below)];
  return below(pid);
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

(existsSync('/proc/self/stat') ? describe : describe.skip)('kill -9 of the whole process tree under load', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dealtrail-crash-'));
  let port: number;
  let start: ChildProcess;
  let output = '';
  /** Command key → what was answered. */
  const acknowledged = new Map<string, { streamId: string; revision: number }>();
  const unknown = new Set<string>();

  async function up(): Promise<void> {
    output = '';
    start = spawn(process.execPath, [join(root, 'tools', 'start.mjs')], {
      cwd: root,
      env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [start.stdout, start.stderr])
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await eventually(
      () => Promise.resolve({ output, ended: start.exitCode }),
      (now) => now.output.includes('Dealtrail is ready at') || now.ended !== null,
      120,
    );
    if (start.exitCode !== null) throw new Error(`npm start ended with ${start.exitCode}:\n${output}`);
  }

  async function token(): Promise<string> {
    return signToken(await loadTokenKey(dataDir), 'admin', 3_600, systemClock);
  }

  /** Sends until told to stop; a lost connection is an unknown outcome, never counted as refused. */
  async function load(bearer: string, stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      const key = randomUUID();
      try {
        const response = await fetch(`http://127.0.0.1:${port}/customers`, {
          method: 'POST',
          headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify({ name: `Customer ${key}` }),
        });
        if (response.status === 201)
          acknowledged.set(key, (await response.json()) as { streamId: string; revision: number });
        else unknown.add(key);
      } catch {
        unknown.add(key);
      }
    }
  }

  async function query(sql: string): Promise<readonly Record<string, unknown>[]> {
    const { postgres } = JSON.parse(readFileSync(join(dataDir, 'ports.json'), 'utf8')) as {
      postgres: { port: number };
    };
    const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim();
    const client = new Client({
      connectionString: `postgresql://dealtrail:${password}@127.0.0.1:${postgres.port}/dealtrail`,
    });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  afterAll(async () => {
    if (start?.exitCode === null && start.pid !== undefined) {
      process.kill(start.pid, 'SIGTERM');
      await eventually(
        () => Promise.resolve(start.exitCode ?? start.signalCode),
        (ended) => ended !== null,
        60,
      );
    }
  }, 90_000);

  it(`loses and doubles nothing in ${kills} kills, and comes up by itself each time`, async () => {
    port = await freePort();
    for (let kill = 0; kill < kills; kill++) {
      await up();
      const bearer = await token();
      let stopped = false;
      const before = acknowledged.size;
      const loads = Array.from({ length: 16 }, () => load(bearer, () => stopped));
      await eventually(
        () => Promise.resolve(acknowledged.size - before),
        (n) => n >= 100 + 40 * kill,
        60,
      );
      for (const pid of treeOf(start.pid ?? 0).reverse())
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // it has ended meanwhile
        }
      stopped = true;
      await Promise.all(loads);
    }
    await up();

    const rows = await query(`select metadata::json ->> 'commandId' as command, stream, count(*) as count
      from dealtrail.events where type = 'CustomerRegistered' group by 1, 2`);
    expect(rows.filter(({ count }) => Number(count) !== 1)).toEqual([]);
    const streams = new Set(rows.map(({ stream }) => stream));
    const lost = [...acknowledged.values()].filter(({ streamId }) => !streams.has(streamId));
    expect(lost).toEqual([]);
    expect(streams.size).toBeGreaterThanOrEqual(acknowledged.size);
    expect(streams.size).toBeLessThanOrEqual(acknowledged.size + unknown.size);

    const [dense] = await query('select count(*) as count, max(position) as head from dealtrail.events');
    expect(dense?.['count']).toBe(dense?.['head']);
    const bearer = await token();
    const api = async (method: string, path: string): Promise<Record<string, unknown>> => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: '{}' }),
      });
      return (await response.json()) as Record<string, unknown>;
    };
    await eventually(
      () => api('GET', `/customers?limit=1&minPosition=${String(dense?.['head'])}`),
      (page) => Array.isArray(page['items']),
      30,
    );
    // A cold fold: every read model built anew from the log must be what the kills left.
    const tables = async (): Promise<Record<string, unknown>> => {
      const names = await query(
        `select table_name from read.checkpoints where table_name not like '%\\_rebuild' order by 1`,
      );
      const dumps: Record<string, unknown> = {};
      for (const { table_name: name } of names)
        dumps[String(name)] = await query(
          `select md5(string_agg(t::text, E'\\n' order by t::text)) as digest from read.${String(name)} t`,
        );
      return dumps;
    };
    const hot = await tables();
    await api('POST', '/operations/rebuild');
    await eventually(
      async () => (await api('GET', '/operations/rebuilds'))['items'] as { state: string }[],
      (items) => items.length > 0 && items.every(({ state }) => state === 'done'),
      60,
    );
    expect(await tables()).toEqual(hot);
    console.info(`${acknowledged.size} acknowledged, ${unknown.size} unknown, ${streams.size} in the log`);
  }, 600_000);
});
