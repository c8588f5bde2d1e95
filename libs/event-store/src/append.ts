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
export class PendingAppend {
  /** Characters of its texts: about its size on the wire. */
  readonly size: number;
  /** What it leaves when it succeeds. */
  readonly revision: number;
  /** When it was asked for, in the process's own ms. */
  readonly since = performance.now();
  private state: 'pending' | 'done' | 'failed' = 'pending';
  private predecessors: readonly PendingAppend[] = [];

  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly events: readonly PreparedEvent[],
    private readonly answer: { resolve(result: AppendResult): void; reject(error: unknown): void },
  ) {
    this.revision = expected + events.length;
    this.size = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length + 200, 0);
  }

  /** It was decided on what these will leave: should one fail, it must not get in, even where the revision happens to fit. */
  standOn(predecessors: readonly PendingAppend[]): void {
    this.predecessors = predecessors;
  }

  get baseless(): boolean {
    return this.predecessors.some(({ state }) => state === 'failed');
  }

  resolve(result: AppendResult): void {
    this.settle('done');
    this.answer.resolve(result);
  }

  reject(error: unknown): void {
    this.settle('failed');
    this.answer.reject(error);
  }

  /** The stream is not where it was expected. */
  refuse(actual?: number): void {
    this.reject(new WrongExpectedRevision(this.stream, this.expected, actual));
  }

  private settle(state: 'done' | 'failed'): void {
    this.state = state;
    this.predecessors = []; // or a busy stream would remember all it ever appended
    this.onSettled?.(state);
  }

  /** Called once, whatever became of it. */
  onSettled: ((state: 'done' | 'failed') => void) | undefined;
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
