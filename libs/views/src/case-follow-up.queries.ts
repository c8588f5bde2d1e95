import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsBoolean, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import type { CountedEscalation, CountedHolding, CountedPromise } from './case-follow-up-lists.handlers.js';
import type { EscalationGroup, HandOverGroup, PromisesKeptGroup } from './case-follow-up.js';
import { caseLeaders } from './case-reports.queries.js';
import {
  caseDepartments,
  caseKinds,
  clockKinds,
  holdingOrigins,
  promiseOutcomes,
  promiseSources,
  type CaseDepartment,
  type CaseKind,
  type ClockKind,
  type HoldingOrigin,
  type PromiseOutcome,
  type PromiseSource,
} from './case-words.js';

const allow = { roles: caseLeaders };
type Base = abstract new () => object;

/** What a report and the list behind its figures share. */
function ofEscalations<B extends object>(question: abstract new () => B) {
  abstract class OfEscalations extends (question as Base) {
    /** Days on which the missed clock was due, both included. */
    @IsOptional() @IsDay() readonly from?: Day;
    @IsOptional() @IsDay() readonly to?: Day;
    @IsOptional() @IsIn(caseKinds) readonly kind?: CaseKind;
    @IsOptional() @IsIn(clockKinds) readonly clock?: ClockKind;
    /** Who was told. */
    @IsOptional() @Matches(code) readonly toldId?: string;
    /** Who missed it, and their team. */
    @IsOptional() @Matches(code) readonly responsibleId?: string;
    @IsOptional() @Matches(code) readonly teamId?: string;
  }
  return OfEscalations as unknown as abstract new () => OfEscalations & B;
}

export const escalationGroupings = ['told', 'responsible', 'team', 'clock', 'kind', 'month'] as const;
export type EscalationGrouping = (typeof escalationGroupings)[number];

/**
 * The breaches of clocks due on these days in Shanghai that somebody was told of (R108), missed by people in reach or told to them, and
 * whether they acknowledged them. Hours to the answer count from when they could know: when it was written down, of an import from the
 * due instant. By `team`: of who missed it.
 */
@Operation({
  zh: '升級與回應',
  en: 'Escalations and their answers',
  allow,
  example: { groupBy: 'told', from: '2026-11-01', to: '2026-11-30' },
  rows: rowsOf<EscalationGroup>('groups')([
    'key',
    'label',
    'escalations',
    'cases',
    'open',
    'acknowledged',
    'acknowledgedRate',
    'p50Hours',
    'p90Hours',
    'maxHours',
    'meanHours',
    'longestOpenHours',
    'list',
  ]),
})
export class EscalationReport extends ofEscalations(Question) {
  @IsIn(escalationGroupings) readonly groupBy!: EscalationGrouping;
}

/** The escalations behind a figure: who was told, when, and what they answered. Sorted by `dueAt`, `toldAt` or `acknowledgedAt`. */
@Operation({
  zh: '升級明細',
  en: 'Escalations behind a figure',
  allow,
  example: { state: 'open', clock: 'response', sort: 'dueAt' },
  rows: rowsOf<CountedEscalation>('items')([
    'caseId',
    'number',
    'kind',
    'clock',
    'customerId',
    'customerName',
    'ownerId',
    'ownerName',
    'responsibleId',
    'responsibleName',
    'to',
    'toName',
    'post',
    'dueAt',
    'toldAt',
    'state',
    'acknowledgedAt',
    'acknowledgedBy',
    'answer',
    'answerHours',
  ]),
})
export class CountedEscalations extends ofEscalations(ListQuestion) {
  @IsOptional() @IsIn(['open', 'acknowledged']) readonly state?: 'open' | 'acknowledged';
  /** Missed by people of no team. */
  @IsOptional() @IsIn(['team']) readonly without?: 'team';
}

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
