import { ensure, ensureFound } from '@dealtrail/event-sourcing';
import type { Allocation, Instalment } from './receivable.events.js';
import type { KnownReceivable, Receipt } from './receivable.fold.js';

export const sumOf = (parts: readonly { readonly amount: number }[]): number =>
  parts.reduce((sum, { amount }) => sum + amount, 0);

const partOf = (allocations: readonly Allocation[], no: number): number =>
  sumOf(allocations.filter((allocation) => allocation.no === no));

/** What has gone to an instalment, of all receipts but this one. */
export const allocatedTo = ({ receipts }: KnownReceivable, no: number, except?: Receipt): number =>
  receipts.reduce((sum, receipt) => (receipt === except ? sum : sum + partOf(receipt.allocations, no)), 0);

/** What of an instalment is not expected any more. */
export const writtenOffOf = ({ writeOffs }: KnownReceivable, no: number): number =>
  sumOf(writeOffs.filter((one) => one.no === no && one.decision?.approved));

/** What an instalment still waits for, as if this receipt had not gone to it; 0 for one that is not planned. */
export function openOf(account: KnownReceivable, no: number, except?: Receipt): number {
  const planned = account.plan.find((instalment) => instalment.no === no)?.amount ?? 0;
  return planned - allocatedTo(account, no, except) - writtenOffOf(account, no);
}

/** What of a receipt has not gone back: nothing of one that was reversed. */
export const keptOf = ({ recorded, refunds, reversedFor }: Receipt): number =>
  reversedFor === undefined ? recorded.amount - sumOf(refunds) : 0;

/** What of a receipt went to no instalment. */
export const creditOf = (receipt: Receipt): number => keptOf(receipt) - sumOf(receipt.allocations);

const byNumber = (a: { readonly no: number }, b: { readonly no: number }): number => a.no - b.no;

/** By number, so that two ways to say the same are the same. */
export const inOrder = <T extends { readonly no: number }>(parts: readonly T[]): readonly T[] =>
  [...parts].sort(byNumber);

/** Pays an amount to what is open, the oldest due first; what is left over goes to nothing. */
export function oldestFirst(account: KnownReceivable, amount: number): readonly Allocation[] {
  const byDue = (a: Instalment, b: Instalment): number =>
    a.dueOn === b.dueOn ? a.no - b.no : a.dueOn < b.dueOn ? -1 : 1;
  let left = amount;
  const allocations = [...account.plan].sort(byDue).flatMap(({ no }) => {
    const part = Math.min(left, openOf(account, no));
    left -= part;
    return part > 0 ? [{ no, amount: part }] : [];
  });
  return inOrder(allocations);
}

/** Both together, by instalment. */
export function merged(a: readonly Allocation[], b: readonly Allocation[]): readonly Allocation[] {
  const numbers = [...new Set([...a, ...b].map(({ no }) => no))];
  return inOrder(numbers.map((no) => ({ no, amount: partOf(a, no) + partOf(b, no) })));
}

/** Whether some instalment would have less than before. */
export const takesAway = (before: readonly Allocation[], after: readonly Allocation[]): boolean =>
  before.some(({ no, amount }) => partOf(after, no) < amount);

/** Refuses what no receipt of this amount can pay: `instalment-not-found`, `instalment-over-allocated`, `receipt-over-allocated`. */
export function ensureAllocatable(
  account: KnownReceivable,
  allocations: readonly Allocation[],
  amount: number,
  except?: Receipt,
): void {
  ensureOnce(allocations);
  for (const { no, amount: part } of allocations) {
    ensureFound(
      account.plan.some((instalment) => instalment.no === no),
      'instalment-not-found',
    );
    const open = openOf(account, no, except);
    ensure(part <= open, 'instalment-over-allocated', { no, open });
  }
  ensure(sumOf(allocations) <= amount, 'receipt-over-allocated', { amount });
}

/** Refuses an instalment that is named twice. */
export const ensureOnce = (parts: readonly { readonly no: number }[]): void =>
  ensure(new Set(parts.map(({ no }) => no)).size === parts.length, 'instalment-twice');
