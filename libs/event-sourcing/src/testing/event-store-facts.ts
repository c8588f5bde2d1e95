import { randomUUID } from 'node:crypto';
import { eventSchema, EventTypes } from '../event-schema.js';
import type { EventBatch, EventStore, EventToAppend, SubscribeOptions } from '../event-store.js';
import type { Event, EventMetadata, Position, Recorded } from '../message.js';

type NoteEvent =
  Event<'NoteWritten', { text: unknown }> | Event<'PersonMet', { personId: string; phone?: unknown; place?: unknown }>;

type MemoEvent = Event<'MemoWritten', { text: string }>;

/** The facts every store is tried with; a store under the contract knows these types. */
export const contractTypes = new EventTypes([
  eventSchema<NoteEvent>('note', {
    NoteWritten: { version: 1 },
    PersonMet: { version: 1, personal: { person: 'personId', fields: ['phone'] } },
  }),
  eventSchema<MemoEvent>('memo', { MemoWritten: { version: 1 } }),
]);

const metadata: EventMetadata = {
  commandId: '00000000-0000-5000-8000-000000000000',
  actor: { kind: 'staff', id: 'tester' },
  correlationId: '00000000-0000-5000-8000-000000000000',
  occurredAt: '2026-03-02T01:00:00.000Z',
  digest: 'abc',
};

export const fact = (type: string, data: object, id: string = randomUUID()): EventToAppend => ({
  id,
  type,
  data,
  metadata,
});

export const noteWritten = (text: unknown): EventToAppend => fact('NoteWritten', { text });
export const memoWritten = (text: string): EventToAppend => fact('MemoWritten', { text });

/** A stream nobody has used. */
export const newStream = (category = 'note'): string => `${category}-${randomUUID()}`;

/** Every batch after a position until one satisfies `last`; fails after `limit` ms. */
export async function followed(
  store: EventStore,
  after: Position,
  last: (batch: EventBatch, events: readonly Recorded[]) => boolean,
  { limit = 20_000, ...options }: SubscribeOptions & { readonly limit?: number } = {},
): Promise<{ readonly batches: readonly EventBatch[]; readonly events: readonly Recorded[] }> {
  const batches: EventBatch[] = [];
  const events: Recorded[] = [];
  for await (const batch of store.subscribe(after, { ...options, signal: AbortSignal.timeout(limit) })) {
    batches.push(batch);
    events.push(...batch.events);
    if (last(batch, events)) return { batches, events };
  }
  throw new Error(`not seen within ${limit} ms: got ${events.length} events in ${batches.length} batches`);
}
