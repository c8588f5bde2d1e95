import { Operation, type Instant } from '@dealtrail/event-sourcing';
import { IsInstant, IsDay, type Day } from '@dealtrail/calendar';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  Equals,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { AttachedFileInput, categoryPattern, LineQuantityInput } from './order-fields.js';
import { followersAndOperations, OrderCommand } from './order-placing.commands.js';
import { orderDataFlags, type OrderDataFlag } from './order.events.js';

const orderId = '3d6f0a1b-8c2e-4f57-9a10-6b7c8d9e0f12';
const delivery = 1;

/** What is asked of one delivery of an order. */
export abstract class DeliveryCommand extends OrderCommand {
  /** Counts from 1 in its order. */
  @IsInt() @Min(1) @Max(10_000) readonly delivery!: number;
}

/** The same, of what has come about outside. */
export abstract class HappenedDeliveryCommand extends DeliveryCommand {
  /** Default now; not to come. Of what a customer does by a link always now. */
  @IsOptional() @IsInstant() readonly happenedAt?: Instant;
}

/**
 * Plans the delivery of this number, the next one: names it, so that a repeat is no second one. Refuses `line-unknown`,
 * `line-twice`, `quantity-above-ordered`, `scheduled-in-the-past`, `delivery-not-next`, `delivery-already-scheduled`.
 */
@Operation({
  zh: '安排交付',
  en: 'Schedule a delivery',
  allow: { roles: followersAndOperations, kinds: ['process', 'import'] },
  example: {
    orderId,
    delivery,
    scheduledOn: '2026-05-20',
    lines: [{ lineId: '1', quantity: 12 }],
    note: 'SH-2026-0117',
  },
})
export class ScheduleDelivery extends DeliveryCommand {
  @Equals('ScheduleDelivery') @IsOptional() readonly type = 'ScheduleDelivery' as const;
  @IsDay() readonly scheduledOn!: Day;
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => LineQuantityInput)
  readonly lines!: LineQuantityInput[];
  /** The number on the delivery note (送貨單號). */
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(64) readonly note?: string;
}

/** To another day, until it is delivered: its promises are planned anew, and a confirmation is kept as superseded (D03). */
@Operation({
  zh: '變更交付日期',
  en: 'Reschedule a delivery',
  allow: { roles: followersAndOperations, kinds: ['import'] },
  example: { orderId, delivery, scheduledOn: '2026-05-25', reason: '客戶場地未就緒' },
})
export class RescheduleDelivery extends DeliveryCommand {
  @Equals('RescheduleDelivery') @IsOptional() readonly type = 'RescheduleDelivery' as const;
  /** The new day. */
  @IsDay() readonly scheduledOn!: Day;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}

/** Frees its quantities for another; refused once it is delivered. */
@Operation({
  zh: '取消交付',
  en: 'Cancel a delivery',
  allow: { roles: followersAndOperations, kinds: ['import'] },
  example: { orderId, delivery, reason: '與第二批合併' },
})
export class CancelDelivery extends DeliveryCommand {
  @Equals('CancelDelivery') @IsOptional() readonly type = 'CancelDelivery' as const;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}

/** Time and acceptance criteria, agreed with the customer (R074): for the day it names, else `delivery-was-moved`. */
@Operation({
  zh: '確認交付時間與驗收標準',
  en: 'Confirm a delivery',
  allow: { roles: followersAndOperations, kinds: ['customerLink', 'import'] },
  example: { orderId, delivery, scheduledOn: '2026-05-20', criteria: '外觀完好,通電自檢通過', channel: '電話' },
})
export class ConfirmDelivery extends HappenedDeliveryCommand {
  @Equals('ConfirmDelivery') @IsOptional() readonly type = 'ConfirmDelivery' as const;
  /** The day that is confirmed. */
  @IsDay() readonly scheduledOn!: Day;
  @IsString() @Matches(/\S/) @MaxLength(5000) readonly criteria!: string;
  /** How the customer said so. */
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(100) readonly channel?: string;
}

