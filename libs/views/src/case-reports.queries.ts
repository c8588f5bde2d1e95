import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import type { CaseCausesGroup } from './case-causes.js';
import type { ComplaintRateGroup } from './complaint-rate.js';
import { caseLeaders, CaseReport } from './counted-cases.queries.js';
import type { OpenCaseAgesGroup } from './open-case-ages.js';
import type { ServiceStandardsGroup } from './service-standards.js';

export const standardGroupings = [
  'person',
  'team',
  'group',
  'channel',
  'product',
  'priority',
  'kind',
  'month',
] as const;
export type StandardGrouping = (typeof standardGroupings)[number];

/**
 * How the 1, 24 and 72 hours were kept (R099–R101, R110) of the cases in reach reported on these days in Shanghai: a row for each
 * group and clock. `person`: who answers for the clock, or did when it ended; by `team`: theirs; `month`: of the report. In time is
 * what ended by its due instant, whatever limit its policy gave; late is a breach on record, overdue what has not ended and is past
 * its due instant. `inTimeRate` is in time ÷ (in time + late + overdue). `withinStandardRate`, percentiles and mean are of counted
 * time of what ended, waits left out; a percentile is one than which at least that share took no longer (`percentile_disc`).
 */
@Operation({
  zh: '服務標準達成報表',
  en: 'Service standards',
  allow: { roles: caseLeaders },
  example: { groupBy: 'channel', from: '2026-11-01', to: '2026-11-30', kind: 'issue' },
  rows: rowsOf<ServiceStandardsGroup>('groups')([
    'key',
    'label',
    'clock',
    'cases',
    'inTime',
    'late',
    'open',
    'overdue',
    'merged',
    'inTimeRate',
    'withinStandardRate',
    'p50Hours',
    'p75Hours',
    'p90Hours',
    'p95Hours',
    'maxHours',
    'meanHours',
    'list',
  ]),
})
export class ServiceStandards extends CaseReport {
  @IsIn(standardGroupings) readonly groupBy!: StandardGrouping;
}

export const rateGroupings = ['seller', 'team', 'month'] as const;
export type RateGrouping = (typeof rateGroupings)[number];

/**
 * 客戶投訴率 (R112, R144): the complaints reported on these days in Shanghai, for each hundred orders placed on them (by `placedOn`,
 * else when they were placed; cancelled ones too). A complaint is its seller's, an order its owner's, as both are now; by `team`:
 * theirs. Counted are complaints whatever they are about; what was merged into another counts once. No rate where there was no order.
 */
@Operation({
  zh: '客戶投訴率',
  en: 'Complaint rate',
  allow: { roles: caseLeaders },
  example: { groupBy: 'seller', from: '2026-10-01', to: '2026-12-31' },
  rows: rowsOf<ComplaintRateGroup>('groups')([
    'key',
    'label',
    'complaints',
    'aboutOrders',
    'orders',
    'per100Orders',
    'list',
    'ordersList',
  ]),
})
export class ComplaintRate extends Question {
  @IsIn(rateGroupings) readonly groupBy!: RateGrouping;
  /** Both included. */
  @IsOptional() @IsDay() readonly from?: Day;
  @IsOptional() @IsDay() readonly to?: Day;
  @IsOptional() @Matches(code) readonly sellerId?: string;
  /** Of the seller. */
  @IsOptional() @Matches(code) readonly sellerTeamId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
}

export const causeGroupings = ['cause', 'product', 'customer', 'seller', 'channel', 'kind', 'month'] as const;
export type CauseGrouping = (typeof causeGroupings)[number];

/**
 * 投訴原因分析 (R105): the cases in reach reported on these days in Shanghai by cause, for each group a row of each of its causes and
 * one of those without. `share` is of the group's cases that have a cause. `recurred`: they brought their cause back, to the same
 * product or customer within the policy's days. What was merged into another counts once.
 */
@Operation({
  zh: '投訴原因分析',
  en: 'Causes of cases',
  allow: { roles: caseLeaders },
  example: { groupBy: 'product', from: '2026-01-01', to: '2026-12-31', kind: 'complaint' },
  rows: rowsOf<CaseCausesGroup>('groups')([
    'key',
    'label',
    'cause',
    'causeName',
    'cases',
    'complaints',
    'share',
    'closed',
    'reopened',
    'recurred',
    'list',
  ]),
})
export class CaseCauses extends CaseReport {
  @IsIn(causeGroupings) readonly groupBy!: CauseGrouping;
}

export const ageGroupings = ['person', 'team', 'status', 'group', 'channel', 'product', 'priority', 'kind'] as const;
export type AgeGrouping = (typeof ageGroupings)[number];

/**
 * How long the open cases in reach have been open, since they were reported, when it is asked or as of then. `person`: who handles
 * them. Waiting and resolved ones are open too: nobody has closed them.
 */
@Operation({
  zh: '未結案件時長',
  en: 'Open cases by age',
  allow: { roles: caseLeaders },
  example: { groupBy: 'person', kind: 'issue' },
  rows: rowsOf<OpenCaseAgesGroup>('groups')([
    'key',
    'label',
    'open',
    'within1h',
    'within24h',
    'within72h',
    'within7d',
    'within30d',
    'over30d',
    'overdue',
    'waiting',
    'resolved',
    'oldestHours',
    'list',
  ]),
})
export class OpenCaseAges extends CaseReport {
  @IsIn(ageGroupings) readonly groupBy!: AgeGrouping;
}
