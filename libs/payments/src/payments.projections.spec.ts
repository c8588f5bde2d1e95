import { projectionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { ReceivableEvent } from './receivable.events.js';
import { receipts } from './receipts.projection.js';
import { receivables } from './receivables.projection.js';
import {
  acceptance,
  account,
  changed,
  contractId,
  deposit,
  overpaid,
  planned,
  reallocated,
  reassigned,
  receiptIds,
  received,
  refunded,
  retention,
  reversed,
  writeOffApproved,
  writeOffId,
  writeOffRefused,
  writeOffRequested,
} from './testing/receivable-facts.js';
import { writeOffs } from './write-offs.projection.js';

const facts = (events: readonly ReceivableEvent[]) =>
  events.map((event, revision) => recorded(event, `receivable-${contractId}`, revision));
const paid = received(0, 30_000, { no: 1, amount: 30_000 });

describe('receivables', () => {
  const given = (...events: readonly ReceivableEvent[]) => projectionSpecification(receivables)(...facts(events));
  const row = (instalment: typeof deposit, change: object = {}) => {
    const money = { allocated: 0, writtenOff: 0, open: instalment.amount, lastPosition: '1' };
    const key = `${contractId}/${instalment.no}`;
    return { receivableKey: key, ...account, dealId: undefined, ...instalment, ...money, ...change };
  };
  const rest = [row(acceptance), row(retention)];

  it('have a row for each instalment', () => given(planned).then(row(deposit), ...rest));
  it('say what came in, was moved and was undone', () => {
    given(planned, paid).then(row(deposit, { allocated: 30_000, open: 0, lastPosition: '2' }), ...rest);
    given(planned, paid, reallocated).then(
      row(deposit, { lastPosition: '3' }),
      row(acceptance, { allocated: 30_000, open: 30_001, lastPosition: '3' }),
      row(retention),
    );
    given(planned, paid, reversed).then(row(deposit, { lastPosition: '3' }), ...rest);
  });
  it('say what is written off, once it is approved', () => {
    given(planned, writeOffRequested).then(row(deposit), ...rest);
    given(planned, writeOffRequested, writeOffApproved).then(
      row(deposit, { writtenOff: 500, open: 29_500, lastPosition: '3' }),
      ...rest,
    );
  });
  it('follow the plan, and lose what is planned no more', () => {
    const dropped = { ...changed, data: { ...changed.data, instalments: [{ ...deposit, amount: 40_000 }] } };
    given(planned, paid, dropped as ReceivableEvent).then(
      row(deposit, { amount: 40_000, allocated: 30_000, open: 10_000, lastPosition: '3' }),
    );
    given(planned, changed).then(
      row(deposit, { lastPosition: '2' }),
      row({ ...acceptance, dueOn: '2026-07-15' }, { lastPosition: '2' }),
      row(retention, { lastPosition: '2' }),
    );
  });
  it('follow the owner, and leave nothing of an account that never was', () => {
    const moved = { ownerId: 'zhao.min', lastPosition: '2' };
    given(planned, reassigned).then(row(deposit, moved), row(acceptance, moved), row(retention, moved));
    given(paid, reversed, writeOffApproved, reassigned).then();
  });
});

describe('receipts', () => {
  const given = (...events: readonly ReceivableEvent[]) => projectionSpecification(receipts)(...facts(events));
  const row = (change: object) => ({
    receiptKey: `${contractId}/${receiptIds[0]}`,
    ...account,
    dealId: undefined,
    receiptId: receiptIds[0],
    receivedOn: '2026-05-14',
    method: 'bank-transfer',
    payerReference: 'FT26134-0091',
    recordedBy: 'qian.yi',
    ...{ amount: 105_000, allocated: 100_000, unallocated: 5_000, refunded: 0, reversed: false },
    allocations: (overpaid.data as unknown as { allocations: [] }).allocations,
    lastPosition: '1',
    ...change,
  });
  it('show an over-payment as a credit, and what of it went back', () => {
    given(overpaid).then(row({}));
    given(overpaid, refunded).then(row({ unallocated: 3_000, refunded: 2_000, lastPosition: '2' }));
  });
  it('have nothing left once they are reversed', () =>
    given(overpaid, reversed).then(
      row({
        ...{ allocations: [], allocated: 0, unallocated: 0 },
        ...{ reversed: true, reversedFor: '銀行退票', lastPosition: '2' },
      }),
    ));
  it('follow where the money goes, and the owner', () => {
    const { allocations } = reallocated.data as unknown as { allocations: [] };
    given(paid, reallocated, reassigned).then(
      row({
        ...{ amount: 30_000, allocations, allocated: 30_000, unallocated: 0 },
        ...{ ownerId: 'zhao.min', lastPosition: '3' },
      }),
    );
  });
});

describe('writeOffs', () => {
  const given = (...events: readonly ReceivableEvent[]) => projectionSpecification(writeOffs)(...facts(events));
  const row = (change: object) => ({
    ...account,
    writeOffKey: `${contractId}/${writeOffId}`,
    writeOffId,
    ...{ no: 1, amount: 500, reason: '尾差', requestedBy: 'li.na', approver: 'finance' as const },
    state: 'requested' as const,
    requestedAt: '2026-03-02T01:00:00.000Z',
    lastPosition: '1',
    ...change,
  });
  const decided = { decidedBy: 'qian.yi', decidedAt: '2026-03-02T01:00:00.000Z', lastPosition: '2' };
  it('wait, until they are approved or refused', () => {
    given(writeOffRequested).then(row({}));
    given(writeOffRequested, writeOffApproved).then(row({ ...decided, state: 'approved', words: '同意' }));
    given(writeOffRequested, writeOffRefused).then(row({ ...decided, state: 'refused', words: '仍可追回' }));
  });
});
