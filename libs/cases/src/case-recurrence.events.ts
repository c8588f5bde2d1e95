import { eventSchema, type Event, type Instant } from '@dealtrail/event-sourcing';
import type { PolicyVersion } from '@dealtrail/policies';

/** What a cause may come back to. */
export const recurrenceSubjects = ['product', 'customer'] as const;
export type RecurrenceSubject = (typeof recurrenceSubjects)[number];

/** A case with a cause, and since when that is on record. */
export interface CausedCase {
  readonly caseId: string;
  readonly at: Instant;
}

/** The same cause of the same product, or of the same customer. */
interface OfCause {
  readonly recurrenceId: string;
  /** One of the policy's. */
  readonly category: string;
  readonly subjectKind: RecurrenceSubject;
  readonly subjectId: string;
}

export type CaseRecurrenceEvent =
  | Event<'CaseCauseNoted', OfCause & CausedCase>
  /** In the append of the case that made it two within the days of the policy, and of each one more (R105). Oldest first. */
  | Event<
      'CauseRecurred',
      OfCause & { caseId: string; cases: readonly CausedCase[]; days: number; policy: PolicyVersion }
    >;

/** Everything a cause's stream (`caseRecurrence-<uuid>`) has ever held. Changing a shape here means a version and an upcast. */
export const caseRecurrenceEvents = eventSchema<CaseRecurrenceEvent>('caseRecurrence', {
  CaseCauseNoted: { version: 1 },
  CauseRecurred: { version: 1 },
});
