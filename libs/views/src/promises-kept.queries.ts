import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { promiseOutcomes, promiseSources, type PromiseOutcome, type PromiseSource } from './case-words.js';
import { caseLeaders } from './counted-cases.queries.js';
import type { PromisesKeptGroup } from './promises-kept.js';
import type { CountedPromise } from './promises-kept.handlers.js';

const allow = { roles: caseLeaders };
type Base = abstract new () => object;

/** What the report and the list behind its figures share. */
function ofPromises<B extends object>(question: abstract new () => B) {
  abstract class OfPromises extends (question as Base) {
    /** Days of registration, both included. */
    @IsOptional() @IsDay() readonly from?: Day;
    @IsOptional() @IsDay() readonly to?: Day;
    @IsOptional() @IsIn(promiseSources) readonly source?: PromiseSource;
    @IsOptional() @IsUUID() readonly customerId?: string;
    /** Who promised, and their team. */
    @IsOptional() @Matches(code) readonly sellerId?: string;
    @IsOptional() @Matches(code) readonly teamId?: string;
  }
  return OfPromises as unknown as abstract new () => OfPromises & B;
}

export const promiseGroupings = ['seller', 'team', 'customer', 'source', 'month'] as const;
export type PromiseGrouping = (typeof promiseGroupings)[number];

/**
 * 承諾兌現率 (R107): the service promises of sellers in reach registered on these days in Shanghai. `keptRate` is kept, late ones too, ÷
 * (kept + broken); `inTimeRate` is kept in time ÷ (kept + broken + overdue). Overdue is what is open and its day over.
 */
@Operation({
  zh: '承諾兌現率',
  en: 'Promises kept',
  allow,
  example: { groupBy: 'seller', from: '2026-01-01', to: '2026-12-31' },
  rows: rowsOf<PromisesKeptGroup>('groups')([
    'key',
    'label',
    'promises',
    'kept',
    'keptLate',
    'broken',
    'open',
    'overdue',
    'keptRate',
    'inTimeRate',
    'list',
  ]),
})
export class PromisesKept extends ofPromises(Question) {
  @IsIn(promiseGroupings) readonly groupBy!: PromiseGrouping;
}

/** The promises behind a figure. Sorted by `registeredAt`, `dueOn` or `endedAt`. */
@Operation({
  zh: '承諾明細',
  en: 'Promises behind a figure',
  allow,
  example: { outcome: 'broken', sellerId: 'li.na' },
  rows: rowsOf<CountedPromise>('items')([
    'promiseId',
    'number',
    'outcome',
    'customerId',
    'customerName',
    'sellerId',
    'sellerName',
    'source',
    'text',
    'dueOn',
    'registeredAt',
    'cases',
    'endedAt',
    'endedBy',
    'note',
    'brokenFor',
  ]),
})
export class CountedPromises extends ofPromises(ListQuestion) {
  @IsOptional() @IsIn(promiseOutcomes) readonly outcome?: PromiseOutcome;
  @IsOptional() @IsIn(['team']) readonly without?: 'team';
}
