import { EventEmitter, once } from 'node:events';

/** One event as the log holds it: `position` is its place in `$all`, `created` counts 100 ns ticks since 1970. */
export interface LoggedEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly type: string;
  readonly contentType: string;
  readonly created: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export type ProposedEvent = Pick<LoggedEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

export type ExpectedRevision = 'any' | 'no_stream' | 'stream_exists' | number;

/** What became of an append; `revision` and `current` are -1 where there is no stream. */
export type Appended =
  | { readonly kind: 'success'; readonly revision: number; readonly position: number | undefined }
  | { readonly kind: 'conflict'; readonly current: number };

/**
 * The data of the double: one log, in memory.
 *
 * Whether an append is right, a repeat or a conflict follows `CheckCommit` of the server's IndexWriter: at a revision that has
 * passed, the very event ids that stand there are a repeat and answer as the first time; any other id is a conflict.
 */
export class Log {
  private readonly events: LoggedEvent[] = [];
  private readonly streams = new Map<string, LoggedEvent[]>();
  private readonly recent = new Map<string, LoggedEvent>();
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private end = 0;

  get all(): readonly LoggedEvent[] {
    return this.events;
  }

  /** A stream's events; the index of each is its revision. */
  stream(name: string): readonly LoggedEvent[] {
    return this.streams.get(name) ?? [];
  }

  append(stream: string, expected: ExpectedRevision, events: readonly ProposedEvent[]): Appended {
    const current = this.stream(stream).length - 1;
    if (expected === 'stream_exists' && current < 0) return { kind: 'conflict', current };
    const from =
      expected === 'any' || expected === 'stream_exists' ? undefined : expected === 'no_stream' ? -1 : expected;
    if (from !== undefined && from > current) return { kind: 'conflict', current };
    const known = from === undefined ? this.known(stream, events) : this.standing(stream, from, events);
    if (events.length > 0 && known.length === events.length) return success(known.at(-1), current);
    if (known.length > 0 || (from !== undefined && from < current)) return { kind: 'conflict', current };
    return this.write(stream, events);
  }

  /** The index of the first event at or after a position. */
  indexOf(position: number): number {
    let low = 0;
    for (let high = this.events.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((this.events[middle]?.position ?? Infinity) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether a record begins here: the server refuses to read from the middle of one. */
  isBoundary(position: number): boolean {
    return position === 0 || position === this.end || this.events[this.indexOf(position)]?.position === position;
  }

  /** Resolves at the next append. */
  async grown(signal: AbortSignal): Promise<void> {
    await once(this.changes, 'grown', { signal });
  }

  /** Tells of every append until the returned function is called. */
  onGrown(listener: () => void): () => void {
    this.changes.on('grown', listener);
    return () => void this.changes.off('grown', listener);
  }

  /** A restarted server no longer knows recent event ids, so a repeat without a revision is written twice. */
  forgetRecent(): void {
    this.recent.clear();
  }

  /** The events of the stream that carry these ids, as far as they do in order, wherever they stand. */
  private known(stream: string, events: readonly ProposedEvent[]): LoggedEvent[] {
    const found = events.map(({ id }) => this.recent.get(id));
    const stop = found.findIndex((event) => event?.stream !== stream);
    return found.slice(0, stop < 0 ? undefined : stop) as LoggedEvent[];
  }

  /** The events that stand behind a revision, as far as their ids are those of the events given. */
  private standing(stream: string, from: number, events: readonly ProposedEvent[]): LoggedEvent[] {
    const there = this.stream(stream).slice(from + 1, from + 1 + events.length);
    const stop = there.findIndex(({ id }, index) => id !== events[index]?.id);
    return stop < 0 ? there : there.slice(0, stop);
  }

  private write(name: string, events: readonly ProposedEvent[]): Appended {
    const stream = this.streams.get(name) ?? [];
    const created = String(Date.now() * 10_000);
    for (const event of events) {
      const logged = { ...event, stream: name, revision: stream.length, position: this.end, created };
      // As in the server's log, a position is the offset of the record: it grows by what the record takes.
      this.end += 96 + 2 * (name.length + event.type.length) + event.data.length + event.metadata.length;
      this.events.push(logged);
      this.recent.set(event.id, logged);
      stream.push(logged);
    }
    if (stream.length > 0) this.streams.set(name, stream);
    this.changes.emit('grown');
    return success(events.length > 0 ? stream.at(-1) : undefined, stream.length - 1);
  }
}

function success(last: LoggedEvent | undefined, current: number): Appended {
  return { kind: 'success', revision: last?.revision ?? current, position: last?.position };
}
