import type { EventBatch, EventStore, Position, SubscriptionStatus } from '@dealtrail/event-sourcing';
import { Pass } from './pass.js';
import { transaction, type ReadPool } from './read-pool.js';
import { ensureTarget, readCheckpoints, type Target } from './read-tables.js';

export interface FeedingOptions {
  readonly pool: ReadPool;
  readonly store: EventStore;
  /** A batch was committed for all tables of a pass. */
  readonly onBatch: (pass: Pass, batch: EventBatch) => Promise<void>;
  /** A table is not fed any more and could be again at once. */
  readonly onFree: () => void;
  readonly onFailure?: (error: unknown, status?: SubscriptionStatus) => void;
}

/** The passes of one process: as few as there are different checkpoints. */
export class Feeding {
  private readonly passes = new Set<Pass>();
  /** Tables that failed beside others: each in a pass of its own until it runs again. */
  private readonly apart = new Set<string>();

  constructor(private readonly options: FeedingOptions) {}

  passOf(target: Target): Pass | undefined {
    return [...this.passes].find(({ targets }) => targets.has(target));
  }

  /** Makes what is missing and starts one pass for each checkpoint; a table that cannot be made is left out. */
  async begin(targets: readonly Target[]): Promise<void> {
    const ready: Target[] = [];
    for (const target of targets)
      try {
        await transaction(this.options.pool, (client) => ensureTarget(client, target));
        ready.push(target);
      } catch (error) {
        this.options.onFailure?.(error);
      }
    await this.start(ready);
  }

  /** Passes that have come to the same place go on as one. */
  async join(): Promise<void> {
    const byPosition = new Map<Position, Pass[]>();
    for (const pass of this.passes)
      if (pass.status.state === 'running' && pass.status.liveAt > 0)
        byPosition.set(pass.status.position, [...(byPosition.get(pass.status.position) ?? []), pass]);
    for (const passes of byPosition.values()) {
      if (passes.length < 2) continue;
      await this.end(passes);
      const targets = passes.flatMap((pass) => [...pass.targets]);
      for (const { table } of targets) this.apart.delete(table);
      await this.start(targets);
    }
  }

  /** Ends the passes with a table that must not be fed on; resolves when their batches are finished. */
  stopUnless(fedOn: (target: Target) => boolean): Promise<void> {
    return this.end([...this.passes].filter(({ targets }) => ![...targets].every(fedOn)));
  }

  private async start(targets: readonly Target[]): Promise<void> {
    if (targets.length === 0) return;
    const { pool, store, onFailure, onBatch, onFree } = this.options;
    const tables = targets.map(({ table }) => table);
    const found = await readCheckpoints(pool, tables);
    const groups = new Map<string, Target[]>();
    for (const target of targets) {
      const group = this.apart.has(target.table) ? target.table : String(found.get(target.table));
      groups.set(group, [...(groups.get(group) ?? []), target]);
    }
    for (const together of groups.values())
      this.passes.add(
        new Pass({
          pool,
          store,
          onFailure,
          targets: together,
          onBatch,
          onEnded: (pass, why) => {
            this.passes.delete(pass);
            // What failed is tried again with the next look, not at once.
            if (why === 'failed') for (const { table } of pass.targets) this.apart.add(table);
            else onFree();
          },
        }),
      );
  }

  private async end(passes: readonly Pass[]): Promise<void> {
    await Promise.all(passes.map((pass) => pass.stop()));
    for (const pass of passes) this.passes.delete(pass);
  }
}
