import type { Clock, EventTypes } from '@dealtrail/event-sourcing';
import type { EventLog } from './event-log.js';
import { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store.js';
import type { StoreKeys } from './keys.js';
import { PostgresEventStore } from './postgres-event-store.js';

export interface WhereFactsAreKept {
  readonly databaseUrl: string;
  /** With it the log is in EventStoreDB; person keys, settings and read models stay in the database. */
  readonly eventstoreUrl?: string | undefined;
  readonly types: EventTypes;
  readonly keys: StoreKeys;
  readonly clock: Clock;
}

/** The event store of this installation, started. */
export async function openEventStore({ databaseUrl, eventstoreUrl, ...rest }: WhereFactsAreKept): Promise<EventLog> {
  const store = eventstoreUrl
    ? new EventStoreDbEventStore({ url: eventstoreUrl, pool: databaseUrl, ...rest })
    : new PostgresEventStore({ pool: databaseUrl, ...rest });
  await store.start();
  return store;
}
