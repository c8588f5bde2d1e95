import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { systemClock } from '@dealtrail/event-sourcing';
import { eventually, freePort } from '@dealtrail/event-sourcing/testing';
import { loadTokenKey, signToken } from '@dealtrail/http';

const root = join(__dirname, '..', '..', '..', '..');

const statOf = (pid: string | number): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return ''; // it has ended meanwhile
  }
};

/** Every process below this one, itself included, whoever's group it is in. */
function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(entry);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const below = (one: number): number[] => [one, ...(children.get(one) ?? []).flatMap(below)];
  return below(pid);
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      process.kill(pid, signal);
    } catch {
      // it has ended meanwhile
    }
}

/** The product as people start it, in a process tree of its own with its own servers; needs `/proc`. */
export class Installation {
  private start: ChildProcess | undefined;
  private output = '';

  private constructor(
    readonly dataDir: string,
    readonly port: number,
  ) {}

  /** On a data directory of its own, or on one that is there. */
  static async create(dataDir?: string): Promise<Installation> {
    return new Installation(dataDir ?? mkdtempSync(join(tmpdir(), 'dealtrail-installation-')), await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it and waits until it says that it is ready. */
  async up(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.output = '';
    const start = spawn(process.execPath, [join(root, 'tools', 'start.mjs')], {
      cwd: root,
      env: { ...process.env, DATA_DIR: this.dataDir, PORT: String(this.port), LOG_LEVEL: 'error', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.start = start;
    for (const stream of [start.stdout, start.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    await eventually(
      () => Promise.resolve({ output: this.output, ended: start.exitCode }),
      (now) => now.output.includes('Dealtrail is ready at') || now.ended !== null,
      240,
    );
    if (start.exitCode !== null) throw new Error(`npm start ended with ${start.exitCode}:\n${this.output}`);
  }

  /** `kill -9` of everything it started; itself first, for it starts again what dies. */
  killTree(): void {
    const { pid } = this.start ?? {};
    if (pid === undefined) return;
    signalAll([pid], 'SIGSTOP'); // else it may start something between the look and the kill
    signalAll(treeOf(pid), 'SIGKILL');
  }

  /** `kill -9` of those of its processes whose command line says so; gives how many. */
  kill(commandLine: RegExp): number {
    const matching = treeOf(this.start?.pid ?? process.pid).filter((pid) => {
      try {
        return commandLine.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
      } catch {
        return false; // it has ended meanwhile
      }
    });
    signalAll(matching, 'SIGKILL');
    return matching.length;
  }

  /** SIGTERM, and waits until all of it has ended. */
  async stop(): Promise<void> {
    const { start } = this;
    if (start?.pid === undefined || start.exitCode !== null || start.signalCode !== null) return;
    process.kill(start.pid, 'SIGTERM');
    await eventually(
      () => Promise.resolve(start.exitCode ?? start.signalCode),
      (ended) => ended !== null,
      60,
    );
  }

  async token(staffId: string): Promise<string> {
    return signToken(await loadTokenKey(this.dataDir), staffId, 3_600, systemClock);
  }

  /** Asks its PostgreSQL past everything else. */
  async query(sql: string): Promise<readonly Record<string, unknown>[]> {
    const ports = readFileSync(join(this.dataDir, 'ports.json'), 'utf8');
    const { postgres } = JSON.parse(ports) as { postgres: { port: number } };
    const password = readFileSync(join(this.dataDir, 'postgres-password'), 'utf8').trim();
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
}
