import { decider, derivedId } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { AnyCaseRecurrenceCommand } from './case-recurrence.commands.js';
import {
  caseRecurrenceEvents,
  type CausedCase,
  type CaseRecurrenceEvent,
  type RecurrenceSubject,
} from './case-recurrence.events.js';

/** The cases of one cause, of one product or customer, in the order in which they were noted. */
export type CaseRecurrence = readonly CausedCase[];

const dayMs = 86_400_000;

/** Names the stream of a cause of a product or customer. */
export const recurrenceId = (category: string, subjectKind: RecurrenceSubject, subjectId: string): string =>
  derivedId('caseRecurrence', category, subjectKind, subjectId);

const byInstant = (a: CausedCase, b: CausedCase) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/** The rules of what comes back (R105): moved by the causes of cases alone. */
export const caseRecurrence = decider<AnyCaseRecurrenceCommand, CaseRecurrenceEvent, CaseRecurrence, Known>({
  events: caseRecurrenceEvents,
  id: ({ category, subjectKind, subjectId }) => recurrenceId(category, subjectKind, subjectId),
  subject: () => ({ owners: [] }),
  initialState: [],
  decide: {
    NoteCaseCause: ({ category, subjectKind, subjectId, caseId, at, metadata }, cases, { policies }) => {
      if (cases.some((one) => one.caseId === caseId)) return []; // closed again, or its cause told in other words
      const { value, version: policy } = policies.inForce('case-handling', metadata.occurredAt);
      const days = value.recurrenceDays;
      const its = { recurrenceId: recurrenceId(category, subjectKind, subjectId), category, subjectKind, subjectId };
      const near = cases.filter((one) => Math.abs(Date.parse(one.at) - Date.parse(at)) <= days * dayMs);
      return [
        { type: 'CaseCauseNoted', data: { ...its, caseId, at } },
        ...(near.length === 0
          ? []
          : [
              {
                type: 'CauseRecurred' as const,
                data: { ...its, caseId, cases: [...near, { caseId, at }].sort(byInstant), days, policy },
              },
            ]),
      ];
    },
  },
  evolve: {
    CaseCauseNoted: (cases, { data: { caseId, at } }) => [...cases, { caseId, at }],
    CauseRecurred: (cases) => cases,
  },
});
