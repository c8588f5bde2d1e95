import { Unavailable } from '@dealtrail/event-sourcing';
import type { PendingAppend } from './append.js';

const mostEvents = 512;
const mostCharacters = 1024 * 1024;

/**
 * Group commit: one batch is under way; when it is done, all that is waiting goes as the next one. There is no timer: a fixed
 * wait would only slow a caller who is alone.
 */
export class AppendQueue {
  private waiting: PendingAppend[] = [];
  private running: Promise<void> | undefined;
  /** All that is not settled, by what it will leave. */
  private readonly unsettled = new Map<string, PendingAppend[]>();

  /** `commit` settles every append it is given, save those it returns: they go first into the next batch. */
  constructor(
    private readonly commit: (batch: readonly PendingAppend[]) => Promise<readonly PendingAppend[]>,
    private readonly capacity: number,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  /** Throws `Unavailable` when too much is waiting already. */
  push(append: PendingAppend): void {
    if (this.waiting.length >= this.capacity)
      throw new Unavailable('overloaded', `${this.waiting.length} appends are waiting already`);
    this.chain(append);
    this.waiting.push(append);
    this.running ??= this.run();
  }

  private chain(append: PendingAppend): void {
    const { stream, expected, revision } = append;
    append.standOn(this.unsettled.get(`${expected}@${stream}`) ?? []);
    const key = `${revision}@${stream}`;
    const rivals = [...(this.unsettled.get(key) ?? []), append];
    this.unsettled.set(key, rivals);
    append.onSettled = () => {
      const left = this.unsettled.get(key)?.filter((other) => other !== append) ?? [];
      if (left.length > 0) this.unsettled.set(key, left);
      else this.unsettled.delete(key);
    };
  }

  /** Gives up everything that has not been sent yet. */
  rejectWaiting(error: unknown): void {
    const { waiting } = this;
    this.waiting = [];
    for (const append of waiting) append.reject(error);
  }

  /** Resolves when nothing is waiting and nothing under way. */
  async drained(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    do {
      await undefined; // all that is appended in one turn travels together, and callers just answered come back with it
      const again = await this.commit(this.take());
      this.waiting.unshift(...again);
    } while (this.waiting.length > 0);
    this.running = undefined; // in the same turn as the look at the queue, or an append in between would wait for ever
  }

  /** The next batch. A second append to a stream joins when it expects what the first leaves; else it waits, and all behind it. */
  private take(): readonly PendingAppend[] {
    const batch: PendingAppend[] = [];
    const left: PendingAppend[] = [];
    const tails = new Map<string, number>();
    let events = 0;
    let size = 0;
    for (const append of this.waiting) {
      const full =
        batch.length > 0 && (events + append.events.length > mostEvents || size + append.size > mostCharacters);
      const tail = tails.get(append.stream) ?? append.expected;
      if (full || tail !== append.expected) {
        tails.set(append.stream, Number.NaN); // equals nothing
        left.push(append);
        continue;
      }
      tails.set(append.stream, append.revision);
      batch.push(append);
      events += append.events.length;
      size += append.size;
    }
    this.waiting = left;
    return batch;
  }
}
