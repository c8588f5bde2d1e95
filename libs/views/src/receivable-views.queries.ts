import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { ShownReceipt, ShownReceivable, ShownWriteOff } from './receivable-views.handlers.js';
import {
  receivableReaders,
  writeOffApprovers,
  writeOffStates,
  type WriteOffApprover,
  type WriteOffState,
} from './receivable-words.js';

const allow = { roles: receivableReaders };
const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
const currency = /^[A-Z]{3}$/;

/** Instalments in reach; sorted by `dueOn`, `amount`, `open` or `number`. Overdue is what is open after its day. */
@Operation({
  zh: '應收賬款名冊',
  en: 'Receivable register',
  allow,
  example: { overdue: true, ownerId: 'li.na', sort: 'dueOn' },
  rows: rowsOf<ShownReceivable>('items')([
    'receivableKey',
    'contractId',
    'number',
    'dealId',
    'customerId',
    'customerName',
    'ownerId',
    'ownerName',
    'no',
    'label',
    'dueOn',
    'currency',
    'amount',
    'allocated',
    'writtenOff',
    'open',
    'overdueDays',
    'lastPosition',
  ]),
})
export class ReceivableRegister extends ListQuestion {
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @IsUUID() readonly contractId?: string;
  @IsOptional() @Matches(currency) readonly currency?: string;
  /** Something is open, or nothing. */
  @IsOptional() @IsBoolean() readonly open?: boolean;
  /** Open after its day when it is asked, or not. */
  @IsOptional() @IsBoolean() readonly overdue?: boolean;
  /** Due days, both included. */
  @IsOptional() @IsDay() readonly dueFrom?: Day;
  @IsOptional() @IsDay() readonly dueTo?: Day;
  /** Part of the contract's number, the label or the customer's name. */
  @IsOptional() @IsString() @MaxLength(100) readonly text?: string;
}

/** An account with plan, receipts, write-offs and sums, from its own stream; refuses `receivable-not-found`, `out-of-reach`. */
@Operation({ zh: '應收賬款詳情', en: 'One receivable', allow, example: { contractId } })
export class ReceivablePage extends Question {
  @IsUUID() readonly contractId!: string;
}

/** Receipts in reach; sorted by `receivedOn`, `amount` or `unallocated`. */
@Operation({
  zh: '回款名冊',
  en: 'Receipt register',
  allow,
  example: { unallocated: true, sort: '-receivedOn' },
  rows: rowsOf<ShownReceipt>('items')([
    'receiptKey',
    'receiptId',
    'contractId',
    'number',
    'dealId',
    'customerId',
    'customerName',
    'ownerId',
    'ownerName',
    'receivedOn',
    'currency',
    'amount',
    'allocated',
    'unallocated',
    'refunded',
    'allocations',
    'method',
    'payerReference',
    'recordedBy',
    'reversed',
    'reversedFor',
    'lastPosition',
  ]),
})
export class ReceiptRegister extends ListQuestion {
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @IsUUID() readonly contractId?: string;
  @IsOptional() @Matches(currency) readonly currency?: string;
  /** With a credit (多付款), or without. */
  @IsOptional() @IsBoolean() readonly unallocated?: boolean;
  @IsOptional() @IsBoolean() readonly reversed?: boolean;
  /** Days the money came, both included. */
  @IsOptional() @IsDay() readonly receivedFrom?: Day;
  @IsOptional() @IsDay() readonly receivedTo?: Day;
}

/** Write-offs in reach, those that wait for a decision too; sorted by `requestedAt` or `amount`. */
@Operation({
  zh: '核銷名冊',
  en: 'Write-off register',
  allow,
  example: { state: 'requested', approver: 'finance' },
  rows: rowsOf<ShownWriteOff>('items')([
    'writeOffKey',
    'writeOffId',
    'contractId',
    'number',
    'customerId',
    'customerName',
    'ownerId',
    'ownerName',
    'no',
    'currency',
    'amount',
    'reason',
    'state',
    'requestedBy',
    'requestedAt',
    'approver',
    'decidedBy',
    'decidedAt',
    'words',
    'lastPosition',
  ]),
})
export class WriteOffRegister extends ListQuestion {
  @IsOptional() @IsIn(writeOffStates) readonly state?: WriteOffState;
  /** Who may decide it at least. */
  @IsOptional() @IsIn(writeOffApprovers) readonly approver?: WriteOffApprover;
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @IsUUID() readonly contractId?: string;
}
