import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsIn, IsOptional, Matches } from 'class-validator';
import type { ApprovalTimesGroup } from './approval-times.js';
import { stepDepartments, type StepDepartment } from './step-departments.js';
import { leaders } from './work.queries.js';

export const approvalGroupings = ['step', 'reviewer', 'unit', 'month'] as const;
export type ApprovalGrouping = (typeof approvalGroupings)[number];

/**
 * Timeliness of contract approval (R070, R235): the review steps that opened on these days in Shanghai, of reviewers in reach.
 * By `step`: legal, finance, director, added; by `reviewer`: who decided, else whose it is; by `unit`: the department this
 * person is in; by `month`: of opening. A percentile is the working time of a decided step than which at least that share took
 * no longer (`percentile_disc`); steps that fell away or are open have none, but count as late once their limit has passed.
 */
@Operation({
  zh: '合同審批時效',
  en: 'Approval times',
  allow: { roles: leaders },
  example: { groupBy: 'step', from: '2026-11-01', to: '2026-11-30' },
  rows: rowsOf<ApprovalTimesGroup>('groups')([
    'key',
    'label',
    'steps',
    'open',
    'decided',
    'superseded',
    'late',
    'inTimeRate',
    'withinTwoDaysRate',
    'p50Hours',
    'p75Hours',
    'p90Hours',
    'p95Hours',
    'maxHours',
    'meanHours',
    'rounds',
    'returned',
    'rejected',
    'returnedRate',
  ]),
})
export class ApprovalTimes extends Question {
  @IsIn(approvalGroupings) readonly groupBy!: ApprovalGrouping;
  /** Both included. */
  @IsOptional() @IsDay() readonly from?: Day;
  @IsOptional() @IsDay() readonly to?: Day;
  @IsOptional() @IsIn(stepDepartments) readonly department?: StepDepartment;
  @IsOptional() @Matches(code) readonly reviewerId?: string;
}
