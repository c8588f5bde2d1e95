import { specification } from '@dealtrail/event-sourcing/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { RecordReceipt } from './receipt.commands.js';
import { receivable } from './receivable.decider.js';
import type { Allocation, ReceivableEvent } from './receivable.events.js';
import {
  account,
  asked,
  byImport,
  changed,
  cny,
  contractId,
  overpaid,
  planned,
  reallocated,
  receiptIds,
  received,
  refunded,
  refundId,
  reversed,
  known,
  writeOffApproved,
  writeOffRequested,
} from './testing/receivable-facts.js';

const given = specification(receivable, known);
const paid = received(0, 30_000, { no: 1, amount: 30_000 });
const [receiptId, second] = receiptIds;

const record = (amount: number, allocations?: readonly Allocation[], id: string = receiptId) =>
  ({
    type: 'RecordReceipt',
    contractId,
    receiptId: id,
    amount: cny(amount),
    receivedOn: '2026-05-14',
    method: 'bank-transfer',
    payerReference: 'FT26134-0091',
    ...(allocations && { allocations: [...allocations] }),
  }) as const;

describe('RecordReceipt', () => {
  it('pays the oldest due first, to the fen', () => {
    given(planned)
      .when(asked(record(30_000)))
      .then(paid);
    given(planned)
      .when(asked(record(30_001)))
      .then(received(0, 30_001, { no: 1, amount: 30_000 }, { no: 2, amount: 1 }));
    given(planned, received(0, 29_999, { no: 1, amount: 29_999 }))
      .when(asked(record(3, undefined, second)))
      .then(received(1, 3, { no: 1, amount: 1 }, { no: 2, amount: 2 }));
  });
  it('goes by the day that is due, whatever the number', () => {
    const first = { no: 3, label: '首付', dueOn: '2026-05-01', amount: 10 };
    const opened = {
      ...planned,
      data: { ...planned.data, instalments: [{ ...first, no: 1, dueOn: '2026-09-01' }, first] },
    };
    given(opened as ReceivableEvent)
      .when(asked(record(12)))
      .then(received(0, 12, { no: 1, amount: 2 }, { no: 3, amount: 10 }));
  });
  it('keeps what is more than all that is open as a credit', () => {
    given(planned)
      .when(asked(record(105_000)))
      .then(overpaid);
    given(planned, overpaid)
      .when(asked(record(1, undefined, second)))
      .then(received(1, 1));
  });
  it('leaves what was written off out', () =>
    given(planned, writeOffRequested, writeOffApproved)
      .when(asked(record(30_000)))
      .then(received(0, 30_000, { no: 1, amount: 29_500 }, { no: 2, amount: 500 })));
  it('goes where it is told, all of it or part', () => {
    given(planned)
      .when(
        asked(
          record(30_000, [
            { no: 3, amount: 9_999 },
            { no: 2, amount: 1 },
          ]),
        ),
      )
      .then(received(0, 30_000, { no: 2, amount: 1 }, { no: 3, amount: 9_999 }));
    given(planned)
      .when(asked(record(30_000, [])))
      .then(received(0, 30_000));
  });
  it('is in time today in Shanghai, where it is tomorrow already', () =>
    given(planned)
      .when(asked({ ...record(30_000), receivedOn: '2026-06-02' }, { occurredAt: '2026-06-01T16:00:00.000Z' }))
      .then({ ...paid, data: { ...paid.data, receivedOn: '2026-06-02' } } as ReceivableEvent));
  it('takes the past from an import, for whom it says', () =>
    given(planned)
      .when(asked(record(30_000), byImport('qian.yi')))
      .then(paid));
  it('stays quiet about the same receipt, wherever its money is by now', () => {
    given(planned, paid)
      .when(asked(record(30_000)))
      .thenNothing();
    given(planned, paid, reallocated)
      .when(asked(record(30_000)))
      .thenNothing();
    given(planned, paid, reversed)
      .when(asked(record(30_000, [{ no: 1, amount: 30_000 }])))
      .thenNothing();
  });
  it('refuses the same receipt with other facts', () => {
    for (const other of [
      record(30_001),
      record(30_000, []),
      { ...record(30_000), payerReference: undefined },
      { ...record(30_000), receivedOn: '2026-05-13' },
    ])
      given(planned, paid).when(asked(other)).thenRefuses('receipt-already-recorded');
  });
  it('refuses another currency, a day to come, and an account that is none', () => {
    given(planned)
      .when(asked({ ...record(1), amount: { amount: 1, currency: 'USD' } }))
      .thenRefuses('currency-differs');
    given(planned)
      .when(asked({ ...record(1), receivedOn: '2026-06-02' }))
      .thenRefuses('received-in-the-future');
    given()
      .when(asked(record(1)))
      .thenRefuses('receivable-not-found');
  });
  it('refuses more than is open, more than came in, twice the same and what is not planned', () => {
    const to = (amount: number, ...parts: Allocation[]) => given(planned).when(asked(record(amount, parts)));
    to(40_000, { no: 1, amount: 30_001 }).thenRefuses('instalment-over-allocated');
    to(2, { no: 1, amount: 1 }, { no: 2, amount: 2 }).thenRefuses('receipt-over-allocated');
    to(9, { no: 1, amount: 1 }, { no: 1, amount: 1 }).thenRefuses('instalment-twice');
    to(9, { no: 4, amount: 1 }).thenRefuses('instalment-not-found');
  });
  it('is more than nothing', () => {
    const wrong = plainToInstance(RecordReceipt, record(0));
    expect(validateSync(wrong).map(({ property }) => property)).toEqual(['amount']);
  });
});

