import {
  runSubscription,
  type EventBatch,
  type EventStore,
  type Position,
  type RunningSubscription,
  type SubscriptionStatus,
} from '@dealtrail/event-sourcing';
import { applyEvents } from './apply-events.js';
import { isPassing, isMissingTable, transaction, type ReadPool } from './read-pool.js';
import { readCheckpoints, type Target } from './read-tables.js';

/** Most events folded in one transaction; live batches are far smaller. */
const batchSize = 5_000;

export interface PassOptions {
  readonly pool: ReadPool;
  readonly store: EventStore;
  /** At the same checkpoint. */
  readonly targets: readonly Target[];
  /** After the commit. */
  readonly onBatch: (pass: Pass, batch: EventBatch) => Promise<void>;
  /** No table is left (`done`), a checkpoint is not where this pass had left it (`moved`), or one table failed the others (`failed`). */
  readonly onEnded: (pass: Pass, why: 'done' | 'moved' | 'failed') => void;
  readonly onFailure?: (error: unknown, status: SubscriptionStatus) => void;
}

/** The checkpoint was moved by somebody else: not the leader any more, or swapped by a rebuild. */
class CheckpointMoved extends Error {}

/** One reading of the log for tables at the same checkpoint; rows and checkpoints of a batch are one transaction. */
export class Pass {
  readonly targets: Set<Target>;
  private position: Position = 0;
  private readonly ending = new AbortController();
  private readonly running: RunningSubscription;

  constructor(private readonly options: PassOptions) {
    this.targets = new Set(options.targets);
    this.running = runSubscription({
      name: [...this.targets].map(({ table }) => table).join(', '),
      store: options.store,
      batchSize,
      signal: this.ending.signal,
      after: () => this.checkpoint(),
      handle: (batch) => this.handle(batch),
      onFailure: options.onFailure,
    });
  }

  get status(): SubscriptionStatus {
    return this.running.status;
  }

  /** Resolves when the batch under way is finished. */
  stop(): Promise<void> {
    return this.running.stop();
  }

  /** Leaves one table out from the next batch on; ends with the last. */
  leave(target: Target): void {
    this.targets.delete(target);
    if (this.targets.size === 0) this.end('done');
  }

  private get tables(): string[] {
    return [...this.targets].map(({ table }) => table);
  }

  private end(why: 'done' | 'moved' | 'failed'): void {
    this.ending.abort();
    this.options.onEnded(this, why);
  }

  private async checkpoint(): Promise<Position> {
    const found = await readCheckpoints(this.options.pool, this.tables);
    const positions = new Set(this.tables.map((table) => found.get(table)));
    const [position] = positions;
    if (positions.size !== 1 || position === undefined) {
      this.end('moved');
      throw new CheckpointMoved(`the checkpoints of ${this.tables.join(', ')} differ or are gone`);
    }
    return (this.position = position);
  }

  private async handle(batch: EventBatch): Promise<void> {
    if (batch.position !== this.position) await this.fold(batch);
    this.position = batch.position;
    await this.options.onBatch(this, batch);
  }

  private async fold(batch: EventBatch): Promise<void> {
    try {
      await transaction(this.options.pool, async (client) => {
        // First of all: it also makes whoever else wants these tables wait until this batch is whole.
        const { rowCount } = await client.query(
          `update read.checkpoints set position = $1, moved_at = now() where table_name = any($2) and position = $3`,
          [batch.position, this.tables, this.position],
        );
        if (rowCount !== this.targets.size)
          throw new CheckpointMoved(`a checkpoint of ${this.tables.join(', ')} moved`);
        for (const target of this.targets) await applyEvents(client, target, batch.events);
      });
    } catch (error) {
      if (error instanceof CheckpointMoved) this.end('moved');
      else if (isMissingTable(error) || (this.targets.size > 1 && !isPassing(error))) {
        // One table's trouble must not hold up the others: each goes on by itself.
        this.options.onFailure?.(error, this.status);
        this.end('failed');
      }
      throw error;
    }
  }
}
