import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsBoolean, IsOptional, Matches } from 'class-validator';
import type { ComplianceGroup } from './daily-check-compliance.js';
import type { ShownDuty } from './daily-check.handlers.js';
import { readers } from './deal-views.queries.js';

const rows = rowsOf<ShownDuty>('items')([
  'day',
  'orderId',
  'number',
  'customerId',
  'customerName',
  'ownerId',
  'ownerName',
  'checkerId',
  'checkerName',
  'state',
  'listed',
  'checkedAt',
  'checkedBy',
  'lateAt',
  'lateBy',
]);

/**
 * The orders in reach that had to be checked on a day (R073, T10); with `listed=true` the day's list: those that were not when
 * it was closed. It never changes: a check that came later stands beside it as late. Refuses `daily-check-not-found`.
 */
@Operation({
  zh: '每日檢查清單',
  en: 'The daily check of a day',
  allow: { roles: readers },
  example: { day: '2025-10-09', listed: true },
  rows,
})
export class DailyCheckList extends ListQuestion {
  @IsDay() readonly day!: Day;
  @IsOptional() @IsBoolean() readonly listed?: boolean;
  /** Who had to check: the owner, on leave who stood in for them. */
  @IsOptional() @Matches(code) readonly checkerId?: string;
}

/** The open orders that the one who asks has still to check today: their own, and those of whom they stand in for. */
@Operation({ zh: '我今日待檢查的訂單', en: 'My daily checks', allow: { roles: readers }, example: { limit: 50 }, rows })
export class MyDailyChecks extends ListQuestion {}

/**
 * By person and month, the closed days `from` to `to` (both included): what had to be checked and was, in time, late, not at all.
 * Refuses more than a year (`too-many-days`).
 */
@Operation({
  zh: '每日檢查達成率',
  en: 'Daily check compliance',
  allow: { roles: readers },
  example: { from: '2025-10-01', to: '2025-10-31' },
  rows: rowsOf<ComplianceGroup>('groups')([
    'month',
    'checkerId',
    'checkerName',
    'days',
    'demanded',
    'inTime',
    'late',
    'missing',
    'rate',
  ]),
})
export class DailyCheckCompliance extends Question {
  @IsDay() readonly from!: Day;
  @IsDay() readonly to!: Day;
  @IsOptional() @Matches(code) readonly checkerId?: string;
}

/** Who has still to check an open order on a day: what the reaction that reminds them asks. */
@Operation({
  zh: '當日未完成檢查的人員',
  en: 'Ids of people with checks to do',
  allow: { roles: { admin: 'all' }, kinds: ['process'] },
  example: { day: '2025-10-09' },
})
export class CheckersToRemind extends ListQuestion {
  @IsDay() readonly day!: Day;
}
