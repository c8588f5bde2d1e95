import { projection, type Instant } from '@dealtrail/event-sourcing';
import type { CausedCase, CaseRecurrenceEvent, RecurrenceSubject } from './case-recurrence.events.js';

/** A cause of a product or customer, with all its cases. */
export interface CaseRecurrenceRow {
  readonly recurrenceId: string;
  readonly category: string;
  readonly subjectKind: RecurrenceSubject;
  readonly subjectId: string;
  /** Every case of this cause, oldest first. */
  readonly cases: readonly CausedCase[];
  readonly caseIds: readonly string[];
  readonly caseCount: number;
  readonly lastCauseAt: Instant;
  /** How often another one came within the policy's days; the last time, with the cases that were within them. */
  readonly recurrences: number;
  readonly recurredAt?: Instant;
  readonly within: readonly CausedCase[];
  readonly days?: number;
  /** Every case that brought it back. */
  readonly recurringIds: readonly string[];
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}

const key = ({ data: { recurrenceId } }: { readonly data: { readonly recurrenceId: string } }) => [recurrenceId];

/** 重複發生: the causes of each product and customer, and which of them came back (R105). */
export const caseRecurrences = projection<CaseRecurrenceRow, CaseRecurrenceEvent>({
  name: 'caseRecurrences',
  version: 1,
  key: 'recurrenceId',
  columns: {
    recurrenceId: 'text',
    category: 'text',
    subjectKind: 'text',
    subjectId: 'text',
    cases: 'json',
    caseIds: 'texts',
    caseCount: 'integer',
    lastCauseAt: 'instant',
    recurrences: 'integer',
    recurredAt: 'instant',
    within: 'json',
    days: 'integer',
    recurringIds: 'texts',
    revision: 'integer',
    lastPosition: 'text',
  },
  indexes: [['category'], ['subjectKind', 'subjectId'], ['caseIds'], ['recurredAt'], ['recurrences'], ['recurringIds']],
  keys: { CaseCauseNoted: key, CauseRecurred: key },
  project: {
    CaseCauseNoted: (row, { data: { caseId, at, ...cause }, revision, position }) => {
      const cases = [...(row?.cases ?? []), { caseId, at }].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      return {
        ...cause,
        ...{ cases, caseIds: cases.map((one) => one.caseId), caseCount: cases.length },
        lastCauseAt: cases.at(-1)?.at ?? at,
        ...{ recurrences: row?.recurrences ?? 0, recurredAt: row?.recurredAt },
        ...{ within: row?.within ?? [], days: row?.days, recurringIds: row?.recurringIds ?? [] },
        ...{ revision, lastPosition: String(position) },
      };
    },
    CauseRecurred: (row, { data: { caseId, cases: within, days }, metadata, revision, position }) =>
      row && {
        ...row,
        ...{ recurrences: row.recurrences + 1, recurredAt: metadata.occurredAt, within, days },
        recurringIds: [...new Set([...row.recurringIds, caseId])],
        ...{ revision, lastPosition: String(position) },
      },
  },
});
