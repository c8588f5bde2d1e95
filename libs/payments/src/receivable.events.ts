import { eventSchema, type Event } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { PolicyVersion } from '@dealtrail/policies';

/** A part of what a contract brings in, due on a day: 預付款, 驗收款, 尾款. */
export interface Instalment {
  /** What people and allocations call it by; it keeps its number for ever. */
  readonly no: number;
  readonly label: string;
  readonly dueOn: Day;
  /** Minor units of the account's currency, as every amount here. */
  readonly amount: number;
}

/** How much of a receipt goes to an instalment. */
export interface Allocation {
  readonly no: number;
  readonly amount: number;
}

export const receiptMethods = ['bank-transfer', 'cheque', 'acceptance-bill', 'cash', 'online', 'other'] as const;
export type ReceiptMethod = (typeof receiptMethods)[number];

/** Who may approve a write-off: the directors always, finance below the policy's amount. */
export const writeOffApprovers = ['finance', 'director'] as const;
export type WriteOffApprover = (typeof writeOffApprovers)[number];

/** Whose money it is about: told in every fact, so that each is read alone. */
interface OfAccount {
  readonly contractId: string;
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
  /** The contract's short number. */
  readonly number: string;
  /** Every amount of an account is in it. */
  readonly currency: string;
}

interface OfReceipt extends OfAccount {
  readonly receiptId: string;
}

interface OfWriteOff extends OfAccount {
  readonly writeOffId: string;
  readonly no: number;
  readonly amount: number;
}

export type ReceivableEvent =
  | Event<'PaymentsPlanned', OfAccount & { instalments: readonly Instalment[]; by: string }>
  /** Never below what is allocated or written off; an instalment that is left out is owed no more. */
  | Event<
      'PaymentPlanChanged',
      OfAccount & { instalments: readonly Instalment[]; previous: readonly Instalment[]; reason: string; by: string }
    >
  /** What goes to no instalment is a credit: an over-payment (多付款). */
  | Event<
      'ReceiptRecorded',
      OfReceipt & {
        amount: number;
        /** When the money came, by the bank. */
        receivedOn: Day;
        method: ReceiptMethod;
        /** The payer's own reference of the payment. */
        payerReference?: string;
        by: string;
        allocations: readonly Allocation[];
        unallocated: number;
      }
    >
  | Event<
      'ReceiptAllocated',
      OfReceipt & {
        previous: readonly Allocation[];
        allocations: readonly Allocation[];
        unallocated: number;
        /** Where it takes money away from an instalment. */
        reason?: string;
        by: string;
      }
    >
  /** It was no receipt after all (退票、誤記): its allocations are undone, its credit is gone. */
  | Event<
      'ReceiptReversed',
      OfReceipt & {
        amount: number;
        undone: readonly Allocation[];
        unallocated: number;
        reason: string;
        by: string;
      }
    >
  /** A credit, or part of it, went back to the customer. */
  | Event<
      'ReceiptRefunded',
      OfReceipt & {
        refundId: string;
        amount: number;
        refundedOn: Day;
        reason: string;
        unallocated: number;
        by: string;
      }
    >
  | Event<
      'WriteOffRequested',
      OfWriteOff & { reason: string; requestedBy: string; approver: WriteOffApprover; policy: PolicyVersion }
    >
  | Event<'WriteOffApproved', OfWriteOff & { requestedBy: string; approvedBy: string; comment?: string }>
  | Event<'WriteOffRefused', OfWriteOff & { requestedBy: string; refusedBy: string; reason: string }>
  /** The owner had left; `position` is the fact of the staff log that said so. The lists name every row it touches. */
  | Event<
      'ReceivableReassigned',
      {
        contractId: string;
        from: string;
        to: string;
        position: number;
        instalments: readonly number[];
        receiptIds: readonly string[];
        writeOffIds: readonly string[];
      }
    >;

/** Everything an account's stream (`receivable-<contract uuid>`) has ever held. Changing a shape here means a version and an upcast. */
export const receivableEvents = eventSchema<ReceivableEvent>('receivable', {
  PaymentsPlanned: { version: 1 },
  PaymentPlanChanged: { version: 1 },
  ReceiptRecorded: { version: 1 },
  ReceiptAllocated: { version: 1 },
  ReceiptReversed: { version: 1 },
  ReceiptRefunded: { version: 1 },
  WriteOffRequested: { version: 1 },
  WriteOffApproved: { version: 1 },
  WriteOffRefused: { version: 1 },
  ReceivableReassigned: { version: 1 },
});
