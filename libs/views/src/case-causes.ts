import { rate } from '@dealtrail/money';
import { inOrder, type GroupName, type Part } from './case-groups.js';

/** Cases of one group and cause, as SQL counts them. */
export interface CauseSum extends Part {
  readonly cause: string | null;
  readonly cases: number;
  readonly complaints: number;
  readonly closed: number;
  readonly reopened: number;
  readonly recurred: number;
}

export interface CaseCausesGroup extends GroupName {
  /** Absent for cases whose cause is not on record. */
  readonly cause?: string;
  readonly causeName?: string;
  readonly cases: number;
  readonly complaints: number;
  /** Of the group's cases that have a cause, as decimal text with four places. */
  readonly share?: string;
  readonly closed: number;
  readonly reopened: number;
  readonly recurred: number;
  readonly list: string;
}

/** Groups in order of their labels, those without one last; in each the commonest cause first, and what has none last. */
export function caseCauses(
  sums: readonly CauseSum[],
  nameOf: (part: string | null) => GroupName,
  causeName: (cause: string) => string | undefined,
  listOf: (part: string | null | undefined, cause: string | null) => string,
): { readonly groups: readonly CaseCausesGroup[]; readonly totals: readonly CaseCausesGroup[] } {
  const commonestFirst = (a: CauseSum, b: CauseSum): number =>
    Number(a.cause === null) - Number(b.cause === null) ||
    b.cases - a.cases ||
    ((a.cause ?? '') < (b.cause ?? '') ? -1 : 1);
  const row = (sum: CauseSum, name: GroupName, part: string | null | undefined): CaseCausesGroup => {
    const { cause, cases, complaints, closed, reopened, recurred } = sum;
    const known = sums
      .filter((one) => one.isTotal === sum.isTotal && one.part === sum.part && one.cause !== null)
      .reduce((all, one) => all + one.cases, 0);
    return {
      ...name,
      ...(cause !== null && { cause, causeName: causeName(cause), share: rate(cases, known) }),
      ...{ cases, complaints, closed, reopened, recurred, list: listOf(part, cause) },
    };
  };
  const ordered = [...sums].sort(commonestFirst);
  return {
    groups: inOrder(ordered.filter(({ isTotal }) => !isTotal).map((sum) => row(sum, nameOf(sum.part), sum.part))),
    totals: ordered.filter(({ isTotal }) => isTotal).map((sum) => row(sum, { key: undefined }, undefined)),
  };
}
