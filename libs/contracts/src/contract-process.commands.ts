import { Operation, type Instant } from '@dealtrail/event-sourcing';
import { code } from '@dealtrail/staff';
import { Equals, IsIn, IsInt, IsISO8601, IsOptional, Matches, Max, Min } from 'class-validator';
import { ContractCommand } from './contract-draft.commands.js';
import { ReviewCommand } from './contract-review.commands.js';
import { reassignmentCauses, type ReassignmentCause, type StepId } from './contract.events.js';

const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
const allow = { roles: {}, kinds: ['process'] as const };

/** Puts a reminder on record (R229); one whose clock has moved on leaves nothing. */
@Operation({
  zh: '提醒審核人',
  en: 'Remind a reviewer',
  allow,
  example: {
    contractId,
    round: 1,
    step: 'legal',
    at: '2026-03-03T04:00:00.000Z',
    dueAt: '2026-03-04T10:00:00.000Z',
  },
})
export class RemindContractReviewer extends ReviewCommand {
  @Equals('RemindContractReviewer') @IsOptional() readonly type = 'RemindContractReviewer' as const;
  declare readonly step: StepId;
  /** The instant the reminder was planned for. */
  @IsISO8601({ strict: true }) readonly at!: Instant;
  @IsISO8601({ strict: true }) readonly dueAt!: Instant;
}

/** Puts a breach on record, at the due instant it names, with its escalation (T07, T08, T09). */
@Operation({
  zh: '記錄審核逾期',
  en: 'Record an overdue review',
  allow,
  example: { contractId, round: 1, step: 'legal', dueAt: '2026-03-04T10:00:00.000Z' },
})
export class RecordContractReviewOverdue extends ReviewCommand {
  @Equals('RecordContractReviewOverdue') @IsOptional() readonly type = 'RecordContractReviewOverdue' as const;
  declare readonly step: StepId;
  @IsISO8601({ strict: true }) readonly dueAt!: Instant;
}

/** Gives an open step to who stands in: deputy, head, director, admin, never an author (G-031); already gone on: nothing. */
@Operation({
  zh: '改派審核',
  en: 'Reassign a review',
  allow,
  example: { contractId, round: 1, step: 'legal', from: 'fang.yuan', cause: 'departure', position: 4711 },
})
export class ReassignContractReview extends ReviewCommand {
  @Equals('ReassignContractReview') @IsOptional() readonly type = 'ReassignContractReview' as const;
  declare readonly step: StepId;
  @Matches(code) readonly from!: string;
  @IsIn(reassignmentCauses) readonly cause!: ReassignmentCause;
  /** Of the fact of the staff log that asks for it. */
  @IsInt() @Min(0) readonly position!: number;
}

/** Gives the contract of an owner who has left to their superior, who has not reviewed it. */
@Operation({
  zh: '改派合同負責人',
  en: 'Reassign a contract',
  allow,
  example: { contractId, from: 'li.na', position: 4711 },
})
export class ReassignContract extends ContractCommand {
  @Equals('ReassignContract') @IsOptional() readonly type = 'ReassignContract' as const;
  @Matches(code) readonly from!: string;
  @IsInt() @Min(0) readonly position!: number;
}

/** Plans the open steps of a contract anew by a version of the calendar; a breach stands (U-29). */
@Operation({
  zh: '重排審核期限',
  en: 'Replan reviews',
  allow,
  example: { contractId, calendarVersion: 2, position: 4711 },
})
export class ReplanContractReviews extends ContractCommand {
  @Equals('ReplanContractReviews') @IsOptional() readonly type = 'ReplanContractReviews' as const;
  @IsInt() @Min(1) @Max(1_000_000) readonly calendarVersion!: number;
  /** Of the fact of the policy log that published it. */
  @IsInt() @Min(0) readonly position!: number;
}
