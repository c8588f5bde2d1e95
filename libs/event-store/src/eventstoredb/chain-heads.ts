import { LeastRecentlyUsed } from '../least-recently-used.js';

/**
 * The hash of the last event of each stream as it was read lately; used up by the append that stands on it, whatever becomes of it.
 * The hash an append has made itself is never kept: the server answers a repeat with success though it has stored other bytes before.
 */
export class ChainHeads {
  private readonly cache = new LeastRecentlyUsed<{ readonly revision: number; readonly hash: string }>(50_000);

  read(stream: string, revision: number, hash: string): void {
    this.cache.set(stream, { revision, hash });
  }

  take(stream: string, revision: number): string | undefined {
    const head = this.cache.get(stream);
    this.cache.delete(stream);
    return head?.revision === revision ? head.hash : undefined;
  }
}
