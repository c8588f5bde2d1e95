import { rate } from '@dealtrail/money';
import { inOrder, type GroupName, type Part } from './case-groups.js';
import { standardClocks, type StandardClock } from './case-words.js';
import { hours } from './hours.js';

/** Cases that have something in common, by what became of one of their clocks, as SQL counts them. */
export interface StandardSum extends Part {
  readonly clock: StandardClock;
  readonly cases: number;
  readonly inTime: number;
  readonly late: number;
  readonly open: number;
  readonly overdue: number;
  readonly merged: number;
  /** Ended after no more counted time than the standard. */
  readonly withinStandard: number;
  /** Decimal text, ms. */
  readonly sumMs: string | null;
  /** p50, p75, p90, p95 and the greatest, ms; null where nothing ended. */
  readonly percentiles: readonly string[] | null;
}

/** How one promise was kept by one group of cases; hours are counted time as decimal text, rates decimal text with four places. */
export interface ServiceStandardsGroup extends GroupName {
  readonly clock: StandardClock;
  /** All of them: in time + late + open + overdue + merged. */
  readonly cases: number;
  readonly inTime: number;
  readonly late: number;
  /** Not ended, and not past its due instant. */
  readonly open: number;
  readonly overdue: number;
  /** A duplicate whose clock had neither ended nor been missed: the case it was merged into keeps the promise. */
  readonly merged: number;
  readonly inTimeRate?: string;
  /** Of what ended: within 1, 24 or 72 hours of counted time, whatever its own limit was. */
  readonly withinStandardRate?: string;
  readonly p50Hours?: string;
  readonly p75Hours?: string;
  readonly p90Hours?: string;
  readonly p95Hours?: string;
  readonly maxHours?: string;
  readonly meanHours?: string;
  /** Where these cases are listed; with `outcome` those of one column. */
  readonly list: string;
}

export interface ServiceStandardsReport {
  readonly groups: readonly ServiceStandardsGroup[];
  /** One for each clock. */
  readonly totals: readonly ServiceStandardsGroup[];
}

/** Groups in order of their labels, those without one last, each with its clocks in turn. */
export function serviceStandards(
  sums: readonly StandardSum[],
  nameOf: (part: string | null) => GroupName,
  listOf: (clock: StandardClock, part: string | null | undefined) => string,
): ServiceStandardsReport {
  const turn = ({ clock }: { readonly clock: StandardClock }) => standardClocks.indexOf(clock);
  const ordered = [...sums].sort((a, b) => turn(a) - turn(b));
  return {
    groups: inOrder(
      ordered.filter(({ isTotal }) => !isTotal).map((sum) => group(nameOf(sum.part), sum, listOf(sum.clock, sum.part))),
    ),
    totals: ordered
      .filter(({ isTotal }) => isTotal)
      .map((sum) => group({ key: undefined }, sum, listOf(sum.clock, undefined))),
  };
}

function group(name: GroupName, sum: StandardSum, list: string): ServiceStandardsGroup {
  const { clock, cases, inTime, late, open, overdue, merged, withinStandard, sumMs } = sum;
  const [p50, p75, p90, p95, max] = (sum.percentiles ?? []).map((ms) => hours(ms));
  return {
    ...name,
    ...{ clock, cases, inTime, late, open, overdue, merged },
    inTimeRate: rate(inTime, inTime + late + overdue),
    withinStandardRate: rate(withinStandard, inTime + late),
    ...{ p50Hours: p50, p75Hours: p75, p90Hours: p90, p95Hours: p95, maxHours: max },
    meanHours: sumMs === null ? undefined : hours(sumMs, inTime + late),
    list,
  };
}
