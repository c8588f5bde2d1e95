import type { Instant, Position, ProcessDescription } from '@dealtrail/event-sourcing';
import { shownTime } from '../shown-time.js';

/** A published version of the calendar on its way to everything that older versions planned (U-29). */
export interface CalendarReplanning {
  readonly version: number;
  /** From then on it counts; nothing is planned anew before. */
  readonly effectiveFrom: Instant;
  /** Contracts and cases looked at. */
  readonly replanned: number;
  /** The page of contracts that the run before had come to; what it moved nothing of is listed again from there only. */
  readonly cursor?: string;
  /** The same of cases. */
  readonly caseCursor?: string;
  /** At or after its publication. */
  readonly position: Position;
}

/** The line and the search attributes of a calendar on its way. */
export const describeCalendarReplanning = ({ version, effectiveFrom }: CalendarReplanning): ProcessDescription => ({
  summary: `工作日曆 calendar version ${version} · 重排期限 plan anew`,
  nextDue: effectiveFrom,
  overdue: false,
});

/** What a manager reads of it in Temporal's UI. */
export const detailsOfCalendarReplanning = ({ version, effectiveFrom, replanned }: CalendarReplanning): string =>
  [
    `### 工作日曆 Calendar version ${version}`,
    `- 生效 in force from: ${shownTime(effectiveFrom)}`,
    `- 已重排合同與案件 contracts and cases planned anew: ${replanned}`,
  ].join('\n');
