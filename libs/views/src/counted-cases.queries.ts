import { Operation, rowsOf, type Permission } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import {
  caseAges,
  caseChannels,
  caseKinds,
  casePriorities,
  caseStatuses,
  clockOutcomes,
  standardClocks,
  type CaseAge,
  type CaseChannel,
  type CaseKind,
  type CasePriority,
  type CaseStatus,
  type ClockOutcome,
  type StandardClock,
} from './case-words.js';
import type { CountedCase } from './counted-cases.handlers.js';

/** Who looks at how cases went: each those of the people they lead, in sales, service and technics; the others all. */
export const caseLeaders: Permission['roles'] = {
  supervisor: 'team',
  regionalSupervisor: 'region',
  salesManager: 'department',
  technical: 'department',
  customerService: 'department',
  director: 'all',
  admin: 'all',
  auditor: 'all',
};

type Of<B> = abstract new (...args: never[]) => B;

/** What may narrow every report of cases, and the list of those counted: one set, so that a figure and its list agree. */
function narrowed<B extends object>(question: Of<B>) {
  abstract class Narrowed extends (question as Of<object>) {
    /** Days of the report, both included. */
    @IsOptional() @IsDay() readonly from?: Day;
    @IsOptional() @IsDay() readonly to?: Day;
    @IsOptional() @IsIn(caseKinds) readonly kind?: CaseKind;
    @IsOptional() @IsIn(caseChannels) readonly channel?: CaseChannel;
    @IsOptional() @IsIn(casePriorities) readonly priority?: CasePriority;
    /** The support group that has it. */
    @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) readonly group?: string;
    @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly productId?: string;
    @IsOptional() @IsUUID() readonly customerId?: string;
    /** Who sold. */
    @IsOptional() @Matches(code) readonly sellerId?: string;
    /** Who handles it; where a clock is asked for, who answers for that. Team: theirs. */
    @IsOptional() @Matches(code) readonly personId?: string;
    @IsOptional() @Matches(code) readonly teamId?: string;
  }
  return Narrowed as unknown as abstract new () => Narrowed & B;
}

/** The filters alone. */
export type CaseFilters = Partial<
  Record<
    | 'from'
    | 'to'
    | 'kind'
    | 'channel'
    | 'priority'
    | 'group'
    | 'productId'
    | 'customerId'
    | 'sellerId'
    | 'personId'
    | 'teamId',
    string
  >
>;

export abstract class CaseReport extends narrowed(Question) {}

/** What a case may lack, for the figures of those that have none of it. */
export const caseLacks = ['team', 'group', 'productId', 'customerId', 'sellerId', 'sellerTeam'] as const;
export type CaseLack = (typeof caseLacks)[number];

/**
 * The cases behind a figure: every row of a report of cases says in `list` what to ask here. `outcome` is one of a `clock`. Sorted by
 * `reportedAt`, `closedAt`, `responseMs`, `solutionMs`, `closingMs`, `nextDueAt` or `handovers`.
 */
@Operation({
  zh: '統計案件明細',
  en: 'Cases behind a figure',
  allow: { roles: caseLeaders },
  example: { clock: 'response', outcome: 'late', channel: 'hotline', from: '2026-11-01', to: '2026-11-30' },
  rows: rowsOf<CountedCase>('items')([
    'caseId',
    'number',
    'kind',
    'status',
    'subject',
    'channel',
    'priority',
    'group',
    'customerId',
    'customerName',
    'orderId',
    'productId',
    'ownerId',
    'ownerName',
    'sellerId',
    'sellerName',
    'reportedAt',
    'responseOutcome',
    'responseHours',
    'responseOf',
    'solutionOutcome',
    'solutionHours',
    'solutionOf',
    'closingOutcome',
    'closingHours',
    'closingOf',
    'closedAt',
    'overdue',
    'handovers',
    'reopened',
    'cause',
    'prevention',
    'mergedInto',
  ]),
})
export class CountedCases extends narrowed(ListQuestion) {
  @IsOptional() @IsIn(standardClocks) readonly clock?: StandardClock;
  @IsOptional() @IsIn(clockOutcomes) readonly outcome?: ClockOutcome;
  @IsOptional() @IsIn(caseStatuses) readonly status?: CaseStatus;
  /** Neither closed nor merged, or one of them. */
  @IsOptional() @IsBoolean() readonly open?: boolean;
  @IsOptional() @IsBoolean() readonly merged?: boolean;
  /** Of an open one, when it is asked. */
  @IsOptional() @IsIn(caseAges) readonly age?: CaseAge;
  /** A clock that has not ended is past its due instant. */
  @IsOptional() @IsBoolean() readonly overdue?: boolean;
  @IsOptional() @IsBoolean() readonly reopened?: boolean;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly cause?: string;
  /** Its cause is on record. */
  @IsOptional() @IsBoolean() readonly caused?: boolean;
  /** It brought its cause back (R105). */
  @IsOptional() @IsBoolean() readonly recurred?: boolean;
  @IsOptional() @Matches(code) readonly sellerTeamId?: string;
  /** The seller is in reach, not only who handles it. */
  @IsOptional() @IsBoolean() readonly sold?: boolean;
  /** Those that have none of it. */
  @IsOptional() @IsIn(caseLacks) readonly without?: CaseLack;
}
