import { systemClock, type EventTypes } from '@dealtrail/event-sourcing';
import { EventStoreDbEventStore, type EventStoreDbOptions } from '../eventstoredb/eventstoredb-event-store.js';
import { testKeys } from './test-keys.js';

/** A started store on EventStoreDB for a spec: fixed keys, the system's clock, a quick safety poll; close it with `stop()`. */
export async function openEventStoreDb(
  url: string,
  databaseUrl: string,
  types: EventTypes,
  options: Partial<EventStoreDbOptions> = {},
): Promise<EventStoreDbEventStore> {
  const store = new EventStoreDbEventStore({
    url,
    pool: databaseUrl,
    types,
    keys: testKeys,
    clock: systemClock,
    safetyPoll: 200,
    ...options,
  });
  await store.start();
  return store;
}
