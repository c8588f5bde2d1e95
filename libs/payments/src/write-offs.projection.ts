import { projection, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import type { ReceivableEvent, WriteOffApprover } from './receivable.events.js';

export const writeOffStates = ['requested', 'approved', 'refused'] as const;
export type WriteOffState = (typeof writeOffStates)[number];

/** A write-off and what was decided of it; the amount in minor units of `currency`. */
export interface WriteOffRow {
  /** `<contractId>/<writeOffId>` */
  readonly writeOffKey: string;
  readonly writeOffId: string;
  readonly contractId: string;
  readonly number: string;
  readonly customerId?: string;
  readonly ownerId: string;
  /** The instalment. */
  readonly no: number;
  readonly currency: string;
  readonly amount: number;
  readonly reason: string;
  readonly state: WriteOffState;
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly approver: WriteOffApprover;
  readonly decidedBy?: string;
  readonly decidedAt?: Instant;
  /** The comment of an approval, the reason of a refusal. */
  readonly words?: string;
  /** Decimal position. */
  readonly lastPosition: string;
}

const writeOffKey = (contractId: string, writeOffId: string): string => `${contractId}/${writeOffId}`;
const key = ({ data }: { readonly data: { readonly contractId: string; readonly writeOffId: string } }) => [
  writeOffKey(data.contractId, data.writeOffId),
];
const changed = (
  row: WriteOffRow | undefined,
  { position }: Recorded<ReceivableEvent>,
  change: Partial<WriteOffRow>,
): WriteOffRow | undefined => row && { ...row, ...change, lastPosition: String(position) };

/** 核銷: every write-off ever requested. */
export const writeOffs = projection<WriteOffRow, ReceivableEvent>({
  name: 'writeOffs',
  version: 1,
  key: 'writeOffKey',
  columns: {
    writeOffKey: 'text',
    writeOffId: 'text',
    contractId: 'text',
    number: 'text',
    customerId: 'text',
    ownerId: 'text',
    no: 'integer',
    currency: 'text',
    amount: 'amount',
    reason: 'text',
    state: 'text',
    requestedBy: 'text',
    requestedAt: 'instant',
    approver: 'text',
    decidedBy: 'text',
    decidedAt: 'instant',
    words: 'text',
    lastPosition: 'text',
  },
  indexes: [['ownerId'], ['state'], ['contractId'], ['requestedAt'], ['amount']],
  keys: {
    WriteOffRequested: key,
    WriteOffApproved: key,
    WriteOffRefused: key,
    ReceivableReassigned: ({ data }) => data.writeOffIds.map((id) => writeOffKey(data.contractId, id)),
  },
  project: {
    WriteOffRequested: (_, { data: { dealId: _deal, policy: _policy, ...data }, metadata, position }) => ({
      writeOffKey: writeOffKey(data.contractId, data.writeOffId),
      ...data,
      state: 'requested',
      requestedAt: metadata.occurredAt,
      lastPosition: String(position),
    }),
    WriteOffApproved: (row, event) => {
      const { approvedBy: decidedBy, comment: words } = event.data;
      return changed(row, event, { state: 'approved', decidedBy, decidedAt: event.metadata.occurredAt, words });
    },
    WriteOffRefused: (row, event) => {
      const { refusedBy: decidedBy, reason: words } = event.data;
      return changed(row, event, { state: 'refused', decidedBy, decidedAt: event.metadata.occurredAt, words });
    },
    ReceivableReassigned: (row, event) => changed(row, event, { ownerId: event.data.to }),
  },
});
