import type { EventStore, Recorded } from '@dealtrail/event-sourcing';
import type { CaseEvent } from './case.events.js';

/** Everything recorded of a case, never behind a read model; none for one that was never reported. */
export async function readCase(log: EventStore, caseId: string): Promise<readonly Recorded<CaseEvent>[]> {
  const [events = []] = (await log.read([`case-${caseId}`])) as Recorded<CaseEvent>[][];
  return events;
}
