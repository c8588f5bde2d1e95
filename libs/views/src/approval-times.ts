import { workingDayDeadline, type CalendarContent } from '@dealtrail/calendar';
import { rate } from '@dealtrail/money';
import { hours } from './hours.js';

/** Steps that have something in common, as SQL counts them. */
export interface StepSum {
  /** Null where there is none of it, and for all together. */
  readonly part: string | null;
  readonly isTotal: boolean;
  readonly steps: number;
  readonly open: number;
  readonly decided: number;
  readonly inTime: number;
  readonly late: number;
  /** Decided within their own limit, where that is two working days or less. */
  readonly withinTwoDays: number;
  readonly rounds: number;
  readonly returned: number;
  readonly rejected: number;
  /** Decimal text, ms. */
  readonly sumMs: string | null;
  /** p50, p75, p90, p95 and the greatest, ms; null where nothing is decided. */
  readonly percentiles: readonly string[] | null;
}

/** A decided step whose own limit does not tell whether two working days were enough. */
export interface DecidedStep {
  readonly part: string | null;
  readonly since: string;
  readonly closedAt: string;
  readonly calendarVersion: number;
}

/** How long approvals took; hours are working hours as decimal text, rates decimal text with four places. */
export interface ApprovalTimesGroup {
  /** What the steps have in common; absent for steps that have none of it. */
  readonly key?: string;
  readonly label?: string;
  readonly steps: number;
  readonly open: number;
  readonly decided: number;
  /** Ended by what happened to their round, with no decision of their own. */
  readonly superseded: number;
  /** Not decided by the due instant: decided later, fallen away later, or still open. */
  readonly late: number;
  /** Decided in time ÷ (decided in time + late). */
  readonly inTimeRate?: string;
  /** Of the decided: by the end of the second working day after they opened (R064). */
  readonly withinTwoDaysRate?: string;
  readonly p50Hours?: string;
  readonly p75Hours?: string;
  readonly p90Hours?: string;
  readonly p95Hours?: string;
  readonly maxHours?: string;
  readonly meanHours?: string;
  /** The rounds they belong to. */
  readonly rounds: number;
  readonly returned: number;
  readonly rejected: number;
  /** Of the decided. */
  readonly returnedRate?: string;
}

interface GroupName {
  readonly key: string | undefined;
  readonly label?: string;
}

/** Whether a step was decided by the end of the second working day after it opened. */
const inTwoDays = ({ since, closedAt }: DecidedStep, calendar: CalendarContent): boolean =>
  closedAt <= workingDayDeadline(calendar, since, 2).dueAt;

/** Groups in order of their labels, those without one last; and all together. */
export function approvalTimes(
  sums: readonly StepSum[],
  others: readonly DecidedStep[],
  nameOf: (part: string | null) => GroupName,
  calendarOf: (version: number) => CalendarContent,
): { readonly groups: readonly ApprovalTimesGroup[]; readonly total: ApprovalTimesGroup } {
  const more = others.filter((step) => inTwoDays(step, calendarOf(step.calendarVersion)));
  const order = ({ key, label }: ApprovalTimesGroup): string => (key === undefined ? '\uffff' : (label ?? key));
  const groups = sums
    .filter(({ isTotal }) => !isTotal)
    .map((sum) => group(nameOf(sum.part), sum, more.filter(({ part }) => part === sum.part).length))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const total = sums.find(({ isTotal }) => isTotal);
  if (!total) throw new Error('the sum over all steps is missing');
  return { groups, total: group({ key: undefined }, total, more.length) };
}

function group(name: GroupName, sum: StepSum, moreInTwoDays: number): ApprovalTimesGroup {
  const { steps, open, decided, inTime, late, withinTwoDays, rounds, returned, rejected, sumMs } = sum;
  const [p50, p75, p90, p95, max] = (sum.percentiles ?? []).map((ms) => hours(ms));
  return {
    ...name,
    ...{ steps, open, decided, superseded: steps - open - decided, late },
    inTimeRate: rate(inTime, inTime + late),
    withinTwoDaysRate: rate(withinTwoDays + moreInTwoDays, decided),
    ...{ p50Hours: p50, p75Hours: p75, p90Hours: p90, p95Hours: p95, maxHours: max },
    meanHours: sumMs === null ? undefined : hours(sumMs, decided),
    ...{ rounds, returned, rejected },
    returnedRate: rate(returned, decided),
  };
}
