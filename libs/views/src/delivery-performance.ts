import { rate } from '@dealtrail/money';

/** Lines, deliveries or orders of one currency that have something in common, as SQL counts them; counts and amounts are decimal text. */
export interface DeliverySum {
  /** Null where there is none of it, and for all together. */
  readonly part: string | null;
  readonly isTotal: boolean;
  readonly currency: string;
  readonly counted: string;
  readonly early: string;
  readonly onDay: string;
  readonly late: string;
  readonly overdue: string;
  readonly open: string;
  readonly sameDay: string;
  readonly nextDay: string;
  readonly later: string;
  readonly before: string;
  readonly amount: string;
  readonly lateAmount: string;
}

/** What was to be delivered and what of it is late, integer minor units. */
export interface DeliveredAmount {
  readonly currency: string;
  readonly amount: number;
  readonly late: number;
}

/** How deliveries kept to their promised days; rates are decimal text with four places. */
export interface DeliveryGroup {
  /** What they have in common; absent for those that have none of it. */
  readonly key?: string;
  readonly label?: string;
  /** Lines, deliveries or orders, as the level says. */
  readonly count: number;
  readonly onDay: number;
  readonly early: number;
  /** Delivered after the promised day, or not yet and the day is over. */
  readonly late: number;
  /** Of the late: something of it is not delivered yet. */
  readonly overdue: number;
  /** Not delivered yet, in time. */
  readonly open: number;
  /** (On the day + early) ÷ (on the day + early + late); so are the shares of each. */
  readonly inTimeRate?: string;
  readonly onDayRate?: string;
  readonly earlyRate?: string;
  readonly lateRate?: string;
  /** When the delivery was written down: on its day, the next, later, or before it, which is a contradiction. */
  readonly recordedSameDay: number;
  readonly recordedNextDay: number;
  readonly recordedLater: number;
  readonly recordedBefore: number;
  readonly amounts: readonly DeliveredAmount[];
}

export interface GroupName {
  readonly key: string | undefined;
  readonly label?: string;
}

/** A whole number that a float holds exactly; RangeError where a sum outgrew it. */
function exact(value: string | number): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`not a whole number that can be held exactly: ${value}`);
  return number;
}

/** Groups in order of their labels, those without one last; and all together. */
export function deliveryPerformance(
  sums: readonly DeliverySum[],
  nameOf: (part: string | null) => GroupName,
): { readonly groups: readonly DeliveryGroup[]; readonly total: DeliveryGroup } {
  const parts = new Map<string | null, DeliverySum[]>();
  for (const sum of sums.filter(({ isTotal }) => !isTotal)) parts.set(sum.part, [...(parts.get(sum.part) ?? []), sum]);
  const order = ({ key, label }: DeliveryGroup): string => (key === undefined ? '\uffff' : (label ?? key));
  return {
    groups: [...parts]
      .map(([part, those]) => group(nameOf(part), those))
      .sort((a, b) => (order(a) < order(b) ? -1 : 1)),
    total: group(
      { key: undefined },
      sums.filter(({ isTotal }) => isTotal),
    ),
  };
}

function group(name: GroupName, sums: readonly DeliverySum[]): DeliveryGroup {
  const sum = (of: (sum: DeliverySum) => string): number => sums.reduce((all, one) => exact(all + exact(of(one))), 0);
  const [onDay, early, late] = [sum((one) => one.onDay), sum((one) => one.early), sum((one) => one.late)];
  const judged = onDay + early + late;
  return {
    ...name,
    count: sum((one) => one.counted),
    ...{ onDay, early, late, overdue: sum((one) => one.overdue), open: sum((one) => one.open) },
    inTimeRate: rate(onDay + early, judged),
    onDayRate: rate(onDay, judged),
    earlyRate: rate(early, judged),
    lateRate: rate(late, judged),
    recordedSameDay: sum((one) => one.sameDay),
    recordedNextDay: sum((one) => one.nextDay),
    recordedLater: sum((one) => one.later),
    recordedBefore: sum((one) => one.before),
    amounts: sums
      .map(({ currency, amount, lateAmount }) => ({ currency, amount: exact(amount), late: exact(lateAmount) }))
      .sort((a, b) => (a.currency < b.currency ? -1 : 1)),
  };
}
