import type { EventBatch } from '@dealtrail/event-sourcing';
import { appendSpanOf, type Tracing } from '@dealtrail/telemetry';
import type { Target } from './read-tables.js';

/** A rebuild or a catching-up is not what a request set off. */
const mostTraced = 200;

/** A stage for each event that was folded as it happened, below the append that it came by. */
export function tracePass(tracing: Tracing | undefined, targets: readonly Target[], batch: EventBatch): void {
  if (!tracing || !batch.live || batch.events.length > mostTraced) return;
  for (const { type, metadata } of batch.events) {
    const projections = targets
      .map(({ projection }) => projection)
      .filter(({ project }) => Object.hasOwn(project, type))
      .map(({ name }) => name);
    if (projections.length === 0) continue;
    const attributes = { 'dealtrail.event': type, 'dealtrail.projections': projections };
    const { correlationId, commandId } = metadata;
    tracing.note(
      { name: 'project', kind: 'CONSUMER', correlationId, parentId: appendSpanOf(commandId), attributes },
      batch.readAt,
    );
  }
}
