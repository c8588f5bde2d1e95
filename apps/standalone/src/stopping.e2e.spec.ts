import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freePort } from '@dealtrail/event-sourcing/testing';
import { testDatabase, type TestDatabase } from '@dealtrail/event-store/testing';
import { testNamespace } from './testing/temporal-namespace.js';

const apps = join(__dirname, '..', '..');

interface Started {
  readonly child: ChildProcess;
  said(): string;
  /** Exit code and signal. */
  readonly ended: Promise<unknown[]>;
}

describe('a process that is told to stop', () => {
  let dataDir: string;
  let server: Server | undefined;
  let database: TestDatabase | undefined;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'dealtrail-stopping-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    server?.close();
    await database?.drop();
    server = database = undefined;
    rmSync(dataDir, { recursive: true });
  });

  function start(app: string, env: Readonly<Record<string, string>>): Started {
    const child = spawn(process.execPath, [join(apps, app, 'dist', 'main.js')], {
      env: { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += String(part)));
    return { child, said: () => text, ended: once(child, 'exit') };
  }

  it.each(['api', 'projector', 'worker', 'standalone'])(
    '%s ends cleanly while it is still starting',
    async (app) => {
      // A database that takes connections and says nothing: whoever has connected is in the middle of its start.
      const sockets = new Set<Socket>();
      const silent = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
      server = silent;
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const { port } = silent.address() as { port: number };
      const { child, said, ended } = start(app, {
        DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/nothing`,
        TEMPORAL_ADDRESS: '127.0.0.1:1',
        PORT: '0',
        LOG_LEVEL: 'silent',
      });
      await Promise.race([once(silent, 'connection'), ended]);
      child.kill('SIGTERM');
      expect({ ended: await ended, said: said() }).toEqual({ ended: [0, null], said: '' });
      for (const socket of sockets) socket.destroy();
    },
    60_000,
  );

  it.each(['projector', 'worker'])(
    '%s ends cleanly when it runs, and says until then how it is',
    async (app) => {
      const [{ address, namespace }, port] = await Promise.all([testNamespace(), freePort()]);
      database = await testDatabase();
      const { child, said, ended } = start(app, {
        DATABASE_URL: database.url,
        TEMPORAL_ADDRESS: address,
        TEMPORAL_NAMESPACE: namespace,
        HEALTH_PORT: String(port),
      });
      const status = (path: string): Promise<number> =>
        fetch(`http://127.0.0.1:${port}${path}`).then(
          (response) => response.status,
          () => 0,
        );
      await eventually(
        () => status('/health/ready'),
        (found) => found === 200,
        60,
      );
      expect(await status('/health/live')).toBe(200);
      child.kill('SIGTERM');
      expect({ ended: await ended, said: said() }).toEqual({ ended: [0, null], said: '' });
    },
    120_000,
  );
});
