import { systemClock, type EventTypes } from '@dealtrail/event-sourcing';
import { PostgresEventStore, type PostgresEventStoreOptions } from '../postgres-event-store.js';
import { testKeys } from './test-keys.js';

/** A started store for a spec: fixed keys, the system's clock, a quick safety poll; close it with `stop()`. */
export async function openStore(
  url: string,
  types: EventTypes,
  options: Partial<PostgresEventStoreOptions> = {},
): Promise<PostgresEventStore> {
  const store = new PostgresEventStore({
    pool: url,
    types,
    keys: testKeys,
    clock: systemClock,
    safetyPoll: 200,
    ...options,
  });
  await store.start();
  return store;
}
