import { IsDay, type Day } from '@dealtrail/calendar';
import { MoneyInput } from '@dealtrail/money';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { AmendedOrder, PlannedDelivery, PlannedInstalment, PlannedLine, PlannedOrder } from './contract-plan.js';

const lineId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** A line of a planned order as a client sends it. */
export class PlannedLineInput implements PlannedLine {
  @Matches(lineId) readonly lineId!: string;
  @IsString() @Matches(/\S/) @MaxLength(500) readonly description!: string;
  /** As the policy on documents names it. */
  @IsOptional() @Matches(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/) @MaxLength(64) readonly category?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly productId?: string;
  @IsInt() @Min(1) @Max(1_000_000_000) readonly quantity!: number;
  /** Of the whole line. */
  @ValidateNested() @Type(() => MoneyInput) readonly value!: MoneyInput;
}

/** So much of a line goes with a delivery. */
export class PlannedQuantityInput {
  @Matches(lineId) readonly lineId!: string;
  @IsInt() @Min(1) @Max(1_000_000_000) readonly quantity!: number;
}

export class PlannedDeliveryInput implements PlannedDelivery {
  @IsDay() readonly scheduledOn!: Day;
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => PlannedQuantityInput)
  readonly lines!: PlannedQuantityInput[];
}

/** An order that the signature places. */
export class PlannedOrderInput implements PlannedOrder {
  /** The company's own word for it. */
  @IsString() @Matches(/^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,63}$/u) readonly orderNumber!: string;
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => PlannedLineInput)
  readonly lines!: PlannedLineInput[];
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => PlannedDeliveryInput)
  readonly deliveries!: PlannedDeliveryInput[];
}

/** A payment that the contract promises; minor units of its currency. */
export class PlannedInstalmentInput implements PlannedInstalment {
  @IsInt() @Min(1) @Max(999) readonly no!: number;
  @IsString() @Matches(/\S/) @MaxLength(100) readonly label!: string;
  @IsDay() readonly dueOn!: Day;
  @IsInt() @Min(1) @Max(10_000_000_000_000) readonly amount!: number;
}

/** The change of an order that a supplementary agreement is about. */
export class AmendedOrderInput implements AmendedOrder {
  @IsUUID() readonly orderId!: string;
  @IsInt() @Min(1) @Max(100_000) readonly amendment!: number;
}
