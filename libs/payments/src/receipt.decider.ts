import { ensure, personOf, same } from '@dealtrail/event-sourcing';
import { dayOf } from '@dealtrail/calendar';
import { ensureCurrency, existing, ofAccount, receiptOf, type ReceivableRules } from './account-rules.js';
import { creditOf, ensureAllocatable, inOrder, keptOf, merged, oldestFirst, sumOf, takesAway } from './allocation.js';

/** What came in, where it goes, and what of it goes back. */
export const receiptRules: ReceivableRules<'RecordReceipt' | 'AllocateReceipt' | 'ReverseReceipt' | 'RefundReceipt'> = {
  RecordReceipt: ({ receiptId, amount, receivedOn, method, payerReference, allocations, metadata }, state) => {
    const account = existing(state);
    ensureCurrency(account, amount);
    const asked = allocations && inOrder(allocations);
    const facts = { receiptId, amount: amount.amount, receivedOn, method, payerReference, by: personOf(metadata) };
    const before = account.receipts.find(({ recorded }) => recorded.receiptId === receiptId)?.recorded;
    if (before) {
      const again = { ...before, ...facts, allocations: asked ?? before.allocations };
      ensure(same(again, before), 'receipt-already-recorded');
      return [];
    }
    ensure(receivedOn <= dayOf(metadata.occurredAt), 'received-in-the-future');
    if (asked) ensureAllocatable(account, asked, amount.amount);
    const paid = asked ?? oldestFirst(account, amount.amount);
    const unallocated = amount.amount - sumOf(paid);
    return [{ type: 'ReceiptRecorded', data: { ...ofAccount(account), ...facts, allocations: paid, unallocated } }];
  },

  AllocateReceipt: ({ receiptId, allocations, reason, metadata }, state) => {
    const account = existing(state);
    const receipt = receiptOf(account, receiptId);
    ensure(receipt.reversedFor === undefined, 'receipt-reversed');
    const previous = receipt.allocations;
    const next = allocations ? inOrder(allocations) : merged(previous, oldestFirst(account, creditOf(receipt)));
    if (same(next, previous)) return [];
    const kept = keptOf(receipt);
    ensureAllocatable(account, next, kept, receipt);
    ensure(reason !== undefined || !takesAway(previous, next), 'reason-missing');
    const change = { receiptId, previous, allocations: next, unallocated: kept - sumOf(next), reason };
    return [{ type: 'ReceiptAllocated', data: { ...ofAccount(account), ...change, by: personOf(metadata) } }];
  },

  ReverseReceipt: ({ receiptId, reason, metadata }, state) => {
    const account = existing(state);
    const receipt = receiptOf(account, receiptId);
    if (receipt.reversedFor !== undefined) {
      ensure(receipt.reversedFor === reason, 'receipt-reversed');
      return [];
    }
    ensure(receipt.refunds.length === 0, 'receipt-refunded');
    const { amount } = receipt.recorded;
    const undoing = { receiptId, amount, undone: receipt.allocations, unallocated: creditOf(receipt), reason };
    return [{ type: 'ReceiptReversed', data: { ...ofAccount(account), ...undoing, by: personOf(metadata) } }];
  },

  RefundReceipt: ({ receiptId, refundId, amount, refundedOn, reason, metadata }, state) => {
    const account = existing(state);
    ensureCurrency(account, amount);
    const receipt = receiptOf(account, receiptId);
    ensure(receipt.reversedFor === undefined, 'receipt-reversed');
    const asked = { refundId, amount: amount.amount, refundedOn, reason, by: personOf(metadata) };
    const before = receipt.refunds.find((refund) => refund.refundId === refundId);
    if (before) {
      ensure(same({ ...before, ...asked }, before), 'refund-already-recorded');
      return [];
    }
    ensure(refundedOn <= dayOf(metadata.occurredAt), 'refunded-in-the-future');
    ensure(refundedOn >= receipt.recorded.receivedOn, 'refunded-before-received');
    const credit = creditOf(receipt);
    ensure(amount.amount <= credit, 'refund-exceeds-credit', { credit });
    const data = { ...ofAccount(account), receiptId, ...asked, unallocated: credit - amount.amount };
    return [{ type: 'ReceiptRefunded', data }];
  },
};
