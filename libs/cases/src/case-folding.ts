import { evolve, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import { caseEvents, type CaseEvent, type ClockId } from './case.events.js';
import { evolveCase, type Case, type KnownCase } from './case.fold.js';
import type { CaseClock } from './clock-state.js';

/** The same entry for every fact of a case: rows that show a case as its own fold has it. */
export const ofEveryFact = <V>(entry: V): Readonly<Record<CaseEvent['type'], V>> =>
  Object.fromEntries(Object.keys(caseEvents.types).map((type) => [type, entry])) as Record<CaseEvent['type'], V>;

export const caseKey = ({ data: { caseId } }: { readonly data: { readonly caseId: string } }) => [caseId];

/** A case with one more fact; nothing for a fact about one that was never reported. */
export function folded(known: KnownCase | undefined, event: Recorded<CaseEvent>): KnownCase | undefined {
  const after = evolve<Case>({ evolve: evolveCase }, known ?? { status: 'none' }, event);
  return after.status === 'none' ? undefined : after;
}

/** When a fact ended a clock, as the fact itself says it; nothing when it did not. */
export function endedIn({ data }: Recorded<CaseEvent>, clock: ClockId): Instant | undefined {
  const end = data.clocks?.findLast((change) => change.change === 'ended' && change.clock === clock);
  return end?.change === 'ended' ? end.at : undefined;
}

/** What of a clock's life was paused, in stretches that are over, ms of any time. */
export const pausedMs = ({ intervals }: CaseClock): number =>
  intervals.reduce(
    (sum, { counted, from, to }) => (counted || to === undefined ? sum : sum + Date.parse(to) - Date.parse(from)),
    0,
  );
