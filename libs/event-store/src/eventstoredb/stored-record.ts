import { LogCorrupted, type Position } from '@dealtrail/event-sourcing';
import type { StoredEvent } from '../chain.js';
import type { EventRow } from '../decode.js';

/** An event as EventStoreDB gives it. */
export interface StoredRecord {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
  /** Older servers leave it out in reads of one stream. */
  readonly position: Position | undefined;
}

/** What EventStoreDB has no field for: it travels as the metadata of the event. */
export interface Envelope {
  readonly version: number;
  readonly recordedAt: string;
  readonly hash: string;
  readonly metadata: object;
}

/** Where it lies; every read of all streams says so. */
export function positionOf({ position, stream, revision }: StoredRecord): Position {
  if (position === undefined)
    throw new LogCorrupted(`the server does not say where event ${revision} of ${stream} lies`);
  return position;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Throws `LogCorrupted` on what this product has not written. */
export function envelopeOf({ metadata, stream, revision }: StoredRecord): Envelope {
  const { version, recordedAt, hash, metadata: inner } = (metadata ?? {}) as Partial<Record<keyof Envelope, unknown>>;
  if (typeof version !== 'number' || typeof recordedAt !== 'string' || typeof hash !== 'string' || !isObject(inner))
    throw new LogCorrupted(`event ${revision} of ${stream} was not written by Dealtrail`);
  return { version, recordedAt, hash, metadata: inner };
}

/** The very texts that were hashed: what `JSON.stringify` made comes back from `JSON.parse` and `JSON.stringify` unchanged. */
export function hashedOf(record: StoredRecord): StoredEvent & { readonly hash: string } {
  const { stream, revision, id, type, data } = record;
  const { version, recordedAt, hash, metadata } = envelopeOf(record);
  if (!isObject(data)) throw new LogCorrupted(`event ${revision} of ${stream} is not JSON`);
  return {
    stream,
    revision,
    id,
    type,
    version,
    recordedAt,
    metadata: JSON.stringify(metadata),
    data: JSON.stringify(data),
    hash,
  };
}

const rows = new WeakMap<StoredRecord, EventRow>();

/** As a row of the log, made once however many follow; `position` stands in where the server left it out. */
export function rowOf(record: StoredRecord, position: Position = 0): EventRow {
  let row = rows.get(record);
  if (!row) {
    const { recordedAt, ...event } = hashedOf(record);
    row = { ...event, recorded_at: recordedAt, position: String(record.position ?? position) };
    rows.set(record, row);
  }
  return row;
}
