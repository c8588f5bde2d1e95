import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsBoolean, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import {
  caseDepartments,
  caseKinds,
  holdingOrigins,
  type CaseDepartment,
  type CaseKind,
  type HoldingOrigin,
} from './case-words.js';
import { caseLeaders } from './counted-cases.queries.js';
import type { HandOverGroup } from './hand-over-counts.js';
import type { CountedHolding } from './hand-over-counts.handlers.js';

const allow = { roles: caseLeaders };
type Base = abstract new () => object;

/** What the report and the list behind its figures share. */
function ofHoldings<B extends object>(question: abstract new () => B) {
  abstract class OfHoldings extends (question as Base) {
    /** Days on which the case came to them, both included. */
    @IsOptional() @IsDay() readonly from?: Day;
    @IsOptional() @IsDay() readonly to?: Day;
    @IsOptional() @IsIn(caseKinds) readonly kind?: CaseKind;
    @IsOptional() @IsUUID() readonly customerId?: string;
    @IsOptional() @Matches(code) readonly sellerId?: string;
    /** Whom it came to, and their team. */
    @IsOptional() @Matches(code) readonly personId?: string;
    @IsOptional() @Matches(code) readonly teamId?: string;
  }
  return OfHoldings as unknown as abstract new () => OfHoldings & B;
}

export const holdingGroupings = ['person', 'team', 'department', 'came', 'kind', 'month'] as const;
export type HoldingGrouping = (typeof holdingGroupings)[number];

/**
 * Hand-overs and who had cases for how long (R106): the stretches of responsibility that began on these days in Shanghai, of people in
 * reach or of cases they sold. How each came: reported to them, assigned, handed over to service or technics, after somebody left, or
 * opened again. Hours run until the next one had it, it was closed or merged, or until it is asked; a case's stretches add up to the
 * time it was open.
 */
@Operation({
  zh: '轉交與責任區間',
  en: 'Hand-overs and responsibility',
  allow,
  example: { groupBy: 'person', from: '2026-11-01', to: '2026-11-30' },
  rows: rowsOf<HandOverGroup>('groups')([
    'key',
    'label',
    'stretches',
    'cases',
    'reported',
    'assigned',
    'handedOver',
    'reassigned',
    'reopened',
    'toService',
    'toTechnical',
    'goOn',
    'heldHours',
    'p50Hours',
    'p90Hours',
    'maxHours',
    'meanHours',
    'list',
  ]),
})
export class HandOverCounts extends ofHoldings(Question) {
  @IsIn(holdingGroupings) readonly groupBy!: HoldingGrouping;
}

/** Who had each case from when to when: a row for each case and person. Sorted by `since`, `heldMs` or `times`. */
@Operation({
  zh: '責任區間明細',
  en: 'Who had each case',
  allow,
  example: { came: 'handedOver', department: 'technical', sort: '-since' },
  rows: rowsOf<CountedHolding>('items')([
    'caseId',
    'number',
    'kind',
    'staffId',
    'staffName',
    'customerId',
    'customerName',
    'sellerId',
    'sellerName',
    'holds',
    'times',
    'since',
    'until',
    'heldHours',
    'holdings',
  ]),
})
export class CountedHoldings extends ofHoldings(ListQuestion) {
  @IsOptional() @IsIn(holdingOrigins) readonly came?: HoldingOrigin;
  @IsOptional() @IsIn(caseDepartments) readonly department?: CaseDepartment;
  /** Came to them by a hand-over to a department, or in another way. */
  @IsOptional() @IsBoolean() readonly handedOver?: boolean;
  /** A stretch that goes on. */
  @IsOptional() @IsBoolean() readonly holds?: boolean;
  @IsOptional() @IsIn(['team']) readonly without?: 'team';
}
