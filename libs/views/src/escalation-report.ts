import { rate } from '@dealtrail/money';
import type { GroupName, Part } from './case-groups.js';
import { hours } from './hours.js';
import { tookHours, type Took, type TookHours } from './took.js';

export interface EscalationSum extends Part, Took {
  readonly escalations: number;
  readonly cases: number;
  readonly acknowledged: number;
  readonly past: number;
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
  /** Told by an import: nobody has to answer. */
  readonly past: number;
  /** Of those that were to be answered. */
  readonly acknowledgedRate?: string;
  readonly longestOpenHours?: string;
  readonly list: string;
}

export const escalationGroup = (name: GroupName, sum: EscalationSum, list: string): EscalationGroup => {
  const { escalations, cases, acknowledged, past, longestOpenMs } = sum;
  const asked = escalations - past;
  return {
    ...name,
    ...{ escalations, cases, open: asked - acknowledged, acknowledged, past },
    acknowledgedRate: rate(acknowledged, asked),
    ...tookHours(sum),
    longestOpenHours: longestOpenMs === null ? undefined : hours(longestOpenMs),
    list,
  };
};
