import { IsDay, type Day } from '@dealtrail/calendar';
import { MoneyInput } from '@dealtrail/money';
import { IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { Allocation, Instalment } from './receivable.events.js';

const most = 10_000_000_000_000;

/** An instalment as a client sends it; minor units of the account's currency. */
export class InstalmentInput implements Instalment {
  @IsInt() @Min(1) @Max(999) readonly no!: number;
  @IsString() @Matches(/\S/) @MaxLength(100) readonly label!: string;
  @IsDay() readonly dueOn!: Day;
  @IsInt() @Min(1) @Max(most) readonly amount!: number;
}

/** A part of a receipt as a client sends it. */
export class AllocationInput implements Allocation {
  @IsInt() @Min(1) @Max(999) readonly no!: number;
  @IsInt() @Min(1) @Max(most) readonly amount!: number;
}

/** Money that moved: more than nothing. */
export class PaidMoneyInput extends MoneyInput {
  @Min(1) declare readonly amount: number;
}
