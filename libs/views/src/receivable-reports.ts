import { dayAfter, type Day } from '@dealtrail/calendar';
import { rate } from '@dealtrail/money';
import { exact, type GroupName } from './pipeline-report.js';

/** Instalments of one owner and currency that share what they are grouped by; amounts are decimal text, as SQL sums them. */
export type ReceivableSum<C extends string> = {
  readonly ownerId: string;
  readonly currency: string;
  /** The customer or the month; null where there is none. */
  readonly part: string | null;
} & Readonly<Record<C | 'instalments', string>>;

interface OfGroup {
  /** What the instalments have in common; absent for those that have none of it, and for all together. */
  readonly key?: string;
  readonly label?: string;
  readonly currency: string;
  readonly instalments: number;
}

/** What is open of one group in one currency, by how long it is overdue; minor units. */
export interface AgeingGroup extends OfGroup {
  /** Due on the day itself or later. */
  readonly notDue: number;
  readonly days1to30: number;
  readonly days31to60: number;
  readonly days61to90: number;
  readonly over90: number;
  /** All that is not paid in time. */
  readonly overdue: number;
  readonly open: number;
}

/** What of one group was due in one currency, and what of that came in; minor units. */
export interface CollectionGroup extends OfGroup {
  readonly due: number;
  readonly received: number;
  readonly writtenOff: number;
  readonly open: number;
  /** Received ÷ due as decimal text with four places. */
  readonly rate?: string;
}

/** Of each bracket the first and the last due day, as of a day. */
export const ageingBrackets = (today: Day) =>
  ({
    notDue: [today, undefined],
    days1to30: [dayAfter(today, -30), dayAfter(today, -1)],
    days31to60: [dayAfter(today, -60), dayAfter(today, -31)],
    days61to90: [dayAfter(today, -90), dayAfter(today, -61)],
    over90: [undefined, dayAfter(today, -91)],
  }) as const satisfies Readonly<Record<string, readonly [Day | undefined, Day | undefined]>>;
export type AgeingBracket = keyof ReturnType<typeof ageingBrackets>;

const brackets = ['notDue', 'days1to30', 'days31to60', 'days61to90', 'over90'] as const;
const collected = ['due', 'received', 'writtenOff'] as const;
export type Collected = (typeof collected)[number];

/** A row for each group and currency, in order of the labels, those without one last; and one for all in each currency. */
export interface Grouped<G> {
  readonly groups: readonly G[];
  readonly totals: readonly G[];
}

/** What is open by age; currencies are never added. */
export const ageing = (
  sums: readonly ReceivableSum<AgeingBracket>[],
  nameOf: (sum: ReceivableSum<AgeingBracket>) => GroupName,
): Grouped<AgeingGroup> =>
  grouped(sums, nameOf, brackets, (of, amounts) => {
    const { days1to30, days31to60, days61to90, over90, notDue } = amounts;
    const overdue = exact(days1to30 + days31to60 + days61to90 + over90);
    return { ...of, ...amounts, overdue, open: exact(notDue + overdue) };
  });

/** What came in of what was due (回款率); currencies are never added. */
export const collectionRate = (
  sums: readonly ReceivableSum<Collected>[],
  nameOf: (sum: ReceivableSum<Collected>) => GroupName,
): Grouped<CollectionGroup> =>
  grouped(sums, nameOf, collected, (of, amounts) => {
    const { due, received, writtenOff } = amounts;
    return { ...of, ...amounts, open: due - received - writtenOff, rate: rate(received, due) };
  });

function grouped<C extends string, G extends OfGroup>(
  sums: readonly ReceivableSum<C>[],
  nameOf: (sum: ReceivableSum<C>) => GroupName,
  columns: readonly C[],
  groupOf: (of: OfGroup, amounts: Record<C, number>) => G,
): Grouped<G> {
  const tally = (named: (sum: ReceivableSum<C>) => GroupName): readonly G[] => {
    const found = new Map<string, { of: OfGroup; amounts: Record<C, number> }>();
    for (const sum of sums) {
      const name = named(sum);
      const id = JSON.stringify([name.key, sum.currency]);
      const zero = Object.fromEntries(columns.map((column) => [column, 0])) as Record<C, number>;
      const { of, amounts } = found.get(id) ?? {
        of: { ...name, currency: sum.currency, instalments: 0 },
        amounts: zero,
      };
      const added = columns.map((column) => [column, exact(amounts[column] + exact(sum[column]))]);
      found.set(id, {
        of: { ...of, instalments: of.instalments + exact(sum.instalments) },
        amounts: Object.fromEntries(added) as Record<C, number>,
      });
    }
    return [...found.values()].map(({ of, amounts }) => groupOf(of, amounts)).sort(byLabel);
  };
  return { groups: tally(nameOf), totals: tally(() => ({ key: undefined })) };
}

function byLabel(a: OfGroup, b: OfGroup): number {
  const order = ({ key, label, currency }: OfGroup): string =>
    `${key === undefined ? '\uffff' : (label ?? key)}\u0000${currency}`;
  return order(a) < order(b) ? -1 : 1;
}
