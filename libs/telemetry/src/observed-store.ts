import {
  categoryOf,
  EventStore,
  type AppendResult,
  type EventBatch,
  type EventToAppend,
  type Position,
  type Recorded,
  type SubscribeOptions,
} from '@dealtrail/event-sourcing';
import type { Telemetry } from './telemetry.js';
import { appendSpanOf } from './trace-ids.js';

/** The store as commands write to it: every append timed and traced, and how late each breach came on record. */
export class ObservedStore extends EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly telemetry: Telemetry,
  ) {
    super();
  }

  override append(stream: string, events: readonly EventToAppend[], expected: number): Promise<AppendResult> {
    const { instruments, tracing } = this.telemetry;
    const startedAt = Date.now();
    const appended = this.store.append(stream, events, expected);
    const [first] = events;
    void appended.then(
      ({ recordedAt }) => {
        instruments.appendDuration.record((Date.now() - startedAt) / 1_000);
        for (const event of events) {
          const late = latenessOf(event, recordedAt);
          if (late !== undefined) instruments.timerLateness.record(late, { 'dealtrail.event': event.type });
        }
        if (first) tracing?.note({ ...stageOf(stream, events, first), spanId: spanOf(first) }, startedAt);
      },
      (error: unknown) => {
        if (first) tracing?.note(stageOf(stream, events, first), startedAt, error);
      },
    );
    return appended;
  }

  override read(streams: readonly string[]): Promise<readonly (readonly Recorded[])[]> {
    return this.store.read(streams);
  }

  override subscribe(after: Position, options?: SubscribeOptions): AsyncIterable<EventBatch> {
    return this.store.subscribe(after, options);
  }

  override head(): Promise<Position> {
    return this.store.head();
  }
}

const spanOf = ({ metadata }: EventToAppend): string => appendSpanOf(metadata.commandId);

const stageOf = (stream: string, events: readonly EventToAppend[], { metadata }: EventToAppend) =>
  ({
    name: `append ${categoryOf(stream)}`,
    kind: 'CLIENT',
    correlationId: metadata.correlationId,
    attributes: { 'dealtrail.events': events.map(({ type }) => type) },
  }) as const;

/** Of a breach that a process recorded, s: a breach is a fact that happened at its own due instant. */
function latenessOf({ data, metadata }: EventToAppend, recordedAt: string): number | undefined {
  const { dueAt } = data as { readonly dueAt?: unknown };
  if (metadata.actor.kind !== 'process' || metadata.history || dueAt !== metadata.occurredAt) return undefined;
  return Math.max(0, Date.parse(recordedAt) - Date.parse(metadata.occurredAt)) / 1_000;
}
