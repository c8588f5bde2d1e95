import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { ShownClock } from './case-clocks.handlers.js';
import {
  anyClockPattern,
  caseReaders,
  clockForm,
  clockStates,
  type ClockId,
  type ClockState,
} from './case-page-words.js';
import type { ShownCase } from './case-views.handlers.js';
import {
  caseChannels,
  caseKinds,
  casePriorities,
  caseStatuses,
  clockKinds,
  standardClocks,
  type CaseChannel,
  type CaseKind,
  type CasePriority,
  type CaseStatus,
  type ClockKind,
  type StandardClock,
} from './case-words.js';

const allow = { roles: caseReaders };
const caseId = 'b3a1f0c2-4d5e-4f60-8a7b-9c0d1e2f3a4b';

/** Sorted by `reportedAt`, `nextDueAt`, `closedAt`, `number`, `responseMs`, `solutionMs` or `closingMs`. */
@Operation({
  zh: '售後案件名冊',
  en: 'Case register',
  allow,
  example: { status: 'open', overdue: true, sort: 'nextDueAt' },
  rows: rowsOf<ShownCase>('items')([
    'caseId',
    'number',
    'kind',
    'status',
    'subject',
    'channel',
    'category',
    'group',
    'priority',
    'impact',
    'urgency',
    'customerId',
    'customerName',
    'orderId',
    'orderNumber',
    'productId',
    'ownerId',
    'ownerName',
    'sellerId',
    'sellerName',
    'reportedBy',
    'reportedAt',
    'history',
    'moreToTell',
    'responseDueAt',
    'responseMs',
    'responseLate',
    'responseOf',
    'solutionDueAt',
    'solutionMs',
    'solutionLate',
    'solutionOf',
    'closingDueAt',
    'closingMs',
    'closingLate',
    'closingOf',
    'respondedAt',
    'respondedBy',
    'solvedAt',
    'solvedBy',
    'resolvedAt',
    'resolvedBy',
    'firstResolvedAt',
    'confirmedAt',
    'confirmedBySilence',
    'closedAt',
    'closedBy',
    'closingPausedMs',
    'waitingFor',
    'waitingSince',
    'handovers',
    'assignments',
    'department',
    'refusals',
    'reopened',
    'mergedInto',
    'stage',
    'stageRound',
    'stageOwnerId',
    'cause',
    'rootCause',
    'prevention',
    'causeAt',
    'taskForceSuggested',
    'taskForceLeadId',
    'nextClock',
    'nextDueAt',
    'overdue',
    'responsible',
    'responsibleNames',
    'openEscalations',
    'dataQuality',
    'policyVersion',
    'revision',
    'lastPosition',
  ]),
})
export class CaseRegister extends ListQuestion {
  @IsOptional() @IsIn(caseStatuses) readonly status?: CaseStatus;
  /** Neither closed nor merged, or either. */
  @IsOptional() @IsBoolean() readonly open?: boolean;
  @IsOptional() @IsIn(caseKinds) readonly kind?: CaseKind;
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @Matches(code) readonly sellerId?: string;
  /** Answers for a running clock. */
  @IsOptional() @Matches(code) readonly responsibleId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @IsUUID() readonly orderId?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly productId?: string;
  @IsOptional() @IsIn(caseChannels) readonly channel?: CaseChannel;
  @IsOptional() @IsIn(casePriorities) readonly priority?: CasePriority;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) readonly category?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) readonly group?: string;
  /** One of the policy's categories. */
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly cause?: string;
  /** The due instant of a running clock has passed when it is asked, or none has. */
  @IsOptional() @IsBoolean() readonly overdue?: boolean;
  /** The breach of this clock is on record, or its due instant has passed. */
  @IsOptional() @IsIn(standardClocks) readonly late?: StandardClock;
  /** Somebody was told of a breach and has not acknowledged it, or nobody has to. */
  @IsOptional() @IsBoolean() readonly escalated?: boolean;
  /** An import is in the middle of its past, or was stopped there: nobody follows it. */
  @IsOptional() @IsBoolean() readonly moreToTell?: boolean;
  /** Days of the report in Shanghai, both included. */
  @IsOptional() @IsDay() readonly from?: Day;
  @IsOptional() @IsDay() readonly to?: Day;
  /** Part of the number, of the subject or of the customer's name. */
  @IsOptional() @IsString() @MaxLength(100) readonly text?: string;
}

/**
 * A case with all of it: clocks that add up, everybody who was told of a breach, stages, task force, duplicates merged into it, the
 * promises of its customer and order kept or broken, who had it from when to when, and what happened; refuses `case-not-found`,
 * `out-of-reach`.
 */
@Operation({ zh: '案件詳情', en: 'One case', allow, example: { caseId } })
export class CasePage extends Question {
  @IsUUID() readonly caseId!: string;
}

/**
 * Explains a clock (U-28): every counted and paused stretch with its cause, calendar and policy version, every plan with its cause, who
 * was told. Counted + paused + outside working time is what has elapsed, also of one that still runs, as of when it is asked. Refuses
 * `case-not-found`, `clock-not-found`, `out-of-reach`.
 */
@Operation({ zh: '時限說明', en: 'One clock, explained', allow, example: { caseId, clock: 'stage/investigation/1' } })
export class CaseClock extends Question {
  @IsUUID() readonly caseId!: string;
  @Matches(anyClockPattern, clockForm) readonly clock!: ClockId;
}

/** The clocks of all cases one may read, whoever had them then; sorted by `dueAt`, `since`, `overdueAt` or `endedAt`. */
@Operation({
  zh: '時限清單',
  en: 'Clocks of cases',
  allow,
  example: { state: 'running', clockKind: 'response', sort: 'dueAt' },
  rows: rowsOf<ShownClock>('items')([
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
    'since',
    'dueAt',
    'state',
    'pausedFor',
    'endedAt',
    'limitMs',
    'counts',
    'calendarVersion',
    'policyVersion',
    'elapsedMs',
    'countedMs',
    'pausedMs',
    'leftMs',
    'overMs',
    'reminded',
    'overdue',
    'overdueAt',
    'escalatedTo',
    'plannedAnew',
    'history',
    'revision',
  ]),
})
export class CaseClocks extends ListQuestion {
  @IsOptional() @IsUUID() readonly caseId?: string;
  @IsOptional() @IsIn(clockKinds) readonly clockKind?: ClockKind;
  @IsOptional() @IsIn(clockStates) readonly state?: ClockState;
  @IsOptional() @IsIn(caseKinds) readonly kind?: CaseKind;
  @IsOptional() @Matches(code) readonly responsibleId?: string;
  /** Who has the case by now. */
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  /** The breach is on record, or its due instant has passed when it is asked; or neither. */
  @IsOptional() @IsBoolean() readonly overdue?: boolean;
}

/** Why a case came about, and what else the same cause brought about; refuses `case-not-found`, `out-of-reach`. */
@Operation({ zh: '案件原因', en: 'The cause of a case', allow, example: { caseId } })
export class CaseCausePage extends Question {
  @IsUUID() readonly caseId!: string;
}
