import { projection, type Recorded } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { Allocation, ReceivableEvent } from './receivable.events.js';

/** A receipt as it stands; amounts in minor units of `currency`. Allocated, unallocated and refunded are its amount, or all 0. */
export interface ReceiptRow {
  /** `<contractId>/<receiptId>` */
  readonly receiptKey: string;
  readonly receiptId: string;
  readonly contractId: string;
  readonly number: string;
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
  readonly receivedOn: Day;
  readonly currency: string;
  readonly amount: number;
  readonly allocated: number;
  readonly unallocated: number;
  readonly refunded: number;
  readonly allocations: readonly Allocation[];
  readonly method: string;
  readonly payerReference?: string;
  readonly recordedBy: string;
  readonly reversed: boolean;
  readonly reversedFor?: string;
  /** Decimal position. */
  readonly lastPosition: string;
}

const receiptKey = (contractId: string, receiptId: string): string => `${contractId}/${receiptId}`;
const key = ({ data }: { readonly data: { readonly contractId: string; readonly receiptId: string } }) => [
  receiptKey(data.contractId, data.receiptId),
];
const changed = (
  row: ReceiptRow | undefined,
  { position }: Recorded<ReceivableEvent>,
  change: Partial<ReceiptRow>,
): ReceiptRow | undefined => row && { ...row, ...change, lastPosition: String(position) };

const sum = (allocations: readonly Allocation[]): number => allocations.reduce((all, { amount }) => all + amount, 0);

/** 回款: every receipt ever recorded. */
export const receipts = projection<ReceiptRow, ReceivableEvent>({
  name: 'receipts',
  version: 1,
  key: 'receiptKey',
  columns: {
    receiptKey: 'text',
    receiptId: 'text',
    contractId: 'text',
    number: 'text',
    dealId: 'text',
    customerId: 'text',
    ownerId: 'text',
    receivedOn: 'date',
    currency: 'text',
    amount: 'amount',
    allocated: 'amount',
    unallocated: 'amount',
    refunded: 'amount',
    allocations: 'json',
    method: 'text',
    payerReference: 'text',
    recordedBy: 'text',
    reversed: 'boolean',
    reversedFor: 'text',
    lastPosition: 'text',
  },
  indexes: [['ownerId'], ['customerId'], ['contractId'], ['receivedOn'], ['amount'], ['unallocated']],
  keys: {
    ReceiptRecorded: key,
    ReceiptAllocated: key,
    ReceiptReversed: key,
    ReceiptRefunded: key,
    ReceivableReassigned: ({ data }) => data.receiptIds.map((id) => receiptKey(data.contractId, id)),
  },
  project: {
    ReceiptRecorded: (_, { data: { by, ...data }, position }) => ({
      receiptKey: receiptKey(data.contractId, data.receiptId),
      ...data,
      allocated: sum(data.allocations),
      refunded: 0,
      recordedBy: by,
      reversed: false,
      lastPosition: String(position),
    }),
    ReceiptAllocated: (row, event) => {
      const { allocations, unallocated } = event.data;
      return changed(row, event, { allocations, allocated: sum(allocations), unallocated });
    },
    ReceiptReversed: (row, event) =>
      changed(row, event, {
        ...{ allocations: [], allocated: 0, unallocated: 0 },
        ...{ reversed: true, reversedFor: event.data.reason },
      }),
    ReceiptRefunded: (row, event) =>
      changed(row, event, {
        refunded: (row?.refunded ?? 0) + event.data.amount,
        unallocated: event.data.unallocated,
      }),
    ReceivableReassigned: (row, event) => changed(row, event, { ownerId: event.data.to }),
  },
});