describe('AllocateReceipt', () => {
  const allocate = (allocations?: readonly Allocation[], reason?: string, id: string = receiptId) =>
    asked({
      type: 'AllocateReceipt',
      contractId,
      receiptId: id,
      reason,
      ...(allocations && { allocations: [...allocations] }),
    });
  it('moves money from one instalment to another, with the reason', () =>
    given(planned, paid)
      .when(allocate([{ no: 2, amount: 30_000 }], '客戶指定用於驗收款'))
      .then(reallocated));
  it('gives a credit to what is planned later, the oldest due first', () => {
    const more = { no: 4, label: '增購', dueOn: '2026-08-01', amount: 2_000 };
    const plan = [...(planned.data as unknown as { instalments: object[] }).instalments, more];
    const grown = { ...changed, data: { ...changed.data, instalments: plan } } as ReceivableEvent;
    const previous = [
      { no: 1, amount: 30_000 },
      { no: 2, amount: 60_001 },
      { no: 3, amount: 9_999 },
    ];
    given(planned, overpaid, grown)
      .when(allocate())
      .then({
        type: 'ReceiptAllocated',
        data: {
          ...account,
          receiptId,
          previous,
          allocations: [...previous, { no: 4, amount: 2_000 }],
          unallocated: 3_000,
          by: 'qian.yi',
        },
      });
  });
  it('takes money back into the credit', () =>
    given(planned, paid)
      .when(allocate([], '客戶尚未指定'))
      .then({
        ...reallocated,
        data: { ...reallocated.data, allocations: [], unallocated: 30_000, reason: '客戶尚未指定' },
      } as ReceivableEvent));
  it('stays quiet when all is where it is to be, and where there is nothing to give or to pay', () => {
    given(planned, paid)
      .when(allocate([{ no: 1, amount: 30_000 }]))
      .thenNothing();
    given(planned, paid).when(allocate()).thenNothing();
    given(planned, overpaid).when(allocate()).thenNothing();
  });
  it('refuses to take away without a reason, also in part', () => {
    given(planned, paid).when(allocate([])).thenRefuses('reason-missing');
    given(planned, paid)
      .when(
        allocate([
          { no: 1, amount: 29_999 },
          { no: 2, amount: 1 },
        ]),
      )
      .thenRefuses('reason-missing');
  });
  it('refuses more than is open beside other receipts, and more than the receipt has', () => {
    const other = received(1, 60_000, { no: 2, amount: 60_000 });
    given(planned, paid, other)
      .when(allocate([{ no: 2, amount: 2 }], '改'))
      .thenRefuses('instalment-over-allocated');
    given(planned, paid)
      .when(allocate([{ no: 2, amount: 30_001 }], '改'))
      .thenRefuses('receipt-over-allocated');
    given(planned, overpaid, refunded)
      .when(
        allocate([
          { no: 1, amount: 30_000 },
          { no: 2, amount: 60_001 },
          { no: 3, amount: 9_999 },
          { no: 4, amount: 1 },
        ]),
      )
      .thenRefuses('instalment-not-found');
  });
  it('refuses a receipt that was reversed, or never was', () => {
    given(planned, paid, reversed).when(allocate([], '改')).thenRefuses('receipt-reversed');
    given(planned).when(allocate([])).thenRefuses('receipt-not-found');
  });
});

