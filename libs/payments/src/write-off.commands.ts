import { Operation } from '@dealtrail/event-sourcing';
import { Type } from 'class-transformer';
import {
  Equals,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { planners, ReceivableCommand } from './payment-plan.commands.js';
import { PaidMoneyInput } from './receivable-fields.js';

const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
const writeOffId = '8d2b6c4a-0e1f-4f7b-b6a9-3c5d7e9f1a2b';
/** Four eyes: people only, and never who asked. */
const approvers = { roles: { finance: 'all', director: 'all' }, kinds: ['import'], people: true } as const;

/** Asks that part of an instalment is expected no more; refuses `write-off-exceeds-open`. */
@Operation({
  zh: '申請核銷',
  en: 'Request a write-off',
  allow: { roles: planners, kinds: ['import'], people: true },
  example: { contractId, writeOffId, no: 2, amount: { amount: 500, currency: 'CNY' }, reason: '尾差' },
})
export class RequestWriteOff extends ReceivableCommand {
  @Equals('RequestWriteOff') @IsOptional() readonly type = 'RequestWriteOff' as const;
  @IsUUID() readonly writeOffId!: string;
  /** The instalment. */
  @IsInt() @Min(1) @Max(999) readonly no!: number;
  @ValidateNested() @Type(() => PaidMoneyInput) readonly amount!: PaidMoneyInput;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}

/** Refuses `approver-is-requester`, `approver-not-entitled` (policy kind `write-off`), `write-off-exceeds-open`, `write-off-decided`. */
@Operation({ zh: '批准核銷', en: 'Approve a write-off', allow: approvers, example: { contractId, writeOffId } })
export class ApproveWriteOff extends ReceivableCommand {
  @Equals('ApproveWriteOff') @IsOptional() readonly type = 'ApproveWriteOff' as const;
  @IsUUID() readonly writeOffId!: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly comment?: string;
}

/** The amount stays open; refuses as `ApproveWriteOff` does. */
@Operation({
  zh: '駁回核銷',
  en: 'Refuse a write-off',
  allow: approvers,
  example: { contractId, writeOffId, reason: '仍可追回' },
})
export class RefuseWriteOff extends ReceivableCommand {
  @Equals('RefuseWriteOff') @IsOptional() readonly type = 'RefuseWriteOff' as const;
  @IsUUID() readonly writeOffId!: string;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}
