import type { Position } from '@dealtrail/event-sourcing';
import type { StoredRecord } from './stored-record.js';

/** How long events that came before a failure may take to get through, ms. */
const lingering = 50;

/** What is used of the client's stream. */
interface Source {
  on(event: 'readable' | 'end' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  read(): unknown;
  destroy(): unknown;
}

/** A subscription as something to take from: what is not taken waits at the server, not here. */
export class Tail {
  private checkpoint: Position = 0;
  private failure: Error | undefined;
  private ended = false;
  private wake: () => void = () => undefined;
  private moved = false;
  /** Told of what breaks it. */
  onFailure: ((error: Error) => void) | undefined;

  constructor(
    private readonly source: Source,
    private readonly recordOf: (item: never) => StoredRecord | undefined,
    private readonly unsubscribe: () => Promise<void>,
  ) {
    source.on('readable', () => this.stir());
    source.on('error', (error: Error) => {
      this.failure = error;
      this.onFailure?.(error);
      this.stir();
    });
    for (const event of ['end', 'close'] as const)
      source.on(event, () => {
        this.ended = true;
        this.stir();
      });
  }

  /** The server has looked through the log up to here; nothing of ours lies between what was taken last and this, once `take` gives nothing. */
  get readUpTo(): Position {
    return this.checkpoint;
  }

  reached(position: Position): void {
    this.checkpoint = position;
    this.stir();
  }

  /** What is there, at most so many. Throws what ended the subscription once nothing is left. */
  take(most: number): StoredRecord[] {
    this.moved = false;
    const records: StoredRecord[] = [];
    while (records.length < most) {
      const item = this.source.read() as never;
      if (item === null) break;
      const record = this.recordOf(item);
      if (record) records.push(record);
    }
    if (records.length === 0 && this.ended) throw this.failure ?? new Error('the server has ended the subscription');
    return records;
  }

  /** Until something comes, at most so many ms or until aborted; tells whether something came. */
  async wait(limit: number, signal: AbortSignal): Promise<boolean> {
    if (!this.moved && !signal.aborted)
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, this.failure ? Math.min(limit, lingering) : limit);
        signal.addEventListener('abort', done, { once: true });
        this.wake = done;
      });
    if (this.failure && !this.moved) this.ended = true;
    return this.moved;
  }

  close(): void {
    void this.unsubscribe().catch(() => undefined);
    this.source.destroy();
  }

  private stir(): void {
    this.moved = true;
    this.wake();
  }
}
