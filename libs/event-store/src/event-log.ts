import { EventStore } from '@dealtrail/event-sourcing';

export interface EventStoreStatus {
  /** Whether it can write and hears of new events. */
  readonly connected: boolean;
  readonly queueLength: number;
  /** How long the append that waits longest has waited, ms. */
  readonly waitedMs: number;
  /** Why it is not connected. */
  readonly error?: string;
}

/** The event store as the process that opens it holds it, wherever the log is kept. A class, so that it is its own injection token. */
export abstract class EventLog extends EventStore {
  /** Migrates the database under a lock, checks that the master key is the one the log was begun with, opens its connections. */
  abstract start(): Promise<void>;
  /** Finishes what is queued, ends the subscriptions (with `Unavailable`), closes every connection. */
  abstract stop(): Promise<void>;
  abstract status(): EventStoreStatus;
  /** Says who is told how many events each commit takes. */
  abstract onBatch(heard: (events: number) => void): void;
  /** Deletes a person's key: the personal fields of all events about them read as `erased` from now on, for ever. */
  abstract erasePerson(person: string): Promise<void>;
  /** Recomputes a stream's chain; `brokenAt` is the first revision whose hash is not what its history says. */
  abstract verify(stream: string): Promise<{ readonly events: number; readonly brokenAt?: number }>;
}
