import { quarterOf } from '@dealtrail/calendar';
import { rate } from '@dealtrail/money';

/** Deals of one owner, status and currency that share what they are grouped by; `amount` is decimal text, as SQL sums it. */
export interface DealSum {
  readonly ownerId: string;
  readonly status: string;
  readonly currency: string | null;
  /** The closing month, stage or product; null where there is none. */
  readonly part: string | null;
  readonly partName: string | null;
  readonly deals: string;
  readonly amount: string | null;
}

/** What is open, won and lost in one currency, integer minor units. */
export interface PipelineAmounts {
  readonly currency: string;
  readonly open: number;
  readonly won: number;
  readonly lost: number;
}

export interface PipelineGroup {
  /** What the deals have in common; absent for deals that have none of it. */
  readonly key?: string;
  readonly label?: string;
  readonly deals: number;
  readonly open: number;
  readonly won: number;
  readonly lost: number;
  /** Won ÷ (won + lost) as decimal text with four places; absent when nothing is closed. */
  readonly winRate?: string;
  readonly amounts: readonly PipelineAmounts[];
}

export interface GroupName {
  readonly key: string | undefined;
  readonly label?: string;
}

type Status = 'open' | 'won' | 'lost';
const nothing = { open: 0, won: 0, lost: 0 };

class Tally {
  private readonly counts: Record<Status, number> = { ...nothing };
  private readonly amounts = new Map<string, Record<Status, number>>();

  add({ status, currency, deals, amount }: DealSum): void {
    const kind = status as Status;
    this.counts[kind] += exact(deals);
    if (currency === null || amount === null) return;
    const sums = this.amounts.get(currency) ?? { ...nothing };
    sums[kind] = exact(sums[kind] + exact(amount));
    this.amounts.set(currency, sums);
  }

  group(name: GroupName): PipelineGroup {
    const { open, won, lost } = this.counts;
    const amounts = [...this.amounts]
      .map(([currency, sums]) => ({ currency, ...sums }))
      .sort((a, b) => (a.currency < b.currency ? -1 : 1));
    return { ...name, deals: open + won + lost, open, won, lost, winRate: rate(won, won + lost), amounts };
  }
}

/** A whole number that a float holds exactly; RangeError where a sum outgrew it: no report is better than a wrong one. */
export function exact(value: string | number): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`not a whole number that can be held exactly: ${value}`);
  return number;
}

/** The quarter of a closing month `YYYY-MM`. */
export const quarterGroup = ({ part }: DealSum): GroupName => {
  const quarter = part === null ? undefined : quarterOf(`${part}-01`);
  return { key: quarter, label: quarter };
};

/** Sums by group, in order of their labels, those without one last; and over all. */
export function pipelineReport(
  sums: readonly DealSum[],
  nameOf: (sum: DealSum) => GroupName,
): { readonly groups: readonly PipelineGroup[]; readonly total: PipelineGroup } {
  const groups = new Map<string | undefined, { readonly name: GroupName; readonly tally: Tally }>();
  const total = new Tally();
  for (const sum of sums) {
    const name = nameOf(sum);
    const group = groups.get(name.key) ?? { name, tally: new Tally() };
    groups.set(name.key, group);
    group.tally.add(sum);
    total.add(sum);
  }
  const order = ({ name }: { readonly name: GroupName }): string =>
    name.key === undefined ? '\uffff' : (name.label ?? name.key);
  return {
    groups: [...groups.values()]
      .sort((a, b) => (order(a) < order(b) ? -1 : 1))
      .map(({ name, tally }) => tally.group(name)),
    total: total.group({ key: undefined }),
  };
}
