import { Operation, type CommandMetadata } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { MoneyInput } from '@dealtrail/money';
import { code, sellingRoles } from '@dealtrail/staff';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayNotEmpty,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { ContractPartyInput, ContractTextInput, ReviewersInput } from './contract-fields.js';
import { AmendedOrderInput, PlannedInstalmentInput, PlannedOrderInput } from './contract-plan-fields.js';
import { contractDataFlags, type ContractDataFlag } from './contract.events.js';

const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
const dealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const text = {
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  name: '銷售合同.pdf',
  type: 'application/pdf',
  size: 48213,
};
/** Who works on contracts: sellers those in reach, sales support and admins all. */
export const drafters = { ...sellingRoles, salesSupport: 'all', admin: 'all' } as const;

/** What is asked of one contract (合同). */
export abstract class ContractCommand {
  abstract readonly type: string;
  @IsUUID() readonly contractId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/**
 * Refuses `deal-missing`, `parties-missing`, `owner-not-active`, `owner-not-in-sales`, `template-not-found`, `contract-already-drafted`,
 * `order-plan-…`, `payment-plan-…`. A process drafts the supplementary agreement that a change of an order needs.
 */
@Operation({
  zh: '起草合同',
  en: 'Draft a contract',
  allow: { roles: drafters, kinds: ['process', 'import'], people: true },
  creates: 'contractId',
  example: {
    dealId,
    title: '12 台 GTX Pro 銷售合同',
    parties: [
      { role: 'seller', name: '東方設備有限公司' },
      { role: 'buyer', name: '明遠科技有限公司' },
    ],
    amount: { amount: 48210000, currency: 'CNY' },
    paymentTerms: '簽訂後 7 日內付 30%,驗收後 30 日內付清',
    breachLiability: '逾期付款按日 0.05% 計',
    deliveryPlan: '2026-05-20 前交付',
    text,
    orderPlan: [
      {
        orderNumber: 'SO-2026-0117',
        lines: [{ lineId: '1', description: 'GTX Pro', quantity: 12, value: { amount: 48210000, currency: 'CNY' } }],
        deliveries: [{ scheduledOn: '2026-05-20', lines: [{ lineId: '1', quantity: 12 }] }],
      },
    ],
    paymentPlan: [
      { no: 1, label: '預付款', dueOn: '2026-05-15', amount: 14463000 },
      { no: 2, label: '驗收款', dueOn: '2026-06-19', amount: 33747000 },
    ],
  },
})
export class DraftContract extends ContractCommand {
  @Equals('DraftContract') @IsOptional() readonly type = 'DraftContract' as const;
  /** Only an imported contract may be without. */
  @IsOptional() @IsUUID() readonly dealId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  /** Default: who drafts it. */
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsString() @Matches(/\S/) @MaxLength(200) readonly title!: string;
  /** Only an imported contract may have none: it says `no-parties`. */
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => ContractPartyInput)
  readonly parties!: ContractPartyInput[];
  @ValidateNested() @Type(() => MoneyInput) readonly amount!: MoneyInput;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(5000) readonly paymentTerms?: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(5000) readonly breachLiability?: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(5000) readonly deliveryPlan?: string;
  @IsOptional() @Matches(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/) @MaxLength(64) readonly templateId?: string;
  @IsOptional() @ValidateNested() @Type(() => ContractTextInput) readonly text?: ContractTextInput;
  /** Orders that the signature places; their values sum to the amount. An empty list: none. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => PlannedOrderInput)
  readonly orderPlan?: PlannedOrderInput[];
  /** Payments that it promises; they sum to the amount. An empty list: none. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => PlannedInstalmentInput)
  readonly paymentPlan?: PlannedInstalmentInput[];
  /** Only a process says which change of an order it is for. */
  @IsOptional() @ValidateNested() @Type(() => AmendedOrderInput) readonly amends?: AmendedOrderInput;
  /** Only an import knows what its source lacked. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(contractDataFlags.length)
  @IsIn(contractDataFlags, { each: true })
  readonly dataQuality?: ContractDataFlag[];
}

/**
 * Replaces what is given and keeps the rest; refused while it is under review (`contract-under-review`) or over, or when a plan
 * differs. Amount and plans of a supplementary agreement are its order's (`agreement-follows-its-order`).
 */
@Operation({
  zh: '修訂合同',
  en: 'Revise a contract',
  allow: { roles: drafters, kinds: ['import'], people: true },
  example: { contractId, paymentTerms: '簽訂後 7 日內付 50%,驗收後 30 日內付清' },
})
export class ReviseContract extends ContractCommand {
  @Equals('ReviseContract') @IsOptional() readonly type = 'ReviseContract' as const;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(200) readonly title?: string;
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => ContractPartyInput)
  readonly parties?: ContractPartyInput[];
  @IsOptional() @ValidateNested() @Type(() => MoneyInput) readonly amount?: MoneyInput;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(5000) readonly paymentTerms?: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(5000) readonly breachLiability?: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(5000) readonly deliveryPlan?: string;
  @IsOptional() @Matches(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/) @MaxLength(64) readonly templateId?: string;
  @IsOptional() @ValidateNested() @Type(() => ContractTextInput) readonly text?: ContractTextInput;
  /** Orders that the signature places; their values sum to the amount. An empty list: none. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => PlannedOrderInput)
  readonly orderPlan?: PlannedOrderInput[];
  /** Payments that it promises; they sum to the amount. An empty list: none. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => PlannedInstalmentInput)
  readonly paymentPlan?: PlannedInstalmentInput[];
}

/**
 * Opens the next round: both departments review in parallel (R063, R064). Refuses `text-missing`,
 * `parties-missing`, `terms-missing`, `contract-under-review`, `rejected-and-unchanged`, `reviewer-…`, `nobody-to-review`.
 */
@Operation({
  zh: '提交合同審批',
  en: 'Submit a contract for approval',
  allow: { roles: drafters, kinds: ['import'], people: true },
  example: { contractId },
})
export class SubmitContract extends ContractCommand {
  @Equals('SubmitContract') @IsOptional() readonly type = 'SubmitContract' as const;
  /** The round it opens, to be sure; default the next. */
  @IsOptional() @IsInt() @Min(1) readonly round?: number;
  /** Whom to ask; default as the policy says. */
  @IsOptional() @ValidateNested() @Type(() => ReviewersInput) readonly reviewers?: ReviewersInput;
  /** Only of an import: its source has the decisions on this round, and nobody waits for the reviewers until they are told. */
  @IsOptional() @IsBoolean() readonly moreToTell?: boolean;
}

/** Takes a contract back that is under review, or approved and not signed. */
@Operation({
  zh: '撤回合同審批',
  en: 'Recall a contract',
  allow: { roles: drafters, kinds: ['import'], people: true },
  example: { contractId, round: 1, reason: '客戶要求變更' },
})
export class RecallContract extends ContractCommand {
  @Equals('RecallContract') @IsOptional() readonly type = 'RecallContract' as const;
  @IsInt() @Min(1) readonly round!: number;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason?: string;
}

/** Binds the signed text by its hash; another text than the approved one is on record as `SignedTextDiffers` (G-033). */
@Operation({
  zh: '簽訂合同',
  en: 'Sign a contract',
  allow: { roles: drafters, kinds: ['import'], people: true },
  example: { contractId, round: 1, text, signedOn: '2026-05-08' },
})
export class SignContract extends ContractCommand {
  @Equals('SignContract') @IsOptional() readonly type = 'SignContract' as const;
  @IsInt() @Min(1) readonly round!: number;
  @IsOptional() @ValidateNested() @Type(() => ContractTextInput) readonly text?: ContractTextInput;
  /** Default today; not in the future. */
  @IsOptional() @IsDay() readonly signedOn?: Day;
}

/** Ends a contract that is not signed; a process does so when its deal is lost. */
@Operation({
  zh: '作廢合同',
  en: 'Withdraw a contract',
  allow: { roles: drafters, kinds: ['process', 'import'], people: true },
  example: { contractId, reason: '客戶取消採購' },
})
export class WithdrawContract extends ContractCommand {
  @Equals('WithdrawContract') @IsOptional() readonly type = 'WithdrawContract' as const;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}
