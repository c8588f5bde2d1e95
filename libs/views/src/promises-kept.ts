import { rate } from '@dealtrail/money';
import type { GroupName, Part } from './case-groups.js';

export interface PromiseSum extends Part {
  readonly promises: number;
  readonly kept: number;
  readonly keptLate: number;
  readonly broken: number;
  readonly open: number;
  readonly overdue: number;
}

/** Promises made in the sale: kept in time + kept late + broken + open + overdue are all of them. */
export interface PromisesKeptGroup extends GroupName, Omit<PromiseSum, keyof Part> {
  readonly keptRate?: string;
  readonly inTimeRate?: string;
  readonly list: string;
}

export const promiseGroup = (name: GroupName, sum: PromiseSum, list: string): PromisesKeptGroup => {
  const { promises, kept, keptLate, broken, open, overdue } = sum;
  return {
    ...name,
    ...{ promises, kept, keptLate, broken, open, overdue },
    keptRate: rate(kept + keptLate, kept + keptLate + broken),
    inTimeRate: rate(kept, kept + keptLate + broken + overdue),
    list,
  };
};
