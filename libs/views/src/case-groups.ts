import { dayAfter, type Day } from '@dealtrail/calendar';
import { Decimal } from 'decimal.js';

/** What the cases of a row have in common; no key for those that have none of it. */
export interface GroupName {
  readonly key?: string;
  readonly label?: string;
}

/** In order of the labels, those without one last; rows of one group stay as they were. */
export function inOrder<G extends GroupName>(groups: readonly G[]): readonly G[] {
  const order = ({ key, label }: G): string => (key === undefined ? '\uffff' : (label ?? key));
  return [...groups].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

/** What SQL says of each part, and of all together. */
export interface Part {
  /** Null where there is none of it, and for all together. */
  readonly part: string | null;
  readonly isTotal: boolean;
}

/** A row for each part in order of the labels, and one for all. */
export function withTotal<S extends Part, G extends GroupName>(
  sums: readonly S[],
  rowOf: (sum: S) => G,
): { readonly groups: readonly G[]; readonly total: G } {
  const total = sums.find(({ isTotal }) => isTotal);
  if (!total) throw new Error('the sum over all is missing');
  return { groups: inOrder(sums.filter(({ isTotal }) => !isTotal).map(rowOf)), total: rowOf(total) };
}

export type Parameters = Readonly<Record<string, string | boolean | undefined>>;

/** A question as its address, so that a person, a table and a program can ask it: parameters that say nothing are left out. */
export function addressOf(path: string, parameters: Parameters): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) said.set(name, String(value));
  return said.size === 0 ? path : `${path}?${said.toString()}`;
}

/** The days of a month `YYYY-MM` that lie in a period. */
export function withinMonth(
  month: string,
  period: { readonly from?: string; readonly to?: string },
): { readonly from: Day; readonly to: Day } {
  const first = `${month}-01`;
  const last = dayAfter(`${dayAfter(first, 31).slice(0, 7)}-01`, -1);
  const { from = first, to = last } = period;
  return { from: from > first ? from : first, to: to < last ? to : last };
}

/** So many for each hundred, as decimal text with two places, rounded half up; none where there is no hundred of. */
export const perHundred = (part: number, whole: number): string | undefined =>
  whole === 0 ? undefined : new Decimal(part).times(100).div(whole).toFixed(2, Decimal.ROUND_HALF_UP);
