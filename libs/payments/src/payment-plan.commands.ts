import { Operation, type CommandMetadata } from '@dealtrail/event-sourcing';
import { code, sellingRoles } from '@dealtrail/staff';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayNotEmpty,
  Equals,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { InstalmentInput } from './receivable-fields.js';

const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
const instalments = [
  { no: 1, label: '預付款', dueOn: '2026-05-15', amount: 14463000 },
  { no: 2, label: '驗收款', dueOn: '2026-06-19', amount: 33747000 },
];
/** Finance all accounts, sellers those in reach. */
export const planners = { ...sellingRoles, finance: 'all' } as const;

/** What is asked of one account (應收賬款): the money of one contract. */
export abstract class ReceivableCommand {
  abstract readonly type: string;
  @IsUUID() readonly contractId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/**
 * Opens the account: finance for any contract, the signature for its own. No seller does, for an account knows nothing of the
 * contract but its id, and a plan made beforehand would stand in the way of the one that is signed. Of a process a second
 * plan leaves nothing; refuses `payments-already-planned`, `instalment-twice`, `owner-…`.
 */
@Operation({
  zh: '制定回款計劃',
  en: 'Plan payments',
  allow: { roles: { finance: 'all', director: 'all' }, kinds: ['process', 'import'] },
  example: { contractId, ownerId: 'li.na', currency: 'CNY', instalments },
})
export class PlanPayments extends ReceivableCommand {
  @Equals('PlanPayments') @IsOptional() readonly type = 'PlanPayments' as const;
  @IsOptional() @IsUUID() readonly dealId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  /** Default: who plans. */
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @Matches(/^[A-Z]{3}$/, { message: '$property must be an ISO 4217 code' }) readonly currency!: string;
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => InstalmentInput)
  readonly instalments!: InstalmentInput[];
}

/** Replaces the whole plan; refuses `plan-below-allocated`: what came in or was written off stays, and sellers `less-is-for-finance`. */
@Operation({
  zh: '變更回款計劃',
  en: 'Change a payment plan',
  allow: { roles: planners, kinds: ['import'] },
  example: {
    contractId,
    instalments: [instalments[0], { no: 2, label: '驗收款', dueOn: '2026-07-20', amount: 33747000 }],
    reason: '驗收順延',
  },
})
export class ChangePaymentPlan extends ReceivableCommand {
  @Equals('ChangePaymentPlan') @IsOptional() readonly type = 'ChangePaymentPlan' as const;
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => InstalmentInput)
  readonly instalments!: InstalmentInput[];
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}

/** Gives the account of an owner who has left to their superior; already gone on: nothing. */
@Operation({
  zh: '改派應收賬款',
  en: 'Reassign a receivable',
  allow: { roles: {}, kinds: ['process'] },
  example: { contractId, from: 'li.na', position: 4711 },
})
export class ReassignReceivable extends ReceivableCommand {
  @Equals('ReassignReceivable') @IsOptional() readonly type = 'ReassignReceivable' as const;
  @Matches(code) readonly from!: string;
  /** Of the fact of the staff log that asks for it. */
  @IsInt() @Min(0) readonly position!: number;
}
