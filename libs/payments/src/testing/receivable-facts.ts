import type { CommandMetadata, Intention } from '@dealtrail/event-sourcing';
import { testKnown } from '@dealtrail/known/testing';
import type { AnyReceivableCommand } from '../receivable.commands.js';
import type { Allocation, Instalment, ReceivableEvent } from '../receivable.events.js';

export const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
export const number = 'KCPJR7JZ';
export const customerId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

/**
 * Li Na and Wang Wei sell in Zhao Min's team; Sun Li has left it; Qian Yi and Xu Bo count; Gao Feng and He Ping direct; Mo Qing
 * audits.
 */
export const known = testKnown({
  units: [{ unitId: 'east.1', kind: 'team', head: 'zhao.min' }],
  people: [
    { staffId: 'li.na', roles: ['rep'], unitId: 'east.1' },
    { staffId: 'wang.wei', roles: ['rep'], unitId: 'east.1' },
    { staffId: 'sun.li', roles: ['rep'], unitId: 'east.1', active: false },
    { staffId: 'zhao.min', roles: ['supervisor'], unitId: 'east.1' },
    { staffId: 'qian.yi', roles: ['finance'] },
    { staffId: 'xu.bo', roles: ['finance'] },
    { staffId: 'gao.feng', roles: ['director'] },
    { staffId: 'he.ping', roles: ['director'] },
    { staffId: 'mo.qing', roles: ['auditor'] },
    { staffId: 'admin', roles: ['admin'] },
  ],
});

/** 1 June 2026, 10:00 in Shanghai. */
export const june = '2026-06-01T02:00:00.000Z';

const defaults: CommandMetadata = {
  commandId: '11111111-1111-4111-8111-111111111111',
  actor: { kind: 'staff', id: 'qian.yi' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  occurredAt: june,
};

/** A command of Qian Yi's on 1 June, unless said otherwise. */
export const asked = (
  command: Intention<AnyReceivableCommand>,
  metadata: Partial<CommandMetadata> = {},
): AnyReceivableCommand => ({ ...command, metadata: { ...defaults, ...metadata } }) as AnyReceivableCommand;

export const by = (id: string): Partial<CommandMetadata> => ({ actor: { kind: 'staff', id } });
export const byProcess: Partial<CommandMetadata> = { actor: { kind: 'process', id: 'payments' } };
export const byImport = (onBehalfOf: string): Partial<CommandMetadata> => ({
  actor: { kind: 'import', id: 'ledger' },
  onBehalfOf,
  history: true,
});

export const cny = (amount: number) => ({ amount, currency: 'CNY' });
export const account = { contractId, customerId, ownerId: 'li.na', number, currency: 'CNY' };

export const deposit: Instalment = { no: 1, label: '預付款', dueOn: '2026-05-15', amount: 30_000 };
export const acceptance: Instalment = { no: 2, label: '驗收款', dueOn: '2026-06-15', amount: 60_001 };
export const retention: Instalment = { no: 3, label: '質保金', dueOn: '2027-05-15', amount: 9_999 };

/** 1,000.00 yuan in three instalments. */
export const planned: ReceivableEvent = {
  type: 'PaymentsPlanned',
  data: { ...account, instalments: [deposit, acceptance, retention], by: 'li.na' },
};

export const changed: ReceivableEvent = {
  type: 'PaymentPlanChanged',
  data: {
    ...account,
    instalments: [deposit, { ...acceptance, dueOn: '2026-07-15' }, retention],
    previous: [deposit, acceptance, retention],
    reason: '驗收順延',
    by: 'li.na',
  },
};

export const receiptIds = [
  '1c6f3b8e-7a51-4d0c-8f27-5b9e4a6d2c10',
  '2d7a4c9f-8b62-4e1d-9a38-6c0f5b7e3d21',
  '3e8b5d0a-9c73-4f2e-8b49-7d1a6c8f4e32',
] as const;
export const refundId = '5e0f7f3c-2a8b-4a0e-9a43-7d1c6b5e8f21';
export const writeOffId = '8d2b6c4a-0e1f-4f7b-b6a9-3c5d7e9f1a2b';

/** The nth receipt, of this amount, and where it went; what is left is a credit. */
export const received = (n: number, amount: number, ...allocations: readonly Allocation[]): ReceivableEvent => ({
  type: 'ReceiptRecorded',
  data: {
    ...account,
    receiptId: receiptIds[n] ?? '',
    amount,
    receivedOn: '2026-05-14',
    method: 'bank-transfer',
    payerReference: 'FT26134-0091',
    by: 'qian.yi',
    allocations,
    unallocated: amount - allocations.reduce((sum, { amount: part }) => sum + part, 0),
  },
});

/** All of 1,000.00 and 50.00 more, in one. */
export const overpaid = received(
  0,
  105_000,
  { no: 1, amount: 30_000 },
  { no: 2, amount: 60_001 },
  { no: 3, amount: 9_999 },
);

export const reallocated: ReceivableEvent = {
  type: 'ReceiptAllocated',
  data: {
    ...account,
    receiptId: receiptIds[0],
    previous: [{ no: 1, amount: 30_000 }],
    allocations: [{ no: 2, amount: 30_000 }],
    unallocated: 0,
    reason: '客戶指定用於驗收款',
    by: 'qian.yi',
  },
};

export const reversed: ReceivableEvent = {
  type: 'ReceiptReversed',
  data: {
    ...account,
    receiptId: receiptIds[0],
    amount: 30_000,
    undone: [{ no: 1, amount: 30_000 }],
    unallocated: 0,
    reason: '銀行退票',
    by: 'qian.yi',
  },
};

export const refunded: ReceivableEvent = {
  type: 'ReceiptRefunded',
  data: {
    ...account,
    receiptId: receiptIds[0],
    refundId,
    amount: 2_000,
    refundedOn: '2026-05-20',
    reason: '客戶多付',
    unallocated: 3_000,
    by: 'qian.yi',
  },
};

const policy = { kind: 'write-off', version: 1 } as const;
const ofWriteOff = { ...account, writeOffId, no: 1, amount: 500, requestedBy: 'li.na' };
export const writeOffRequested: ReceivableEvent = {
  type: 'WriteOffRequested',
  data: { ...ofWriteOff, reason: '尾差', approver: 'finance', policy },
};
export const writeOffApproved: ReceivableEvent = {
  type: 'WriteOffApproved',
  data: { ...ofWriteOff, approvedBy: 'qian.yi', comment: '同意' },
};
export const writeOffRefused: ReceivableEvent = {
  type: 'WriteOffRefused',
  data: { ...ofWriteOff, refusedBy: 'qian.yi', reason: '仍可追回' },
};

export const reassigned: ReceivableEvent = {
  type: 'ReceivableReassigned',
  data: {
    contractId,
    from: 'li.na',
    to: 'zhao.min',
    position: 4711,
    instalments: [1, 2, 3],
    receiptIds: [receiptIds[0]],
    writeOffIds: [],
  },
};
