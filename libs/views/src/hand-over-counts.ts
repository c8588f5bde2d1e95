import type { GroupName, Part } from './case-groups.js';
import { hours } from './hours.js';
import { tookHours, type Took, type TookHours } from './took.js';

export interface HoldingSum extends Part, Took {
  readonly stretches: number;
  readonly cases: number;
  readonly reported: number;
  readonly assigned: number;
  readonly handedOver: number;
  readonly reassigned: number;
  readonly reopened: number;
  readonly toService: number;
  readonly toTechnical: number;
  readonly goOn: number;
}

/** Stretches of responsibility by how they came; hours are how long each lasted. */
export interface HandOverGroup extends GroupName, TookHours, Omit<HoldingSum, keyof Part | keyof Took> {
  readonly heldHours: string;
  readonly list: string;
}

export const handOverGroup = (name: GroupName, sum: HoldingSum, list: string): HandOverGroup => {
  const { part: _, isTotal: _total, percentiles, sumMs, measured, ...counts } = sum;
  return {
    ...name,
    ...counts,
    heldHours: hours(sumMs ?? 0),
    ...tookHours({ percentiles, sumMs, measured }),
    list,
  };
};
