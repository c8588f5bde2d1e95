import type { Event, EventMetadata, Position, Recorded } from './message.js';

/** The revision of a stream that does not exist yet. */
export const noStream = -1;

export interface EventToAppend<E extends Event = Event> {
  readonly id: string;
  readonly type: E['type'];
  readonly data: E['data'];
  readonly metadata: EventMetadata;
}

export interface AppendResult {
  /** Of the last event appended. */
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: string;
}

/** What one read of the log gave: in order, nothing skipped. */
export interface EventBatch {
  readonly events: readonly Recorded[];
  /** The last position read, whether or not its event passed the filter: what a checkpoint may say. */
  readonly position: Position;
  /** True when the read reached the end of the log as it was at `readAt`. */
  readonly live: boolean;
  /** `Date.now()` just before the read, ms. */
  readonly readAt: number;
}

export interface SubscribeOptions {
  /** Only events of these categories are decoded and given; positions of the others still count. */
  readonly categories?: readonly string[];
  /** Most events in one batch; default 1,000. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/**
 * Where facts are kept; a class, so that it is its own injection token. Two adapters, one contract suite (`testing/event-store.contract.ts`).
 * Errors: `WrongExpectedRevision` (decide again), `Unavailable` (retryable), `LogCorrupted` (stop).
 */
export abstract class EventStore {
  /**
   * All or nothing, durable when it resolves. Appending events whose ids are already there at that place answers as the first
   * time did. Calls for one stream made one after another, each expecting what the one before leaves, may be under way together.
   */
  abstract append(stream: string, events: readonly EventToAppend[], expectedRevision: number): Promise<AppendResult>;
  /** The events of each stream, in the order asked; an unknown stream is empty. */
  abstract read(streams: readonly string[]): Promise<readonly (readonly Recorded[])[]>;
  /** Everything after a position, in order, for ever; also yields an empty live batch now and then when nothing happens. */
  abstract subscribe(after: Position, options?: SubscribeOptions): AsyncIterable<EventBatch>;
  /** The position of the newest event, 0 when there is none. */
  abstract head(): Promise<Position>;
}
