import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '@dealtrail/event-sourcing/testing';
import { until } from './until.js';

const root = join(__dirname, '..', '..');

/** What a process says of itself; nothing when it does not answer. */
export interface Health {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** `npm run start:cluster` with servers and data of its own: started, asked, hurt and stopped from outside. */
export class Cluster {
  private output = '';
  private postgresData: string | undefined;

  private constructor(
    readonly dataDir: string,
    readonly port: number,
    private readonly start: ChildProcess,
  ) {
    for (const stream of [start.stdout, start.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-20_000)));
  }

  /** On the data directory of the run, or on another one. */
  static async up(dataDir = process.env['DATA_DIR']): Promise<Cluster> {
    if (!dataDir) throw new Error('DATA_DIR is not set: run `npm run faults`');
    const port = await freePort();
    const start = spawn(process.execPath, [join(root, 'tools', 'start.mjs'), 'cluster'], {
      cwd: root,
      env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error', DRAIN_MS: '1500' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const cluster = new Cluster(dataDir, port, start);
    const started = (): boolean => cluster.output.includes('Dealtrail is ready at');
    await until('the cluster starts', () => started() || start.exitCode !== null, Boolean, 180);
    if (!started()) throw new Error(`start:cluster ended with ${start.exitCode}:\n${cluster.output}`);
    return cluster;
  }

  /** The last it said. */
  get said(): string {
    return this.output;
  }

  /** SIGTERM for all of it; how long it took, ms. */
  async down(): Promise<number> {
    if (this.start.pid !== undefined && this.start.exitCode === null) process.kill(this.start.pid, 'SIGTERM');
    const ended = () => this.start.exitCode ?? this.start.signalCode;
    const { ms } = await until('the cluster stops', ended, (how) => how !== null, 90);
    return ms;
  }

  private read(file: string): string {
    return readFileSync(join(this.dataDir, file), 'utf8');
  }

  /** Its processes as they run now, by name (`api-1`). */
  processes(): Readonly<Record<string, number>> {
    return (JSON.parse(this.read('start.lock')) as { apps: Record<string, number> }).apps;
  }

  names(app: 'api' | 'projector' | 'worker'): string[] {
    return Object.keys(this.processes()).filter((name) => name.startsWith(app));
  }

  signal(name: string, signal: NodeJS.Signals): number {
    const pid = this.processes()[name];
    if (pid === undefined) throw new Error(`there is no process ${name}`);
    process.kill(pid, signal);
    return pid;
  }

  /** Of one process, by its own port. */
  async health(name: string): Promise<Health | undefined> {
    const ports = JSON.parse(this.read('ports.json')) as { cluster: Record<string, number> };
    const url = `http://127.0.0.1:${ports.cluster[name]}/health/ready`;
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    return (await response?.json().catch(() => undefined)) as Health | undefined;
  }

  /** Resolves when this process runs under another number than before, and is ready. */
  async back(name: string, before: number): Promise<number> {
    const ready = async () => this.processes()[name] !== before && (await this.health(name))?.ready === true;
    return (await until(`${name} is back`, ready, Boolean, 60)).ms;
  }

  /** `postgres` or `temporal`: the number of the server's process. */
  async server(name: 'postgres' | 'temporal'): Promise<number> {
    if (name === 'postgres') {
      // As root it is kept elsewhere, for a user who cannot reach ours.
      this.postgresData ??= (await this.query<{ data_directory: string }>('show data_directory'))[0]?.data_directory;
      return Number(readFileSync(join(this.postgresData ?? '', 'postmaster.pid'), 'utf8').split('\n')[0]);
    }
    const { pids } = JSON.parse(this.read('temporal.json')) as { pids: Record<string, number> };
    return pids['temporal'] ?? pids['temporal-dev'] ?? Number.NaN;
  }

  get temporalAddress(): string {
    const ports = JSON.parse(this.read('ports.json')) as Record<string, Record<string, number>>;
    return `127.0.0.1:${ports['temporal']?.['frontendGrpc'] ?? ports['temporal-dev']?.['grpc']}`;
  }

  /** Asks its PostgreSQL past everything else. */
  async query<R extends object>(sql: string, values: unknown[] = []): Promise<R[]> {
    const { postgres } = JSON.parse(this.read('ports.json')) as { postgres: { port: number } };
    const password = this.read('postgres-password').trim();
    const client = new Client(`postgresql://dealtrail:${password}@127.0.0.1:${postgres.port}/dealtrail`);
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql, values)).rows as R[];
    } finally {
      await client.end();
    }
  }
}
