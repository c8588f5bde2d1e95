import type { Event, EventMetadata, Recorded } from '../message.js';
import { eventId } from '../ids.js';

const metadata: EventMetadata = {
  commandId: '00000000-0000-5000-8000-000000000000',
  actor: { kind: 'staff', id: 'tester' },
  correlationId: '00000000-0000-5000-8000-000000000000',
  occurredAt: '2026-03-02T01:00:00.000Z',
  digest: '',
};

/** An event as the store would give it, for specs of projections and reactions; positions and revisions count from the start. */
export const recorded = <E extends Event>(
  event: E,
  stream: string,
  revision = 0,
  overrides: Partial<EventMetadata> & { readonly position?: number; readonly recordedAt?: string } = {},
): Recorded<E> => {
  const { position = revision + 1, recordedAt, ...given } = overrides;
  const kept = { ...metadata, ...given };
  return {
    ...event,
    id: eventId(stream, kept.commandId, revision),
    stream,
    revision,
    position,
    recordedAt: recordedAt ?? kept.occurredAt,
    metadata: kept,
  };
};
