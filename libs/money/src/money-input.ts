import { IsInt, Matches, Max, Min } from 'class-validator';
import type { Money } from './money.js';

/** Money as a client sends it: never negative, at most 10¹³ minor units, so that sums over all records stay exact. */
export class MoneyInput implements Money {
  @IsInt() @Min(0) @Max(10_000_000_000_000) readonly amount!: number;
  @Matches(/^[A-Z]{3}$/, { message: '$property must be an ISO 4217 code' }) readonly currency!: string;
}
