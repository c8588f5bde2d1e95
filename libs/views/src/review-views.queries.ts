import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsBoolean, IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { MovedReview } from './calendar-impact.handlers.js';
import type { LateReview } from './overdue-reviews.handlers.js';
import { stepDepartments, type StepDepartment } from './step-departments.js';
import { leaders } from './work.queries.js';

const planners = { roles: { admin: 'all', director: 'all', auditor: 'all' } } as const;

/**
 * Review steps that were not decided by their due instant, open and ended, of reviewers in reach and of whoever they were
 * escalated to; how late in working hours, up to the decision or to now. Sorted by `dueAt` or `since`.
 */
@Operation({
  zh: '逾期審核',
  en: 'Overdue reviews',
  allow: { roles: leaders },
  example: { open: true, department: 'legal', from: '2026-11-01', to: '2026-11-30' },
  rows: rowsOf<LateReview>('items')([
    'stepKey',
    'contractId',
    'round',
    'step',
    'department',
    'number',
    'customerId',
    'customerName',
    'dealId',
    'ownerId',
    'ownerName',
    'reviewerId',
    'reviewerName',
    'since',
    'dueAt',
    'recorded',
    'escalatedTo',
    'escalatedToName',
    'state',
    'closedAt',
    'verdict',
    'decidedBy',
    'lateHours',
  ]),
})
export class OverdueReviews extends ListQuestion {
  /** Still to be decided, or not. */
  @IsOptional() @IsBoolean() readonly open?: boolean;
  @IsOptional() @IsIn(stepDepartments) readonly department?: StepDepartment;
  @IsOptional() @Matches(code) readonly reviewerId?: string;
  /** Days the steps were due, both included. */
  @IsOptional() @IsDay() readonly from?: Day;
  @IsOptional() @IsDay() readonly to?: Day;
}

const moved = rowsOf<MovedReview>('items')([
  'stepKey',
  'contractId',
  'round',
  'step',
  'number',
  'customerId',
  'customerName',
  'reviewerId',
  'reviewerName',
  'since',
  'workingDays',
  'calendarVersion',
  'dueAt',
  'provisional',
  'dueThen',
  'provisionalThen',
]);

/** What an open draft of the calendar would change once published (U-29): the open steps due at another instant, or for sure. */
@Operation({
  zh: '日曆草案影響',
  en: 'What a draft of the calendar would move',
  allow: planners,
  example: { draft: 2 },
  rows: moved,
})
export class CalendarImpact extends ListQuestion {
  @IsInt() @Min(1) @Max(1_000_000) readonly draft!: number;
}

/** Open steps planned with a year whose days off are not published: to be planned anew once they are. */
@Operation({
  zh: '按未公佈年度排期的審核',
  en: 'Reviews planned provisionally',
  allow: planners,
  example: {},
  rows: moved,
})
export class ProvisionalReviews extends ListQuestion {}
