import { Operation } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  Equals,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { ReceivableCommand } from './payment-plan.commands.js';
import { AllocationInput, PaidMoneyInput } from './receivable-fields.js';
import { receiptMethods, type ReceiptMethod } from './receivable.events.js';

const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
const receiptId = '1c6f3b8e-7a51-4d0c-8f27-5b9e4a6d2c10';
const amount = { amount: 14463000, currency: 'CNY' };
/** Money is finance's alone to record; an accounting system may do so by a key. */
const allow = { roles: { finance: 'all' }, kinds: ['import'] } as const;

/**
 * Money came in: to what was due longest, or as told; what is more than all that is open is a credit. Refuses `currency-differs`,
 * `received-in-the-future`, `receipt-already-recorded`, `instalment-over-allocated`, `receipt-over-allocated`.
 */
@Operation({
  zh: '登記回款',
  en: 'Record a receipt',
  allow,
  example: {
    contractId,
    receiptId,
    amount,
    receivedOn: '2026-05-14',
    method: 'bank-transfer',
    payerReference: 'FT26134-0091',
  },
})
export class RecordReceipt extends ReceivableCommand {
  @Equals('RecordReceipt') @IsOptional() readonly type = 'RecordReceipt' as const;
  @IsUUID() readonly receiptId!: string;
  @ValidateNested() @Type(() => PaidMoneyInput) readonly amount!: PaidMoneyInput;
  @IsDay() readonly receivedOn!: Day;
  @IsIn(receiptMethods) readonly method!: ReceiptMethod;
  /** The payment's reference at the bank; no names. */
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(100) readonly payerReference?: string;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => AllocationInput)
  readonly allocations?: AllocationInput[];
}

/**
 * Says where the whole of a receipt goes; without `allocations` its credit goes to what was due longest. What takes money away
 * from an instalment needs a reason (`reason-missing`).
 */
@Operation({
  zh: '分配回款',
  en: 'Allocate a receipt',
  allow,
  example: { contractId, receiptId, allocations: [{ no: 2, amount: 14463000 }], reason: '客戶指定用於驗收款' },
})
export class AllocateReceipt extends ReceivableCommand {
  @Equals('AllocateReceipt') @IsOptional() readonly type = 'AllocateReceipt' as const;
  @IsUUID() readonly receiptId!: string;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => AllocationInput)
  readonly allocations?: AllocationInput[];
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason?: string;
}

/** It was no receipt after all: all it paid is open again; refuses `receipt-refunded`. */
@Operation({ zh: '沖銷回款', en: 'Reverse a receipt', allow, example: { contractId, receiptId, reason: '銀行退票' } })
export class ReverseReceipt extends ReceivableCommand {
  @Equals('ReverseReceipt') @IsOptional() readonly type = 'ReverseReceipt' as const;
  @IsUUID() readonly receiptId!: string;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}

/** Gives a credit back; refuses `refund-exceeds-credit`, `refunded-in-the-future`, `refunded-before-received`. */
@Operation({
  zh: '退還多付款',
  en: 'Refund a receipt',
  allow,
  example: {
    contractId,
    receiptId,
    refundId: '5e0f7f3c-2a8b-4a0e-9a43-7d1c6b5e8f21',
    amount: { amount: 63000, currency: 'CNY' },
    refundedOn: '2026-05-20',
    reason: '客戶多付',
  },
})
export class RefundReceipt extends ReceivableCommand {
  @Equals('RefundReceipt') @IsOptional() readonly type = 'RefundReceipt' as const;
  @IsUUID() readonly receiptId!: string;
  @IsUUID() readonly refundId!: string;
  @ValidateNested() @Type(() => PaidMoneyInput) readonly amount!: PaidMoneyInput;
  @IsDay() readonly refundedOn!: Day;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}
