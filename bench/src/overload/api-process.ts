import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@dealtrail/event-sourcing';
import { freePort } from '@dealtrail/event-sourcing/testing';
import { loadTokenKey, signToken } from '@dealtrail/http';

const main = join(__dirname, '..', '..', '..', 'apps', 'api', 'dist', 'main.js');

/** The API as a process of its own, set up as in production, but that one caller may send all the load. */
export class ApiProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly dataDir: string,
    readonly port: number,
    readonly token: string,
  ) {}

  static async start(databaseUrl: string): Promise<ApiProcess> {
    const dataDir = await mkdtemp(join(tmpdir(), 'dealtrail-bench-'));
    const port = await freePort();
    const token = await signToken(await loadTokenKey(dataDir), 'admin', 3_600, systemClock);
    const env = {
      ...process.env,
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: '127.0.0.1:9', // nobody is there, and no command needs it
      DATA_DIR: dataDir,
      PORT: String(port),
      MAX_REQUESTS_PER_CALLER: '0',
    };
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const api = new ApiProcess(child, dataDir, port, token);
    while ((await api.health()) !== 200) {
      if (child.exitCode !== null) throw new Error(`the API ended with ${child.exitCode}`);
      await delay(100);
    }
    return api;
  }

  /** The status, 0 when there is no answer within a second. */
  health(path = '/health/live'): Promise<number> {
    return fetch(`http://127.0.0.1:${this.port}${path}`, { signal: AbortSignal.timeout(1_000) }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
  }

  /** What it refused so far and why, in its own words. */
  async load(): Promise<unknown> {
    const report = await fetch(`http://127.0.0.1:${this.port}/health/ready`);
    return ((await report.json()) as { readonly parts?: { readonly load?: unknown } }).parts?.load;
  }

  /** Resident memory, MiB. */
  memory(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    await rm(this.dataDir, { recursive: true });
  }
}
