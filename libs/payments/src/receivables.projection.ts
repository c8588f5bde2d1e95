import { projection, type Recorded } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { Allocation, Instalment, ReceivableEvent } from './receivable.events.js';

/** An instalment as it stands; amounts in minor units of `currency`. */
export interface ReceivableRow {
  /** `<contractId>/<no>` */
  readonly receivableKey: string;
  readonly contractId: string;
  readonly number: string;
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
  readonly no: number;
  readonly label: string;
  readonly dueOn: Day;
  readonly currency: string;
  readonly amount: number;
  readonly allocated: number;
  readonly writtenOff: number;
  /** What it still waits for. */
  readonly open: number;
  /** Decimal position. */
  readonly lastPosition: string;
}

type Fact<T extends ReceivableEvent['type']> = Recorded<Extract<ReceivableEvent, { type: T }>>;
interface OfContract {
  readonly data: { readonly contractId: string };
}

export const receivableKey = (contractId: string, no: number): string => `${contractId}/${no}`;

const keysFor = ({ data: { contractId } }: OfContract, ...parts: readonly (readonly { readonly no: number }[])[]) => [
  ...new Set(parts.flat().map(({ no }) => receivableKey(contractId, no))),
];

/** The instalment or part that a row is about. */
const its = <T extends { readonly no: number }>(
  parts: readonly T[],
  { data: { contractId } }: OfContract,
  key: string,
): T | undefined => parts.find(({ no }) => receivableKey(contractId, no) === key);

/** What an instalment's row says of the plan. */
const planned = ({ no, label, dueOn, amount }: Instalment) => ({ no, label, dueOn, amount });

function newRow(
  { data, position }: Fact<'PaymentsPlanned' | 'PaymentPlanChanged'>,
  instalment: Instalment,
): ReceivableRow {
  const { contractId, number, dealId, customerId, ownerId, currency } = data;
  return {
    receivableKey: receivableKey(contractId, instalment.no),
    ...{ contractId, number, dealId, customerId, ownerId, currency },
    ...planned(instalment),
    ...{ allocated: 0, writtenOff: 0, open: instalment.amount, lastPosition: String(position) },
  };
}

/** A row that is there, changed; a fact about one that is not leaves nothing. */
function changed(
  row: ReceivableRow | undefined,
  { position }: Recorded<ReceivableEvent>,
  change: Partial<ReceivableRow>,
): ReceivableRow | undefined {
  if (!row) return undefined;
  const next = { ...row, ...change };
  return { ...next, open: next.amount - next.allocated - next.writtenOff, lastPosition: String(position) };
}

/** What a fact moves to an instalment, less what it takes from it. */
function moved(
  row: ReceivableRow | undefined,
  event: Fact<'ReceiptRecorded' | 'ReceiptAllocated' | 'ReceiptReversed'>,
  key: string,
  from: readonly Allocation[],
  to: readonly Allocation[],
): ReceivableRow | undefined {
  const amountIn = (allocations: readonly Allocation[]): number => its(allocations, event, key)?.amount ?? 0;
  return changed(row, event, { allocated: (row?.allocated ?? 0) + amountIn(to) - amountIn(from) });
}

/** 應收賬款: every instalment that is planned. */
export const receivables = projection<ReceivableRow, ReceivableEvent>({
  name: 'receivables',
  version: 1,
  key: 'receivableKey',
  columns: {
    receivableKey: 'text',
    contractId: 'text',
    number: 'text',
    dealId: 'text',
    customerId: 'text',
    ownerId: 'text',
    no: 'integer',
    label: 'text',
    dueOn: 'date',
    currency: 'text',
    amount: 'amount',
    allocated: 'amount',
    writtenOff: 'amount',
    open: 'amount',
    lastPosition: 'text',
  },
  indexes: [['ownerId'], ['customerId'], ['contractId'], ['number'], ['dueOn'], ['amount'], ['open']],
  keys: {
    PaymentsPlanned: (event) => keysFor(event, event.data.instalments),
    PaymentPlanChanged: (event) => keysFor(event, event.data.previous, event.data.instalments),
    ReceiptRecorded: (event) => keysFor(event, event.data.allocations),
    ReceiptAllocated: (event) => keysFor(event, event.data.previous, event.data.allocations),
    ReceiptReversed: (event) => keysFor(event, event.data.undone),
    WriteOffApproved: (event) => keysFor(event, [event.data]),
    ReceivableReassigned: (event) =>
      keysFor(
        event,
        event.data.instalments.map((no) => ({ no })),
      ),
  },
  project: {
    PaymentsPlanned: (_, event, key) => {
      const instalment = its(event.data.instalments, event, key);
      return instalment && newRow(event, instalment);
    },
    PaymentPlanChanged: (row, event, key) => {
      const instalment = its(event.data.instalments, event, key);
      if (!instalment) return undefined; // nothing of it was paid or written off
      return row ? changed(row, event, planned(instalment)) : newRow(event, instalment);
    },
    ReceiptRecorded: (row, event, key) => moved(row, event, key, [], event.data.allocations),
    ReceiptAllocated: (row, event, key) => moved(row, event, key, event.data.previous, event.data.allocations),
    ReceiptReversed: (row, event, key) => moved(row, event, key, event.data.undone, []),
    WriteOffApproved: (row, event) => changed(row, event, { writtenOff: (row?.writtenOff ?? 0) + event.data.amount }),
    ReceivableReassigned: (row, event) => changed(row, event, { ownerId: event.data.to }),
  },
});
