import { Unavailable } from '@dealtrail/event-sourcing';
import type { PendingAppend } from './append.js';

const mostEvents = 512;
const mostCharacters = 1024 * 1024;

/** Batches under way at once: while the server writes one, this process settles and prepares the other. */
const lanes = 2;
/** With fewer waiting, one batch takes them all: two commits for a handful would only make them wait for each other. */
const worthSplitting = 16;

/**
 * Group commit: what waits when a batch is done goes as the next one. There is no timer: a fixed wait would only slow a caller
 * who is alone. Two batches may be under way, never with the same stream in both.
 */
export class AppendQueue {
  private waiting: PendingAppend[] = [];
  private running = 0;
  private idle: (() => void)[] = [];
  /** Streams of the batches under way. */
  private readonly inFlight = new Set<string>();
  /** All that is not settled, by what it will leave. */
  private readonly unsettled = new Map<string, PendingAppend[]>();
  private expiry: NodeJS.Timeout | undefined;
  /** Told how many events go together, each time. */
  onBatch: ((events: number) => void) | undefined;

  /**
   * `commit` settles every append it is given, save those it returns: they go first into the next batch. What has waited for
   * `longestWait` ms is refused unsent: how many that is depends on the server, how long somebody waits for it does not.
   * `capacity` only bounds the memory.
   */
  constructor(
    private readonly commit: (batch: readonly PendingAppend[]) => Promise<readonly PendingAppend[]>,
    private readonly capacity: number,
    private readonly longestWait = 3_000,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  /** How long the one that waits longest has waited, ms. */
  get waited(): number {
    const [oldest] = this.waiting;
    return oldest ? performance.now() - oldest.since : 0;
  }

  /** Throws `Unavailable` when too much is waiting already. */
  push(append: PendingAppend): void {
    if (this.waiting.length >= this.capacity)
      throw new Unavailable('overloaded', `${this.waiting.length} appends are waiting already`);
    this.chain(append);
    this.waiting.push(append);
    this.expiry ??= this.expireIn(this.longestWait);
    this.wake();
  }

  private chain(append: PendingAppend): void {
    const { stream, expected, revision } = append;
    append.standOn(this.unsettled.get(`${expected}@${stream}`) ?? []);
    const key = `${revision}@${stream}`;
    const rivals = [...(this.unsettled.get(key) ?? []), append];
    this.unsettled.set(key, rivals);
    const forget = (): void => {
      const left = this.unsettled.get(key)?.filter((other) => other !== append) ?? [];
      if (left.length > 0) this.unsettled.set(key, left);
      else this.unsettled.delete(key);
    };
    // Who decides hears of a failure some turns later, and what is decided until then stands on it all the same.
    append.onSettled = (state) => void (state === 'failed' ? setImmediate(forget) : forget());
  }

  /** Gives up everything that has not been sent yet. */
  rejectWaiting(error: unknown): void {
    const { waiting } = this;
    this.waiting = [];
    for (const append of waiting) append.reject(error);
  }

  private expireIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      const now = performance.now();
      const late = this.waiting.filter(({ since }) => now - since >= this.longestWait);
      this.waiting = this.waiting.filter(({ since }) => now - since < this.longestWait);
      this.expiry = this.waiting.length > 0 ? this.expireIn(Math.max(1, this.longestWait - this.waited)) : undefined;
      for (const append of late)
        append.reject(new Unavailable('overloaded', `the append has waited for ${this.longestWait} ms`));
    }, ms).unref();
  }

  /** Resolves when nothing is waiting and nothing under way. */
  async drained(): Promise<void> {
    if (this.running > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private wake(): void {
    if (this.running >= lanes) return;
    this.running++;
    void this.run();
  }

  private async run(): Promise<void> {
    await undefined; // all that is appended in one turn travels together
    for (let batch = this.take(); batch.length > 0; batch = this.take()) {
      if (this.waiting.length > 0) this.wake();
      const streams = new Set(batch.map(({ stream }) => stream));
      for (const stream of streams) this.inFlight.add(stream);
      this.onBatch?.(batch.reduce((sum, { events }) => sum + events.length, 0));
      const again = await this.commit(batch);
      for (const stream of streams) this.inFlight.delete(stream);
      this.waiting.unshift(...again);
      await undefined; // callers just answered come back with it
    }
    this.running--; // in the same turn as the look at the queue, or an append in between would wait for ever
    if (this.running === 0) for (const resolve of this.idle.splice(0)) resolve();
  }

  /**
   * The next batch; half of what waits when the other lane is idle and there is enough for both. A second append to a stream
   * joins when it expects what the first leaves; else it waits, and all behind it.
   */
  private take(): readonly PendingAppend[] {
    const batch: PendingAppend[] = [];
    const left: PendingAppend[] = [];
    const tails = new Map<string, number>();
    const { length } = this.waiting;
    const most = this.inFlight.size === 0 && length >= worthSplitting ? Math.ceil(length / 2) : length;
    let events = 0;
    let size = 0;
    for (const append of this.waiting) {
      const full =
        batch.length >= most ||
        (batch.length > 0 && (events + append.events.length > mostEvents || size + append.size > mostCharacters));
      const tail = tails.get(append.stream) ?? append.expected;
      if (full || tail !== append.expected || this.inFlight.has(append.stream)) {
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
