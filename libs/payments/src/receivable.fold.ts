import type { Evolve } from '@dealtrail/event-sourcing';
import type { Allocation, Instalment, ReceivableEvent, WriteOffApprover } from './receivable.events.js';

type Data<T extends ReceivableEvent['type']> = Extract<ReceivableEvent, { type: T }>['data'];

/** Money that came in, and where it is. */
export interface Receipt {
  /** As it was recorded, to tell its repeat from another receipt. */
  readonly recorded: Data<'ReceiptRecorded'>;
  readonly allocations: readonly Allocation[];
  readonly refunds: readonly Data<'ReceiptRefunded'>[];
  readonly reversedFor?: string;
}

/** 核銷: what is not expected any more, once another person agrees. */
export interface WriteOff {
  readonly writeOffId: string;
  readonly no: number;
  readonly amount: number;
  readonly reason: string;
  readonly requestedBy: string;
  readonly approver: WriteOffApprover;
  readonly decision?: { readonly approved: boolean; readonly by: string; readonly words?: string };
}

/** An account that exists: what one contract brings in. */
export interface KnownReceivable {
  readonly status: 'planned';
  /** As it was opened, to tell its repeat from another plan. */
  readonly opened: Data<'PaymentsPlanned'>;
  readonly contractId: string;
  readonly ownerId: string;
  readonly currency: string;
  readonly plan: readonly Instalment[];
  readonly receipts: readonly Receipt[];
  readonly writeOffs: readonly WriteOff[];
}

/** What rules read of an account; guards narrow it by `status`. */
export type Receivable = { readonly status: 'none' } | KnownReceivable;

/** A fold step that leaves a stream without its first fact as it is: the log never holds one, and a fold must not throw. */
const of =
  <E extends ReceivableEvent>(step: (account: KnownReceivable, event: E) => KnownReceivable) =>
  (account: Receivable, event: E): Receivable =>
    account.status === 'none' ? account : step(account, event);

const withReceipt = (account: KnownReceivable, id: string, change: (receipt: Receipt) => Receipt): KnownReceivable => ({
  ...account,
  receipts: account.receipts.map((receipt) => (receipt.recorded.receiptId === id ? change(receipt) : receipt)),
});

const decided = (account: KnownReceivable, id: string, decision: WriteOff['decision']): KnownReceivable => ({
  ...account,
  writeOffs: account.writeOffs.map((one) => (one.writeOffId === id ? { ...one, decision } : one)),
});

/** How facts become the state of an account. */
export const evolveReceivable: Evolve<Receivable, ReceivableEvent> = {
  PaymentsPlanned: (_, { data }) => {
    const { contractId, ownerId, currency, instalments } = data;
    const nothing = { receipts: [], writeOffs: [] };
    return { status: 'planned', opened: data, contractId, ownerId, currency, plan: instalments, ...nothing };
  },
  PaymentPlanChanged: of((account, { data: { instalments } }) => ({ ...account, plan: instalments })),
  ReceiptRecorded: of((account, { data }) => ({
    ...account,
    receipts: [...account.receipts, { recorded: data, allocations: data.allocations, refunds: [] }],
  })),
  ReceiptAllocated: of((account, { data: { receiptId, allocations } }) =>
    withReceipt(account, receiptId, (receipt) => ({ ...receipt, allocations })),
  ),
  ReceiptReversed: of((account, { data: { receiptId, reason } }) =>
    withReceipt(account, receiptId, (receipt) => ({ ...receipt, allocations: [], reversedFor: reason })),
  ),
  ReceiptRefunded: of((account, { data }) =>
    withReceipt(account, data.receiptId, (receipt) => ({ ...receipt, refunds: [...receipt.refunds, data] })),
  ),
  WriteOffRequested: of((account, { data: { writeOffId, no, amount, reason, requestedBy, approver } }) => ({
    ...account,
    writeOffs: [...account.writeOffs, { writeOffId, no, amount, reason, requestedBy, approver }],
  })),
  WriteOffApproved: of((account, { data: { writeOffId, approvedBy, comment } }) =>
    decided(account, writeOffId, { approved: true, by: approvedBy, words: comment }),
  ),
  WriteOffRefused: of((account, { data: { writeOffId, refusedBy, reason } }) =>
    decided(account, writeOffId, { approved: false, by: refusedBy, words: reason }),
  ),
  ReceivableReassigned: of((account, { data: { to } }) => ({ ...account, ownerId: to })),
};
