import { setTimeout as delay } from 'node:timers/promises';
import {
  tableOf,
  type AnyProjection,
  type EventBatch,
  type EventStore,
  type Position,
  type SubscriptionStatus,
} from '@dealtrail/event-sourcing';
import type { Telemetry } from '@dealtrail/telemetry';
import type { CheckpointWatch } from './checkpoint-watch.js';
import { Leadership } from './leadership.js';
import type { Pass } from './pass.js';
import { Feeding } from './feeding.js';
import type { ReadPool } from './read-pool.js';
import { liveTarget, prepareReadSchema, readCheckpoints, type Target } from './read-tables.js';
import { tracePass } from './traced-pass.js';
import { beginRebuild, openRebuilds, swap } from './rebuilds.js';
import { Upkeep } from './upkeep.js';

export interface ProjectorOptions {
  readonly pool: ReadPool;
  readonly store: EventStore;
  readonly projections: readonly AnyProjection[];
  readonly onFailure?: (error: unknown, status?: SubscriptionStatus) => void;
  /** Of the read store in the same process: tells those who wait for a position at once. */
  readonly watch?: CheckpointWatch;
  /** How often it tries to lead and looks for requests, ms; default 1,000. */
  readonly everyMs?: number;
  readonly telemetry?: Telemetry;
}

/** Where one read model stands, as this process sees it. */
export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly table: string;
  readonly position: Position;
  /** `Date.now()` when it was last known to be at the end of the log; 0 when this process does not lead it. */
  readonly liveAt: number;
  readonly leader: boolean;
  readonly state: SubscriptionStatus['state'] | 'following';
  readonly error?: string;
  /** Events set aside and not skipped. */
  readonly parked: number;
}

/** Keeps the tables of projections at the log's heels; of several processes one leads each table, the others stand by. */
export class Projector {
  readonly upkeep: Upkeep;
  private readonly live: readonly Target[];
  private readonly leadership: Leadership;
  private readonly feeding: Feeding;
  /** Rebuilds of tables that this process leads, by live table. */
  private readonly rebuilding = new Map<string, Target>();
  private readonly positions = new Map<string, Position>();
  private parked = new Map<string, number>();
  private headAtStart: Position | undefined;
  private stopping = new AbortController();
  private wake = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: ProjectorOptions) {
    this.upkeep = new Upkeep(options);
    this.live = options.projections.map(liveTarget);
    if (new Set(this.live.map(({ table }) => table)).size !== this.live.length)
      throw new Error('two projections share a table');
    this.feeding = new Feeding({
      ...options,
      onBatch: (pass, batch) => this.moved(pass, batch),
      onFree: () => this.wake.abort(),
    });
    this.leadership = new Leadership(options.pool, (error) => {
      options.onFailure?.(error);
      void this.feeding.stopUnless(() => false);
    });
  }

  /** Makes the schema and begins; rejects when the database or the store cannot be reached. */
  async start(): Promise<void> {
    await prepareReadSchema(this.options.pool);
    this.headAtStart = await this.options.store.head();
    this.stopping = new AbortController();
    this.running = this.run();
  }

  /** Resolves when the batches under way are committed and the locks given up. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake.abort();
    await this.running;
    await this.feeding.stopUnless(() => false);
    this.leadership.close();
  }

  /** Whether every table has reached the end of the log as it was at the start, here or in the process that leads it. */
  ready(): boolean {
    const head = this.headAtStart;
    return head !== undefined && this.live.every(({ table }) => (this.positions.get(table) ?? -1) >= head);
  }

  status(): readonly ProjectionStatus[] {
    return this.live.map((target) => {
      const pass = this.feeding.passOf(target);
      const leader = this.leadership.tables.has(target.table);
      return {
        name: target.projection.name,
        version: target.projection.version,
        table: target.table,
        position: this.positions.get(target.table) ?? 0,
        liveAt: pass?.status.liveAt ?? 0,
        leader,
        state: pass?.status.state ?? (leader ? 'starting' : 'following'),
        ...(pass?.status.error === undefined ? {} : { error: pass.status.error }),
        parked: this.parked.get(target.table) ?? 0,
      };
    });
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.wake = new AbortController();
      await this.tick().catch((error: unknown) => {
        if (!this.stopping.signal.aborted) this.options.onFailure?.(error);
      });
      const signal = AbortSignal.any([this.stopping.signal, this.wake.signal]);
      await delay(this.options.everyMs ?? 1_000, undefined, { signal }).catch(() => undefined);
    }
  }

  private async tick(): Promise<void> {
    await prepareReadSchema(this.options.pool);
    await this.leadership.take(this.live.map(({ table }) => table));
    await this.look();
    await this.feeding.begin(this.live.filter((target) => this.leads(target) && !this.feeding.passOf(target)));
    await this.beginRebuilds();
    await this.feeding.join();
  }

  /** A rebuild is led with its live table. */
  private leads({ projection }: Target): boolean {
    return this.leadership.tables.has(tableOf(projection));
  }

  /** Positions and parked events as the database has them: all there is to know of tables led elsewhere. */
  private async look(): Promise<void> {
    const tables = this.live.map(({ table }) => table);
    const found = await readCheckpoints(this.options.pool, tables);
    for (const [table, position] of found) this.note(table, position);
    // Led by another process now, or dropped by somebody: begun again from nothing.
    const dropped = (target: Target) => this.live.includes(target) && !found.has(target.table);
    await this.feeding.stopUnless((target) => this.leads(target) && !dropped(target));
    const { rows } = await this.options.pool.query<{ table_name: string; count: number }>(
      `select table_name, count(*) from read.parked
       where table_name = any($1) and skipped_because is null group by table_name`,
      [tables],
    );
    this.parked = new Map(rows.map(({ table_name, count }) => [table_name, count]));
  }

  private async moved(pass: Pass, batch: EventBatch): Promise<void> {
    const { position, live: caughtUp } = batch;
    tracePass(this.options.telemetry?.tracing, [...pass.targets], batch);
    for (const target of pass.targets) {
      this.note(target.table, position);
      const live = this.live.find(({ table }) => this.rebuilding.get(table) === target);
      if (live && caughtUp) await this.finishRebuild(pass, target, live);
    }
  }

  private note(table: string, position: Position): void {
    this.positions.set(table, position);
    this.options.watch?.note(table, position);
  }

  private async beginRebuilds(): Promise<void> {
    const { pool, store } = this.options;
    const led = this.live.filter((target) => this.leads(target));
    const fresh: Target[] = [];
    for (const live of await openRebuilds(pool, led)) {
      const current = this.rebuilding.get(live.table);
      if (current && this.feeding.passOf(current)) continue;
      const target = await beginRebuild(pool, store, live);
      this.rebuilding.set(live.table, target);
      fresh.push(target);
    }
    await this.feeding.begin(fresh);
  }

  private async finishRebuild(pass: Pass, fresh: Target, live: Target): Promise<void> {
    // A reader that keeps its lock too long only postpones the swap to the next batch.
    const swapped = await swap(this.options.pool, this.options.store, fresh, live).catch((error: unknown) => {
      this.options.onFailure?.(error);
      return false;
    });
    if (!swapped) return;
    this.rebuilding.delete(live.table);
    pass.leave(fresh);
  }
}
