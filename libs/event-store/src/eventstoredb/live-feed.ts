import type { Position } from '@dealtrail/event-sourcing';
import { Bell } from './bell.js';
import { positionOf, rowOf, type StoredRecord } from './stored-record.js';
import type { Source, Tail } from './tail.js';

/** What is kept for those who are a little behind: events, and characters of their texts. */
const mostEvents = 4_000;
const mostCharacters = 8 * 1024 * 1024;
const takenAtOnce = 500;

/**
 * One subscription for all who follow the end of the log in this process: each of their own would decode every event anew, and
 * under load nobody would keep up. Who is further behind than what is kept reads with a subscription of its own until it is not.
 */
export class LiveFeed {
  private feed: Feed | undefined;

  constructor(private readonly begin: (after: Position) => Tail) {}

  /** A place behind this position, when what comes behind it is still here; a feed that has ended begins there, where wanted. */
  join(position: Position, begin: boolean): Source | undefined {
    if (!this.feed || this.feed.over) {
      if (!begin) return undefined;
      this.feed = new Feed(this.begin(position), position);
    }
    return this.feed.join(position);
  }
}

/** One subscription from its begin to its end. */
class Feed {
  private readonly places = new Set<Place>();
  private readonly ending = new AbortController();
  private kept: StoredRecord[] = [];
  private characters = 0;
  /** How many were let go: the number of the first that is kept. */
  first = 0;
  /** Everything behind this is still kept, or still to come. */
  private from: Position;
  upTo: Position;
  failure: Error | undefined;

  constructor(
    private readonly tail: Tail,
    position: Position,
  ) {
    this.from = this.upTo = position;
    void this.pump();
  }

  get over(): boolean {
    return this.ending.signal.aborted;
  }

  /** The number of the one that comes next. */
  get next(): number {
    return this.first + this.kept.length;
  }

  join(position: Position): Source | undefined {
    if (position < this.from) return undefined;
    const index = this.kept.findIndex((record) => positionOf(record) > position);
    const place = new Place(this, index < 0 ? this.next : this.first + index);
    this.places.add(place);
    return place;
  }

  leave(place: Place): void {
    this.places.delete(place);
    if (this.places.size === 0) this.end(new Error('nobody follows any more'));
  }

  slice(from: number, most: number): readonly StoredRecord[] {
    return this.kept.slice(from - this.first, from - this.first + most);
  }

  end(error: Error): void {
    if (this.over) return;
    this.failure = error;
    this.ending.abort();
    this.tail.close();
    this.ringAll();
  }

  private async pump(): Promise<void> {
    const { signal } = this.ending;
    try {
      while (!signal.aborted) {
        const records = this.tail.take(takenAtOnce);
        for (const record of records) this.keep(record);
        const before = this.upTo;
        if (records.length === 0) this.upTo = Math.max(before, this.tail.readUpTo);
        if (records.length > 0 || this.upTo > before) this.ringAll();
        if (records.length === 0) await this.tail.wait(60_000, signal);
      }
    } catch (error) {
      this.end(error as Error);
    }
  }

  private keep(record: StoredRecord): void {
    const position = positionOf(record);
    if (position <= this.upTo) return; // a server that begins anew may repeat
    this.upTo = position;
    this.kept.push(record);
    this.characters += sizeOf(record);
    let gone = 0;
    while (this.kept.length - gone > mostEvents || (this.characters > mostCharacters && this.kept.length - gone > 1)) {
      const oldest = this.kept[gone++] as StoredRecord;
      this.characters -= sizeOf(oldest);
      this.from = positionOf(oldest);
    }
    if (gone === 0) return;
    this.kept.splice(0, gone);
    this.first += gone;
  }

  private ringAll(): void {
    for (const { bell } of this.places) bell.ring();
  }
}

/** Where one follower stands in what all share. */
class Place implements Source {
  readonly bell = new Bell();

  constructor(
    private readonly feed: Feed,
    private next: number,
  ) {}

  get overtaken(): boolean {
    return this.next < this.feed.first;
  }

  get readUpTo(): Position {
    return this.next === this.feed.next ? this.feed.upTo : 0;
  }

  take(most: number): readonly StoredRecord[] {
    this.bell.quiet();
    if (this.overtaken) return [];
    const records = this.feed.slice(this.next, most);
    this.next += records.length;
    if (records.length === 0 && this.feed.failure) throw this.feed.failure;
    return records;
  }

  wait(limit: number, signal: AbortSignal): Promise<boolean> {
    return this.bell.wait(limit, signal);
  }

  distrust(error: Error): void {
    this.feed.end(error);
  }

  close(): void {
    this.feed.leave(this);
  }
}

const sizeOf = (record: StoredRecord): number => {
  const { data, metadata } = rowOf(record);
  return data.length + metadata.length;
};
