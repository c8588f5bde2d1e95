import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ReadPool } from '@dealtrail/read-store';
import type { Health, PartHealth } from '../health.js';
import { version } from '../version.js';
import { iso, prepareOperations } from './operations-schema.js';
import { Repeated } from './repeated.js';

export type ProcessKind = 'api' | 'projector' | 'worker' | 'standalone';

/** One process as it showed itself last. */
export interface BoardedProcess {
  readonly id: string;
  readonly kind: ProcessKind;
  readonly version: string;
  readonly host: string;
  readonly pid: number;
  /** ISO 8601, by the database's clock, like the next. */
  readonly startedAt: string;
  readonly seenAt: string;
  /** Since it was seen last, by the database's clock. */
  readonly silentSeconds: number;
  /** Silent for so long that it must be taken for dead; one that stops in order takes itself off the board. */
  readonly state: 'running' | 'gone';
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, PartHealth>>;
}

const writeEveryMs = 5_000;
const goneAfterSeconds = 15;

/** Where the processes of an installation show themselves to each other: a row for each, written every 5 s. */
export class ProcessBoard {
  readonly id = randomUUID();
  private readonly writing: Repeated;

  constructor(
    private readonly pool: ReadPool,
    private readonly health: Health,
    onFailure?: (error: unknown) => void,
  ) {
    this.writing = new Repeated(writeEveryMs, () => this.write(), onFailure);
  }

  start(): void {
    this.writing.start();
  }

  /** Takes this process off the board. */
  async stop(): Promise<void> {
    await this.writing.stop();
    await this.pool.query('delete from operations.processes where id = $1', [this.id]).catch(() => undefined);
  }

  /** This process as nobody else has seen it yet. */
  own(): BoardedProcess {
    const report = this.health.report();
    const [at, host] = [new Date().toISOString(), hostname()];
    const seen = { startedAt: at, seenAt: at, silentSeconds: 0, state: 'running' } as const;
    return { id: this.id, kind: kindOf(report), version, host, pid: process.pid, ...seen, ...report };
  }

  /** Everyone who showed themselves within a day, the newest first. */
  async list(): Promise<readonly BoardedProcess[]> {
    await prepareOperations(this.pool);
    const { rows } = await this.pool.query<Omit<BoardedProcess, 'state' | 'ready' | 'parts'> & { report: Report }>(
      `select id, kind, version, host, pid, ${iso('started_at')} as "startedAt", ${iso('seen_at')} as "seenAt",
         extract(epoch from now() - seen_at)::float8 as "silentSeconds", report
       from operations.processes order by started_at desc, id limit 200`,
    );
    return rows.map(({ report, ...row }) => ({
      ...row,
      state: row.silentSeconds > goneAfterSeconds ? 'gone' : 'running',
      ...report,
    }));
  }

  private async write(): Promise<void> {
    await prepareOperations(this.pool);
    const report = this.health.report();
    await this.pool.query(
      `insert into operations.processes (id, kind, version, host, pid, report) values ($1, $2, $3, $4, $5, $6)
       on conflict (id) do update set report = excluded.report, seen_at = now()`,
      [this.id, kindOf(report), version, hostname(), process.pid, JSON.stringify(report)],
    );
    await this.pool.query(`delete from operations.processes where seen_at < now() - interval '1 day'`);
  }
}

type Report = ReturnType<Health['report']>;

/** Told by its parts: only a projector feeds, only a worker reacts, and who does neither serves. */
export function kindOf({ parts }: Report): ProcessKind {
  const [feeds, reacts] = ['projector' in parts, 'reactions' in parts];
  return feeds && reacts ? 'standalone' : feeds ? 'projector' : reacts ? 'worker' : 'api';
}
