import { perHundred, withTotal, type GroupName, type Part } from './case-groups.js';

/** Complaints and orders that have something in common, as SQL counts them. */
export interface ComplaintSum extends Part {
  readonly complaints: number;
  readonly aboutOrders: number;
  readonly orders: number;
}

export interface ComplaintRateGroup extends GroupName {
  readonly complaints: number;
  /** Of the complaints: they name an order. */
  readonly aboutOrders: number;
  readonly orders: number;
  /** Complaints for each hundred orders, as decimal text with two places. */
  readonly per100Orders?: string;
  /** Where the complaints are listed. */
  readonly list: string;
  /** Where the orders are; none of complaints without a seller, for every order has an owner. */
  readonly ordersList?: string;
}

/** Groups in order of their labels, those without one last; and all together. */
export const complaintRate = (
  sums: readonly ComplaintSum[],
  nameOf: (part: string | null) => GroupName,
  listOf: (part: string | null | undefined) => string,
  ordersOf: (part: string | null | undefined) => string | undefined,
): { readonly groups: readonly ComplaintRateGroup[]; readonly total: ComplaintRateGroup } =>
  withTotal(sums, ({ part, isTotal, complaints, aboutOrders, orders }) => ({
    ...(isTotal ? { key: undefined } : nameOf(part)),
    ...{ complaints, aboutOrders, orders, per100Orders: perHundred(complaints, orders) },
    list: listOf(isTotal ? undefined : part),
    ordersList: ordersOf(isTotal ? undefined : part),
  }));