/** A document of the delivery's list, or one more (R075); the same document again is replaced. */
@Operation({
  zh: '上傳交付文檔',
  en: 'Attach a delivery document',
  allow: { roles: { ...followersAndOperations, technical: 'all' }, kinds: ['import'] },
  example: {
    orderId,
    delivery,
    document: 'manual',
    file: {
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      name: '使用手冊.pdf',
      type: 'application/pdf',
      size: 48213,
    },
  },
})
export class AttachDeliveryDocument extends DeliveryCommand {
  @Equals('AttachDeliveryDocument') @IsOptional() readonly type = 'AttachDeliveryDocument' as const;
  @Matches(categoryPattern) @MaxLength(64) readonly document!: string;
  @ValidateNested() @Type(() => AttachedFileInput) readonly file!: AttachedFileInput;
}

/** The goods are on their way; refused while the order is held (`order-held`). */
@Operation({
  zh: '登記發貨',
  en: 'Dispatch a delivery',
  allow: { roles: followersAndOperations, kinds: ['import'] },
  example: {
    orderId,
    delivery,
    happenedAt: '2026-05-19T08:00:00.000Z',
    carrier: '順豐',
    trackingNumber: 'SF1234567890',
  },
})
export class DispatchDelivery extends HappenedDeliveryCommand {
  @Equals('DispatchDelivery') @IsOptional() readonly type = 'DispatchDelivery' as const;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(100) readonly carrier?: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(100) readonly trackingNumber?: string;
}

/**
 * The customer has the goods: their signature is due so many hours after `happenedAt` (R076, T13). Refused while mandatory
 * documents are missing (`documents-missing`), unless it says why it was delivered without.
 */
@Operation({
  zh: '登記送達',
  en: 'Record a delivery',
  allow: { roles: followersAndOperations, kinds: ['import'] },
  example: { orderId, delivery, happenedAt: '2026-05-20T06:30:00.000Z' },
})
export class RecordDelivery extends DeliveryCommand {
  @Equals('RecordDelivery') @IsOptional() readonly type = 'RecordDelivery' as const;
  /** Not to come; the signature's clock runs from here. */
  @IsInstant() readonly happenedAt!: Instant;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly withoutDocumentsReason?: string;
  /** The day it was written down, where an import knows it apart. */
  @IsOptional() @IsDay() readonly recordedOn?: Day;
  /** Only an import knows what its source lacked; contradictions of days are found by themselves. */
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(orderDataFlags.length)
  @IsIn(orderDataFlags, { each: true })
  readonly dataQuality?: OrderDataFlag[];
}

/**
 * The customer's signature, for all that is left or for what it lists (R076). Refuses `delivery-not-delivered`,
 * `quantity-above-delivered`, `delivery-already-signed`, `delivery-refused`.
 */
@Operation({
  zh: '客戶簽收',
  en: 'Sign off a delivery',
  allow: { roles: followersAndOperations, kinds: ['customerLink', 'import'] },
  example: { orderId, delivery, lines: [{ lineId: '1', quantity: 10 }], remarks: '兩台外箱破損,待換' },
})
export class SignOffDelivery extends HappenedDeliveryCommand {
  @Equals('SignOffDelivery') @IsOptional() readonly type = 'SignOffDelivery' as const;
  /** Default all that is left. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => LineQuantityInput)
  readonly lines?: LineQuantityInput[];
  /** Which of several signatures, from 1; only a second one over the same quantities needs to say it is no repeat. */
  @IsOptional() @IsInt() @Min(1) @Max(10_000) readonly part?: number;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly remarks?: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(100) readonly channel?: string;
}

/** The customer does not sign (拒簽): the clock stops as refused, and an exception is open at once (D04). */
@Operation({
  zh: '客戶拒簽',
  en: 'Refuse a delivery',
  allow: { roles: followersAndOperations, kinds: ['customerLink', 'import'] },
  example: { orderId, delivery, reason: '三台設備型號不符' },
})
export class RefuseDelivery extends HappenedDeliveryCommand {
  @Equals('RefuseDelivery') @IsOptional() readonly type = 'RefuseDelivery' as const;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(100) readonly channel?: string;
}

/** What can be asked of deliveries, for the registry. */
export const deliveryCommands = [
  ScheduleDelivery,
  RescheduleDelivery,
  CancelDelivery,
  ConfirmDelivery,
  AttachDeliveryDocument,
  DispatchDelivery,
  RecordDelivery,
  SignOffDelivery,
  RefuseDelivery,
] as const;
