import type { Position } from './message.js';

/** One thing a live answer tells; of each position it tells one at most. */
export interface LiveMessage {
  readonly position: Position;
  /** What kind of thing it is, in one word. */
  readonly event: string;
  readonly data: object;
}

/** What there was to tell up to a position, in order. */
export interface LiveBatch {
  readonly messages: readonly LiveMessage[];
  readonly position: Position;
}

/** The answer to a question that goes on: it begins with the position it is told after, and ends with the signal or an error. */
export type LiveAnswer = (signal: AbortSignal) => AsyncIterable<LiveBatch>;

/** The media type of live answers (Server-Sent Events); an operation that answers it takes `after`, or `Last-Event-ID`. */
export const eventStream = 'text/event-stream';