describe('ReverseReceipt', () => {
  const reverse = (reason = '銀行退票') => asked({ type: 'ReverseReceipt', contractId, receiptId, reason });
  it('opens again what it paid, and takes its credit away', () => {
    given(planned, paid).when(reverse()).then(reversed);
    given(planned, overpaid)
      .when(reverse())
      .then({
        ...reversed,
        data: {
          ...reversed.data,
          amount: 105_000,
          undone: (overpaid.data as unknown as { allocations: object[] }).allocations,
          unallocated: 5_000,
        },
      } as ReceivableEvent);
  });
  it('lets another receipt pay the same again', () =>
    given(planned, paid, reversed)
      .when(asked(record(30_000, undefined, second)))
      .then(received(1, 30_000, { no: 1, amount: 30_000 })));
  it('stays quiet when it is reversed', () => given(planned, paid, reversed).when(reverse()).thenNothing());
  it('refuses another reason, a receipt of which a part went back, and one that never was', () => {
    given(planned, paid, reversed).when(reverse('誤記')).thenRefuses('receipt-reversed');
    given(planned, overpaid, refunded).when(reverse()).thenRefuses('receipt-refunded');
    given(planned).when(reverse()).thenRefuses('receipt-not-found');
  });
});

describe('RefundReceipt', () => {
  const refund = (amount = 2_000, refundedOn = '2026-05-20', currency = 'CNY') =>
    asked({
      type: 'RefundReceipt',
      contractId,
      receiptId,
      refundId,
      amount: { amount, currency },
      refundedOn,
      reason: '客戶多付',
    });
  it('gives back of the credit, down to nothing', () => {
    given(planned, overpaid).when(refund()).then(refunded);
    given(planned, overpaid)
      .when(refund(5_000))
      .then({ ...refunded, data: { ...refunded.data, amount: 5_000, unallocated: 0 } } as ReceivableEvent);
  });
  it('stays quiet about the same refund', () => given(planned, overpaid, refunded).when(refund()).thenNothing());
  it('refuses the same refund with another amount', () =>
    given(planned, overpaid, refunded).when(refund(1)).thenRefuses('refund-already-recorded'));
  it('refuses more than the credit, another currency, and a day before the receipt or to come', () => {
    given(planned, overpaid).when(refund(5_001)).thenRefuses('refund-exceeds-credit');
    given(planned, paid).when(refund(1)).thenRefuses('refund-exceeds-credit');
    given(planned, overpaid)
      .when(refund(1, '2026-05-20', 'USD'))
      .thenRefuses('currency-differs');
    given(planned, overpaid).when(refund(1, '2026-05-13')).thenRefuses('refunded-before-received');
    given(planned, overpaid).when(refund(1, '2026-06-02')).thenRefuses('refunded-in-the-future');
  });
  it('refuses a receipt that was reversed', () =>
    given(planned, paid, reversed).when(refund(1)).thenRefuses('receipt-reversed'));
});
