import { rate } from '@dealtrail/money';
import type { GroupName, Part } from './case-groups.js';
import { hours } from './hours.js';

/** How long things took, as SQL measures it: ms as decimal text; null where nothing is measured. */
export interface Took {
  /** p50, p90 and the greatest. */
  readonly percentiles: readonly string[] | null;
  readonly sumMs: string | null;
  readonly measured: number;
}

interface TookHours {
  readonly p50Hours?: string;
  readonly p90Hours?: string;
  readonly maxHours?: string;
  readonly meanHours?: string;
}

/** Hours as decimal text with two places; a percentile is one than which at least that share took no longer. */
export function tookHours({ percentiles, sumMs, measured }: Took): TookHours {
  const [p50, p90, max] = (percentiles ?? []).map((ms) => hours(ms));
  const mean = sumMs === null ? undefined : hours(sumMs, measured);
  return { p50Hours: p50, p90Hours: p90, maxHours: max, meanHours: mean };
}

export interface EscalationSum extends Part, Took {
  readonly escalations: number;
  readonly cases: number;
  readonly acknowledged: number;
  /** Of those that wait for an answer: told how long ago, ms as decimal text. */
  readonly longestOpenMs: string | null;
}

/** Breaches somebody was told of; hours are those to the answer. */
export interface EscalationGroup extends GroupName, TookHours {
  readonly escalations: number;
  /** One case may miss several clocks. */
  readonly cases: number;
  readonly open: number;
  readonly acknowledged: number;
  readonly acknowledgedRate?: string;
  readonly longestOpenHours?: string;
  readonly list: string;
}

export const escalationGroup = (name: GroupName, sum: EscalationSum, list: string): EscalationGroup => {
  const { escalations, cases, acknowledged, longestOpenMs } = sum;
  return {
    ...name,
    ...{ escalations, cases, open: escalations - acknowledged, acknowledged },
    acknowledgedRate: rate(acknowledged, escalations),
    ...tookHours(sum),
    longestOpenHours: longestOpenMs === null ? undefined : hours(longestOpenMs),
    list,
  };
};

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
