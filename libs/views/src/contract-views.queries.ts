import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, MaxLength, Min } from 'class-validator';
import type { ShownContract } from './contract-views.handlers.js';
import { contractReaders, contractStatuses, type ContractStatus } from './contract-words.js';

const allow = { roles: contractReaders };
const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';

/** Sorted by `draftedAt`, `submittedAt`, `nextDueAt`, `approvedAt`, `signedOn`, `amount`, `title` or `number`. */
@Operation({
  zh: '合同名冊',
  en: 'Contract register',
  allow,
  example: { status: 'review', text: 'GTX', sort: 'nextDueAt' },
  rows: rowsOf<ShownContract>('items')([
    'contractId',
    'number',
    'title',
    'dealId',
    'dealNumber',
    'dealTitle',
    'customerId',
    'customerName',
    'ownerId',
    'ownerName',
    'authors',
    'amount',
    'currency',
    'templateId',
    'status',
    'round',
    'policyVersion',
    'steps',
    'waitingFor',
    'waitingForNames',
    'nextDueAt',
    'overdue',
    'draftedAt',
    'submittedAt',
    'approvedAt',
    'signedOn',
    'textSha256',
    'signedTextDiffers',
    'withdrawnFor',
    'dataQuality',
    'revision',
    'lastPosition',
  ]),
})
export class ContractRegister extends ListQuestion {
  @IsOptional() @IsIn(contractStatuses) readonly status?: ContractStatus;
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @IsUUID() readonly dealId?: string;
  /** Waits for this person. */
  @IsOptional() @Matches(code) readonly reviewerId?: string;
  /** An open step's due instant has passed when it is asked, or none has. */
  @IsOptional() @IsBoolean() readonly overdue?: boolean;
  /** Part of the title, the number or the customer's name. */
  @IsOptional() @IsString() @MaxLength(100) readonly text?: string;
  /** Of the bounds of the amount, which need one. */
  @IsOptional() @Matches(/^[A-Z]{3}$/) readonly currency?: string;
  /** Minor units, both included. */
  @IsOptional() @IsInt() @Min(0) readonly amountFrom?: number;
  @IsOptional() @IsInt() @Min(0) readonly amountTo?: number;
  /** Days the latest round was submitted, both included. */
  @IsOptional() @IsDay() readonly submittedFrom?: Day;
  @IsOptional() @IsDay() readonly submittedTo?: Day;
}

/** A contract with every round, step, comment and its signature; refuses `contract-not-found`, `out-of-reach`. */
@Operation({ zh: '合同詳情', en: 'One contract', allow, example: { contractId } })
export class ContractPage extends Question {
  @IsUUID() readonly contractId!: string;
}

/**
 * What changed between two rounds: the terms, whether the text is the very same, and of plain text its lines. By default the
 * latest round and the one before; refuses `round-not-found`.
 */
@Operation({
  zh: '合同版本對比',
  en: 'Changes between two rounds of a contract',
  allow,
  example: { contractId, from: 1, to: 2 },
})
export class ContractTextChanges extends Question {
  @IsUUID() readonly contractId!: string;
  @IsOptional() @IsInt() @Min(1) readonly from?: number;
  @IsOptional() @IsInt() @Min(1) readonly to?: number;
}
