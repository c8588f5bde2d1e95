import type { Position } from './message.js';

/** What a command id left behind: enough to answer its repeat as the first time. */
export interface Remembered {
  readonly digest: string;
  readonly revision: number;
  position: Position;
}

/** A stream as this process sees it: what is stored plus what it has decided and not yet seen committed. */
export interface StreamEntry {
  state: unknown;
  /** Of the last event, pending ones included; -1 for a stream that does not exist. */
  revision: number;
  /** Of the last committed event; 0 for none. */
  position: Position;
  lastOccurredAt: string;
  /** People have worked on it: imports may no longer add to it. */
  live: boolean;
  readonly commands: Map<string, Remembered>;
  /** Settles when all that was decided so far is committed; rejects when any of it was not. */
  pending: Promise<void>;
  pendingCount: number;
}

/** The most recently used streams; those with pending appends are never dropped. */
export class StreamCache {
  private readonly entries = new Map<string, StreamEntry>();
  private readonly loading = new Map<string, Promise<StreamEntry>>();

  constructor(private readonly capacity: number) {}

  /** The entry at once when it is here, so that deciding and queueing the append happen in one turn. */
  get(stream: string): StreamEntry | undefined {
    const entry = this.entries.get(stream);
    if (entry) {
      this.entries.delete(stream);
      this.entries.set(stream, entry);
    }
    return entry;
  }

  isLoading(stream: string): boolean {
    return this.loading.has(stream);
  }

  /** Loads once, however many ask at the same moment. */
  load(stream: string, read: () => Promise<StreamEntry>): Promise<StreamEntry> {
    let loading = this.loading.get(stream);
    if (!loading) {
      loading = read()
        .then((entry) => {
          this.entries.set(stream, entry);
          this.shrink();
          return entry;
        })
        .finally(() => this.loading.delete(stream));
      this.loading.set(stream, loading);
    }
    return loading;
  }

  /** Forgets this entry (not a newer one of the same stream): the next command reads the stream again. */
  forget(stream: string, entry: StreamEntry): void {
    if (this.entries.get(stream) === entry) this.entries.delete(stream);
  }

  private shrink(): void {
    for (const [stream, entry] of this.entries) {
      if (this.entries.size <= this.capacity) return;
      if (entry.pendingCount === 0) this.entries.delete(stream);
    }
  }
}
