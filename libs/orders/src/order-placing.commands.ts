import { Operation, roles, type CommandMetadata, type Permission } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { MoneyInput } from '@dealtrail/money';
import { orderDepartments, type OrderDepartment } from '@dealtrail/policies';
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
import { IsSource, OrderLineInput } from './order-fields.js';
import { orderDataFlags, type OrderDataFlag } from './order.events.js';

const orderId = '2f6a7b8c-9d0e-4c8a-9d0e-9b2d2c1e5f43';
const line = {
  lineId: '1',
  description: 'GTX Pro 12 台',
  category: 'equipment',
  quantity: 12,
  value: { amount: 48_210_000, currency: 'CNY' },
};

/** Who follows orders: sellers those in reach, sales support and admins all. */
export const followers = { ...sellingRoles, salesSupport: 'all', admin: 'all' } as const;
/** Besides, the people who run orders: production, warehouse and logistics. */
export const followersAndOperations = { ...followers, operations: 'all' } as const;

/** What is asked of one order (訂單). */
export abstract class OrderCommand {
  abstract readonly type: string;
  @IsUUID() readonly orderId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/**
 * Tells the departments, whose acknowledgements it opens (R072), and asks for scheduling (R069). Refuses `line-twice`,
 * `currencies-differ`, `value-differs`, `placed-in-the-future`, `owner-…`, `order-already-placed`.
 */
@Operation({
  zh: '下達訂單',
  en: 'Place an order',
  allow: { roles: followers, kinds: ['process', 'import'] },
  creates: 'orderId',
  example: { orderId, orderNumber: 'SO-2026-0117', lines: [line], value: line.value },
})
export class PlaceOrder extends OrderCommand {
  @Equals('PlaceOrder') @IsOptional() readonly type = 'PlaceOrder' as const;
  @IsOptional() @IsUUID() readonly contractId?: string;
  @IsOptional() @IsUUID() readonly dealId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  /** Default: who places it. */
  @IsOptional() @Matches(code) readonly ownerId?: string;
  /** The company's own word for it. */
  @IsString() @Matches(/\S/) @MaxLength(100) readonly orderNumber!: string;
  /** Default today; of an import what its source says, if it does. */
  @IsOptional() @IsDay() readonly placedOn?: Day;
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => OrderLineInput)
  readonly lines!: OrderLineInput[];
  /** The sum of its lines. */
  @ValidateNested() @Type(() => MoneyInput) readonly value!: MoneyInput;
  /** Only an import knows what its source lacked. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(orderDataFlags.length)
  @IsIn(orderDataFlags, { each: true })
  readonly dataQuality?: OrderDataFlag[];
  /** Only of an import: nobody follows it until the rest of its past is told, which `EndOrderImport` says. */
  @IsOptional() @IsBoolean() readonly moreToTell?: boolean;
  @IsOptional() @IsSource() readonly source?: Record<string, string>;
}

/** A department has the order (R072); its people, whom it was given to, or an admin: else `not-in-department`. */
@Operation({
  zh: '確認接單',
  en: 'Acknowledge an order',
  allow: {
    roles: {
      ...Object.fromEntries(roles.filter((role) => role !== 'auditor').map((role) => [role, 'assigned'])),
      operations: 'all',
      finance: 'all',
      admin: 'all',
    } as Permission['roles'],
    kinds: ['import'],
  },
  example: { orderId, department: 'operations', note: '已排產' },
})
export class AcknowledgeOrder extends OrderCommand {
  @Equals('AcknowledgeOrder') @IsOptional() readonly type = 'AcknowledgeOrder' as const;
  @IsIn(orderDepartments) readonly department!: OrderDepartment;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly note?: string;
}

