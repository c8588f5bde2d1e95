import { Operation, rowsOf, type Permission } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion } from '@dealtrail/read-store';
import { code, sellingRoles } from '@dealtrail/staff';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { ShownEscalation } from './case-escalations.handlers.js';
import {
  caseReaders,
  promiseStates,
  recurrenceSubjects,
  type PromiseState,
  type RecurrenceSubject,
} from './case-page-words.js';
import type { ShownRecurrence } from './case-recurrences.handlers.js';
import {
  caseKinds,
  clockKinds,
  escalationStates,
  promiseSources,
  type CaseKind,
  type ClockKind,
  type EscalationState,
  type PromiseSource,
} from './case-words.js';
import type { ShownPromise } from './service-promise-views.handlers.js';

/**
 * Breaches somebody was told of, of the cases one may read, whoever had them then, with everybody who was told; sorted by `dueAt`,
 * `toldAt` or `acknowledgedAt`.
 */
@Operation({
  zh: '升級清單',
  en: 'Escalations of cases',
  allow: { roles: caseReaders },
  example: { state: 'open', toldId: 'zhao.min' },
  rows: rowsOf<ShownEscalation>('items')([
    'escalationKey',
    'caseId',
    'number',
    'kind',
    'clock',
    'clockName',
    'clockKind',
    'stage',
    'round',
    'sync',
    'customerId',
    'customerName',
    'orderId',
    'productId',
    'ownerId',
    'ownerName',
    'sellerId',
    'responsibleId',
    'responsibleName',
    'to',
    'toName',
    'post',
    'dueAt',
    'toldAt',
    'told',
    'state',
    'acknowledgedAt',
    'acknowledgedBy',
    'answer',
    'history',
    'revision',
  ]),
})
export class CaseEscalations extends ListQuestion {
  @IsOptional() @IsIn(escalationStates) readonly state?: EscalationState;
  /** Who was told, and is to answer or did. */
  @IsOptional() @Matches(code) readonly toldId?: string;
  @IsOptional() @Matches(code) readonly responsibleId?: string;
  /** Who has the case by now. */
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @IsUUID() readonly caseId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @IsIn(clockKinds) readonly clockKind?: ClockKind;
  @IsOptional() @IsIn(caseKinds) readonly kind?: CaseKind;
  /** Days on which the missed clock was due in Shanghai, both included. */
  @IsOptional() @IsDay() readonly from?: Day;
  @IsOptional() @IsDay() readonly to?: Day;
}

/** Sellers read their own and their teams' promises; who serves the customers reads all. */
const promiseReaders: Permission['roles'] = {
  ...sellingRoles,
  customerService: 'all',
  technical: 'all',
  salesSupport: 'all',
  admin: 'all',
  auditor: 'all',
};

/** Promises made in the sale (R107); sorted by `registeredAt`, `dueOn`, `endedAt` or `number`. */
@Operation({
  zh: '售後承諾清單',
  en: 'Promises of service',
  allow: { roles: promiseReaders },
  example: { state: 'open', overdue: true, sort: 'dueOn' },
  rows: rowsOf<ShownPromise>('items')([
    'promiseId',
    'number',
    'state',
    'overdue',
    'customerId',
    'customerName',
    'sellerId',
    'sellerName',
    'dealId',
    'contractId',
    'orderId',
    'source',
    'text',
    'dueOn',
    'registeredBy',
    'registeredAt',
    'history',
    'cases',
    'endedAt',
    'endedBy',
    'late',
    'note',
    'brokenFor',
    'revision',
    'lastPosition',
  ]),
})
export class ServicePromises extends ListQuestion {
  @IsOptional() @IsIn(promiseStates) readonly state?: PromiseState;
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @Matches(code) readonly sellerId?: string;
  @IsOptional() @IsUUID() readonly dealId?: string;
  @IsOptional() @IsUUID() readonly contractId?: string;
  @IsOptional() @IsUUID() readonly orderId?: string;
  /** Asked for by this case. */
  @IsOptional() @IsUUID() readonly caseId?: string;
  @IsOptional() @IsIn(promiseSources) readonly source?: PromiseSource;
  /** Open, and its day is over when it is asked; or not. */
  @IsOptional() @IsBoolean() readonly overdue?: boolean;
  /** Part of what was promised, of the number or of the customer's name. */
  @IsOptional() @IsString() @MaxLength(100) readonly text?: string;
}

/** Causes and what they came back to are everybody's lesson who sells, serves or builds. */
const recurrenceReaders: Permission['roles'] = {
  ...Object.fromEntries(Object.keys(sellingRoles).map((role) => [role, 'all'])),
  customerService: 'all',
  technical: 'all',
  salesSupport: 'all',
  admin: 'all',
  auditor: 'all',
};

/** The causes of each product and customer, and how often they came back (R105); sorted by `recurredAt`, `lastCauseAt`, `caseCount` or `recurrences`. */
@Operation({
  zh: '重複發生的原因',
  en: 'Causes that came back',
  allow: { roles: recurrenceReaders },
  example: { recurred: true, subjectKind: 'product' },
  rows: rowsOf<ShownRecurrence>('items')([
    'recurrenceId',
    'category',
    'categoryZh',
    'categoryEn',
    'subjectKind',
    'subjectId',
    'customerName',
    'caseIds',
    'cases',
    'caseCount',
    'lastCauseAt',
    'recurrences',
    'recurredAt',
    'within',
    'days',
    'recurringIds',
    'revision',
    'lastPosition',
  ]),
})
export class CaseRecurrences extends ListQuestion {
  /** Came back within the policy's days, or has not so far. */
  @IsOptional() @IsBoolean() readonly recurred?: boolean;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly category?: string;
  @IsOptional() @IsIn(recurrenceSubjects) readonly subjectKind?: RecurrenceSubject;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly subjectId?: string;
  @IsOptional() @IsUUID() readonly caseId?: string;
}
