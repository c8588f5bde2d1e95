import {
  categoryOf,
  noStream,
  WrongExpectedRevision,
  type AppendResult,
  type EventToAppend,
  type EventTypes,
} from '@dealtrail/event-sourcing';
import { personalOf, type Personal } from './personal-fields.js';

/** An event as far as it can be prepared before the batch it travels in is known. */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly metadata: string;
  /** JSON; still to be encrypted when `personal` is there. */
  readonly data: string;
  readonly personal?: Personal;
}

/** One call of `append` under way. */
export interface PendingAppend {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly PreparedEvent[];
  /** Characters of its texts: about its size on the wire. */
  readonly size: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Throws on what no store could keep: that is a fault of the program, not of the data. */
export function preparedEvents(
  types: EventTypes,
  stream: string,
  events: readonly EventToAppend[],
  expected: number,
): readonly PreparedEvent[] {
  if (events.length === 0) throw new Error('an append needs at least one event');
  if (!Number.isSafeInteger(expected) || expected < noStream) throw new Error(`${expected} is not a revision`);
  return events.map(({ id, type: name, data, metadata }) => {
    const type = types.of(name);
    if (type.category !== categoryOf(stream)) throw new Error(`${name} does not belong into the stream ${stream}`);
    if (!uuid.test(id)) throw new Error(`an event id is a uuid in lower case, not ${id}`);
    const personal = personalOf(type, data as Readonly<Record<string, unknown>>);
    return {
      id,
      type: name,
      version: type.version,
      metadata: JSON.stringify(metadata),
      data: JSON.stringify(data),
      ...(personal && { personal }),
    };
  });
}

export const revisionAfter = ({ expected, events }: PendingAppend): number => expected + events.length;

/** The appends of one stream in one batch, each expecting what the one before leaves. */
export interface Segment {
  readonly stream: string;
  readonly appends: readonly PendingAppend[];
}

/** Groups appends by stream, keeping their order. */
export function segments(appends: readonly PendingAppend[]): readonly Segment[] {
  const byStream = new Map<string, PendingAppend[]>();
  for (const append of appends) {
    const chain = byStream.get(append.stream);
    if (chain) chain.push(append);
    else byStream.set(append.stream, [append]);
  }
  return [...byStream].map(([stream, chain]) => ({ stream, appends: chain }));
}

export const expectedBy = ({ appends: [first] }: Segment): number => first?.expected ?? noStream;

/** Refuses appends whose stream is not where they expected it. */
export function refuse(appends: readonly PendingAppend[], actual: number): void {
  for (const { stream, expected, reject } of appends) reject(new WrongExpectedRevision(stream, expected, actual));
}
