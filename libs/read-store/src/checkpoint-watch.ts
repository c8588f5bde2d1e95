import { setTimeout as delay } from 'node:timers/promises';
import { Unavailable, type Position } from '@dealtrail/event-sourcing';
import type { ReadPool } from './read-pool.js';
import { readCheckpoints } from './read-tables.js';

interface Waiter {
  readonly tables: readonly string[];
  readonly position: Position;
  readonly resolve: () => void;
}

/** How often checkpoints are looked at while somebody waits for one, ms; a projector in the same process tells at once. */
const pollMs = 20;

/** Most who wait; each holds a timer, and a request at the edge. */
const mostWaiting = 1_000;

/** Knows how far the tables are; many who wait share one poll. */
export class CheckpointWatch {
  private readonly known = new Map<string, Position>();
  private readonly waiters = new Set<Waiter>();
  private polling = false;

  constructor(private readonly pool: ReadPool) {}

  /** A checkpoint was committed. Positions only grow. */
  note(table: string, position: Position): void {
    if (position <= (this.known.get(table) ?? 0)) return;
    this.known.set(table, position);
    for (const waiter of this.waiters)
      if (this.reaches(waiter)) {
        this.waiters.delete(waiter);
        waiter.resolve();
      }
  }

  /** Resolves when every table is at or after the position; rejects with `Unavailable` after `limit` ms, or at once when too many wait. */
  async reached(tables: readonly string[], position: Position, limit: number): Promise<void> {
    if (this.reaches({ tables, position })) return;
    if (this.waiters.size >= mostWaiting)
      throw new Unavailable('overloaded', `${mostWaiting} questions wait for their position already`);
    await new Promise<void>((resolve, reject) => {
      const waiter = { tables, position, resolve: () => (clearTimeout(timer), resolve()) };
      const timer = setTimeout(() => {
        this.waiters.delete(waiter);
        reject(new Unavailable('read-model-behind', `this read model has not reached position ${position}`));
      }, limit);
      this.waiters.add(waiter);
      void this.poll();
    });
  }

  private reaches({ tables, position }: Pick<Waiter, 'tables' | 'position'>): boolean {
    return tables.every((table) => (this.known.get(table) ?? -1) >= position);
  }

  private async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    while (this.waiters.size > 0) {
      const tables = new Set([...this.waiters].flatMap((waiter) => waiter.tables));
      // Whoever waits is told by the time limit if the server stays away.
      const found = await readCheckpoints(this.pool, [...tables]).catch(() => new Map<string, Position>());
      for (const [table, position] of found) this.note(table, position);
      if (this.waiters.size > 0) await delay(pollMs);
    }
    this.polling = false;
  }
}
