import type { Position } from '@dealtrail/event-sourcing';
import { Bell } from './bell.js';
import type { StoredRecord } from './stored-record.js';

/** Where a follower takes events from: a subscription of its own, or its place in the one that all share. */
export interface Source {
  /** What is there, at most so many, in order. Throws what ended it once nothing is left. */
  take(most: number): readonly StoredRecord[];
  /** The server has looked through the log up to here: nothing of ours lies between what was taken last and this, once `take` gives nothing. */
  readonly readUpTo: Position;
  /** Until something comes, at most so many ms or until aborted; tells whether something came. */
  wait(limit: number, signal: AbortSignal): Promise<boolean>;
  /** What comes next was let go already: it must be asked of the server. */
  readonly overtaken: boolean;
  /** It was silent where it should not: nobody else must rely on it. */
  distrust(error: Error): void;
  close(): void;
}

/** What is used of the client's stream. */
interface Stream {
  on(event: 'readable' | 'end' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  read(): unknown;
  destroy(): unknown;
}

/** How long events that came before a failure may take to get through, ms. */
const lingering = 50;

/** A subscription as something to take from: what is not taken waits at the server, not here. */
export class Tail implements Source {
  private checkpoint: Position = 0;
  private failure: Error | undefined;
  private ended = false;
  private readonly bell = new Bell();
  readonly overtaken = false;
  /** Told of what breaks it. */
  onFailure: ((error: Error) => void) | undefined;

  constructor(
    private readonly stream: Stream,
    private readonly recordOf: (item: never) => StoredRecord | undefined,
    private readonly unsubscribe: () => Promise<void>,
  ) {
    stream.on('readable', () => this.bell.ring());
    stream.on('error', (error: Error) => {
      this.failure = error;
      this.onFailure?.(error);
      this.bell.ring();
    });
    for (const event of ['end', 'close'] as const)
      stream.on(event, () => {
        this.ended = true;
        this.bell.ring();
      });
  }

  get readUpTo(): Position {
    return this.checkpoint;
  }

  reached(position: Position): void {
    this.checkpoint = position;
    this.bell.ring();
  }

  take(most: number): readonly StoredRecord[] {
    this.bell.quiet();
    const records: StoredRecord[] = [];
    while (records.length < most) {
      const item = this.stream.read() as never;
      if (item === null) break;
      const record = this.recordOf(item);
      if (record) records.push(record);
    }
    if (records.length === 0 && this.ended) throw this.failure ?? new Error('the server has ended the subscription');
    return records;
  }

  async wait(limit: number, signal: AbortSignal): Promise<boolean> {
    const moved = await this.bell.wait(this.failure ? Math.min(limit, lingering) : limit, signal);
    if (this.failure && !moved) this.ended = true;
    return moved;
  }

  distrust(): void {
    // its only follower has done so already
  }

  close(): void {
    void this.unsubscribe().catch(() => undefined);
    this.stream.destroy();
  }
}