/** The daily look at an order (R073, T10), for a working day; after its end it counts as late. */
@Operation({
  zh: '檢查訂單狀態',
  en: 'Check the status of an order',
  // Who reaches it is for the rule to say: the deputy of its owner does too.
  allow: {
    roles: {
      rep: 'all',
      supervisor: 'all',
      regionalSupervisor: 'all',
      salesManager: 'all',
      director: 'all',
      salesSupport: 'all',
      admin: 'all',
    },
    kinds: ['import'],
  },
  example: { orderId, note: '生產按期' },
})
export class CheckOrderStatus extends OrderCommand {
  @Equals('CheckOrderStatus') @IsOptional() readonly type = 'CheckOrderStatus' as const;
  /** Default today, in the zone of the calendar; not in the future. */
  @IsOptional() @IsDay() readonly day?: Day;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly note?: string;
}

/**
 * Replaces the lines. Larger than the policy lets pass, it is only requested, and waits for the contract. Refuses
 * `below-what-is-scheduled`, `amendment-pending`, `line-twice`, `currencies-differ`.
 */
@Operation({
  zh: '變更訂單',
  en: 'Amend an order',
  allow: { roles: followers, kinds: ['import'] },
  example: { orderId, reason: '客戶加購', lines: [line] },
})
export class AmendOrder extends OrderCommand {
  @Equals('AmendOrder') @IsOptional() readonly type = 'AmendOrder' as const;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => OrderLineInput)
  readonly lines!: OrderLineInput[];
}

const settlers: Permission = { roles: { director: 'all', admin: 'all' }, kinds: ['process', 'import'], people: true };

/** A large amendment that was approved: with the contract's new round, or by a director who did not ask for it. */
@Operation({
  zh: '執行訂單變更',
  en: 'Apply an amendment',
  allow: settlers,
  example: { orderId, amendment: 1, round: 2 },
})
export class ApplyOrderAmendment extends OrderCommand {
  @Equals('ApplyOrderAmendment') @IsOptional() readonly type = 'ApplyOrderAmendment' as const;
  @IsInt() @Min(1) readonly amendment!: number;
  /** The contract's round that approved it. */
  @IsOptional() @IsInt() @Min(1) readonly round?: number;
}

/** A large amendment that the contract, or a director, did not approve. */
@Operation({
  zh: '駁回訂單變更',
  en: 'Refuse an amendment',
  allow: settlers,
  example: { orderId, amendment: 1, reason: '毛利不足' },
})
export class RefuseOrderAmendment extends OrderCommand {
  @Equals('RefuseOrderAmendment') @IsOptional() readonly type = 'RefuseOrderAmendment' as const;
  @IsInt() @Min(1) readonly amendment!: number;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}

/** Nothing is dispatched until it is released. */
@Operation({
  zh: '暫停訂單',
  en: 'Hold an order',
  allow: { roles: { ...followersAndOperations, finance: 'all' }, kinds: ['import'] },
  example: { orderId, reason: '預付款未到' },
})
export class HoldOrder extends OrderCommand {
  @Equals('HoldOrder') @IsOptional() readonly type = 'HoldOrder' as const;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}

@Operation({
  zh: '恢復訂單',
  en: 'Release an order',
  allow: { roles: { ...followersAndOperations, finance: 'all' }, kinds: ['import'] },
  example: { orderId },
})
export class ReleaseOrder extends OrderCommand {
  @Equals('ReleaseOrder') @IsOptional() readonly type = 'ReleaseOrder' as const;
}

/** Its past is told, by the import that began it or by hand where that never goes on: from now on its promises are kept. */
@Operation({
  zh: '結束訂單匯入',
  en: 'End the import of an order',
  allow: { roles: followers, kinds: ['import'] },
  example: { orderId },
})
export class EndOrderImport extends OrderCommand {
  @Equals('EndOrderImport') @IsOptional() readonly type = 'EndOrderImport' as const;
}

/** Ends an order and its deliveries; refused once something was delivered (`order-already-delivered`). */
@Operation({
  zh: '取消訂單',
  en: 'Cancel an order',
  allow: { roles: followers, kinds: ['import'] },
  example: { orderId, reason: '客戶取消採購' },
})
export class CancelOrder extends OrderCommand {
  @Equals('CancelOrder') @IsOptional() readonly type = 'CancelOrder' as const;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}
