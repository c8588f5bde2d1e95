import { Operation, type Instant } from '@dealtrail/event-sourcing';
import { IsInstant } from '@dealtrail/calendar';
import { code } from '@dealtrail/staff';
import {
  ArrayMaxSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

import { clockPattern } from './case-handling.commands.js';
import { CaseCommand } from './case-reporting.commands.js';
import type { ClockId } from './case.events.js';

const caseId = 'b3a1f0c2-4d5e-4f60-8a7b-9c0d1e2f3a4b';
const allow = { roles: {}, kinds: ['process'] as const };

/** Puts a warning of a clock on record (R229); one whose clock has moved on leaves nothing. */
@Operation({
  zh: '提醒服務時限',
  en: 'Remind of a service clock',
  allow,
  example: { caseId, clock: 'response', at: '2026-03-02T02:30:00.000Z', dueAt: '2026-03-02T03:00:00.000Z' },
})
export class RemindCaseClock extends CaseCommand {
  @Equals('RemindCaseClock') @IsOptional() readonly type = 'RemindCaseClock' as const;
  @Matches(clockPattern) readonly clock!: ClockId;
  /** The instant the warning was planned for. */
  @IsInstant() readonly at!: Instant;
  @IsInstant() readonly dueAt!: Instant;
}

/** Puts a breach on record, at the due instant it names, with its escalation (T17–T21, R108). */
@Operation({
  zh: '記錄服務時限逾期',
  en: 'Record an overdue service clock',
  allow,
  example: { caseId, clock: 'response', dueAt: '2026-03-02T03:00:00.000Z' },
})
export class RecordCaseClockOverdue extends CaseCommand {
  @Equals('RecordCaseClockOverdue') @IsOptional() readonly type = 'RecordCaseClockOverdue' as const;
  @Matches(clockPattern) readonly clock!: ClockId;
  @IsInstant() readonly dueAt!: Instant;
}

/** Closes a resolved case of which the customer has said nothing for as long as the policy waits. */
@Operation({
  zh: '客戶未回覆自動結案',
  en: 'Close a case after silence',
  allow,
  example: { caseId, dueAt: '2026-03-06T02:00:00.000Z' },
})
export class CloseSilentCase extends CaseCommand {
  @Equals('CloseSilentCase') @IsOptional() readonly type = 'CloseSilentCase' as const;
  @IsInstant() readonly dueAt!: Instant;
}

/**
 * Gives what somebody who has left held of a case to their superior: the case, its stage, its clocks, their part in the task
 * force. A breach they have not answered for goes to the next one above with the post for it.
 */
@Operation({
  zh: '改派售後負責人',
  en: 'Reassign a case',
  allow,
  example: { caseId, from: 'li.na', position: 4711 },
})
export class ReassignCase extends CaseCommand {
  @Equals('ReassignCase') @IsOptional() readonly type = 'ReassignCase' as const;
  @Matches(code) readonly from!: string;
  /** Of the fact of the staff log that asks for it. */
  @IsInt() @Min(0) readonly position!: number;
}

/** Plans the clocks by the limits of the customer's tier and grade; what has counted stays. */
@Operation({
  zh: '按客戶層級重排服務時限',
  en: "Plan a case by the customer's tier",
  allow,
  example: { caseId, tiers: ['key', 'A'] },
})
export class PlanCaseForTier extends CaseCommand {
  @Equals('PlanCaseForTier') @IsOptional() readonly type = 'PlanCaseForTier' as const;
  /** The tier and the grade, as far as known. */
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(64, { each: true })
  readonly tiers!: string[];
}

/** Plans the clocks that count working time by the calendar in force (U-29); those that have it already stay. */
@Operation({
  zh: '按新日曆重排服務時限',
  en: 'Plan the clocks of a case anew',
  allow,
  example: { caseId, calendarVersion: 2, position: 4711 },
})
export class ReplanCaseClocks extends CaseCommand {
  @Equals('ReplanCaseClocks') @IsOptional() readonly type = 'ReplanCaseClocks' as const;
  /** Of the calendar whose publication asks for it. */
  @IsInt() @Min(1) @Max(1_000_000) readonly calendarVersion!: number;
  /** Of the fact that says it has come into force. */
  @IsInt() @Min(0) readonly position!: number;
}

/** Everything time, the staff log, the customer's tier and the calendar ask of a case. */
export const caseProcessCommands = [
  RemindCaseClock,
  RecordCaseClockOverdue,
  CloseSilentCase,
  ReassignCase,
  PlanCaseForTier,
  ReplanCaseClocks,
] as const;
