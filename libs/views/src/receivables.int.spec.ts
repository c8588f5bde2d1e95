import { AgeingHandler, CollectionRateHandler } from './receivable-reports.handlers.js';
import { Ageing, CollectionRate } from './receivable-reports.queries.js';
import {
  ReceiptRegisterHandler,
  ReceivablePageHandler,
  ReceivableRegisterHandler,
  WriteOffRegisterHandler,
} from './receivable-views.handlers.js';
import { ReceiptRegister, ReceivablePage, ReceivableRegister, WriteOffRegister } from './receivable-views.queries.js';
import { accountOf, firstReceivables, payer, receiptOf } from './testing/receivables.js';
import type { SalesOffice } from './testing/sales-office.js';

let office: SalesOffice;
beforeAll(async () => {
  office = await firstReceivables();
}, 60_000);
afterAll(() => office.close());

describe('Ageing', () => {
  const ask = async (fields: Partial<Ageing>, who = 'cai.wu') =>
    new AgeingHandler(office.reader, office.known).execute(await office.question(Ageing, who, fields));
  const none = { notDue: 0, days1to30: 0, days31to60: 0, days61to90: 0, over90: 0 };
  /** Of A: 32 days late, and not due. Of B: a day late. C is paid. */
  const today = {
    ...none,
    ...{ currency: 'CNY', instalments: 3, notDue: 19_999_999, days1to30: 150_050, days31to60: 39_999_901 },
    ...{ overdue: 40_149_951, open: 60_149_950 },
  };

  it('says what is open by the days it is overdue, to the fen', async () =>
    expect(await ask({ groupBy: 'owner' })).toMatchObject({
      asOfDay: '2026-04-01',
      groups: [{ key: 'li.na', label: '李娜', ...today }],
      totals: [{ key: undefined, ...today }],
    }));

  it('goes by team, customer and currency', async () => {
    const groups = async (groupBy: Ageing['groupBy']) =>
      (await ask({ groupBy })).groups.map(({ key, label, currency, open }) => [key, label, currency, open]);
    expect(await groups('team')).toEqual([['east.1', 'East 1', 'CNY', 60_149_950]]);
    expect(await groups('customer')).toEqual([
      [payer, '華東精密', 'CNY', 59_999_900],
      [undefined, undefined, 'CNY', 150_050],
    ]);
    expect(await groups('currency')).toEqual([['CNY', 'CNY', 'CNY', 60_149_950]]);
  });

  it('answers as of any day, and never adds currencies', async () => {
    const { asOfDay, groups, totals } = await ask({ groupBy: 'owner', asOf: '2026-02-05T00:00:00Z' });
    const liNa = { ...none, currency: 'CNY', instalments: 5, notDue: 70_200_049, days1to30: 30_000_001 };
    const yuan = { ...liNa, days61to90: 100_000, overdue: 30_100_001, open: 100_300_050 };
    const dollars = { ...none, currency: 'USD', instalments: 1, notDue: 1_000, overdue: 0, open: 1_000 };
    expect(asOfDay).toBe('2026-02-05');
    expect(groups).toEqual([
      { key: 'li.na', label: '李娜', ...yuan },
      { key: 'wang.wei', label: '王伟', ...dollars },
    ]);
    expect(totals).toEqual([
      { key: undefined, ...yuan },
      { key: undefined, ...dollars },
    ]);
  });

  it.each([
    ['day 51', '2026-01-05T15:59:59Z', { days31to60: 100_000 }],
    ['day 90', '2026-02-13T15:59:59Z', { days61to90: 100_000, over90: 0 }],
    ['day 91, from midnight in Shanghai', '2026-02-13T16:00:00Z', { days61to90: 0, over90: 100_000 }],
    ['day 0', '2026-01-31T15:59:59Z', { days1to30: 0 }],
    ['day 1', '2026-01-31T16:00:00Z', { days1to30: 30_000_001 }],
  ])('puts the border where it is: %s', async (_, asOf, expected) =>
    expect((await ask({ groupBy: 'owner', ownerId: 'li.na', asOf })).groups).toMatchObject([expected]),
  );

  it('keeps to owner, customer, currency and reach', async () => {
    expect((await ask({ groupBy: 'owner', ownerId: 'wang.wei' })).groups).toEqual([]);
    expect((await ask({ groupBy: 'owner', customerId: payer })).totals[0]?.open).toBe(59_999_900);
    expect((await ask({ groupBy: 'owner', currency: 'USD' })).totals).toEqual([]);
    expect((await ask({ groupBy: 'owner' }, 'li.na')).totals[0]?.open).toBe(60_149_950);
    expect((await ask({ groupBy: 'owner' }, 'zhao.min')).totals[0]?.open).toBe(60_149_950);
    expect((await ask({ groupBy: 'owner' }, 'wang.wei')).groups).toEqual([]);
    await expect(ask({ groupBy: 'owner' }, 'fa.wu')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });
});

describe('CollectionRate', () => {
  const ask = async (fields: Partial<CollectionRate>, who = 'cai.wu') =>
    new CollectionRateHandler(office.reader, office.known).execute(await office.question(CollectionRate, who, fields));
  const short = async (fields: Partial<CollectionRate>, who?: string) =>
    (await ask(fields, who)).groups.map(({ key, currency, due, received, rate }) => [
      key,
      currency,
      due,
      received,
      rate,
    ]);

  it('is what came in of what was due, of what is due by now', async () => {
    expect((await ask({ groupBy: 'owner' })).totals).toEqual([
      {
        ...{ key: undefined, currency: 'CNY', instalments: 4, due: 80_300_051, received: 40_150_000 },
        ...{ writtenOff: 100, open: 40_149_951, rate: '0.5000' },
      },
      {
        ...{ key: undefined, currency: 'USD', instalments: 1, due: 1_000, received: 1_000 },
        ...{ writtenOff: 0, open: 0, rate: '1.0000' }, // the credit of 2.00 counts nowhere
      },
    ]);
  });

  it('goes by month of the due day, owner, team, customer and currency', async () => {
    expect(await short({ groupBy: 'month' })).toEqual([
      ['2025-11', 'CNY', 100_000, 100_000, '1.0000'],
      ['2026-01', 'CNY', 30_000_001, 30_000_001, '1.0000'],
      ['2026-02', 'CNY', 50_000_000, 9_999_999, '0.2000'],
      ['2026-03', 'CNY', 200_050, 50_000, '0.2499'],
      ['2026-03', 'USD', 1_000, 1_000, '1.0000'],
    ]);
    const yuan = ['CNY', 80_300_051, 40_150_000, '0.5000'];
    const dollars = ['USD', 1_000, 1_000, '1.0000'];
    expect(await short({ groupBy: 'owner' })).toEqual([
      ['li.na', ...yuan],
      ['wang.wei', ...dollars],
    ]);
    expect(await short({ groupBy: 'team' })).toEqual([
      ['east.1', ...yuan],
      ['west.1', ...dollars],
    ]);
    expect(await short({ groupBy: 'currency' })).toEqual([
      ['CNY', ...yuan],
      ['USD', ...dollars],
    ]);
    expect(await short({ groupBy: 'customer' })).toEqual([
      [payer, 'CNY', 80_000_001, 40_000_000, '0.5000'],
      [payer, ...dollars],
      [undefined, 'CNY', 300_050, 150_000, '0.4999'],
    ]);
  });

  it('answers as of any day: what was paid ahead does not count, what was reversed later does', async () =>
    expect(await short({ groupBy: 'owner', asOf: '2026-03-15T04:00:00Z' })).toEqual([
      ['li.na', 'CNY', 80_100_001, 80_100_001, '1.0000'],
      ['wang.wei', 'USD', 1_000, 0, '0.0000'],
    ]));

  it('keeps to due days and reach', async () => {
    const january = { groupBy: 'owner', from: '2026-01-01', to: '2026-01-31' } as const;
    expect(await short(january)).toEqual([['li.na', 'CNY', 30_000_001, 30_000_001, '1.0000']]);
    expect(await short({ groupBy: 'owner' }, 'wang.wei')).toEqual([['wang.wei', 'USD', 1_000, 1_000, '1.0000']]);
  });
});

describe('the registers', () => {
  const receivables = async (fields: Partial<ReceivableRegister>, who = 'cai.wu') =>
    (
      await new ReceivableRegisterHandler(office.reader, office.known).execute(
        await office.question(ReceivableRegister, who, fields),
      )
    ).items;
  const short = async (fields: Partial<ReceivableRegister>, who?: string) =>
    (await receivables(fields, who)).map(({ contractId, no }) => {
      const letter = ['A', 'B', 'C'].find((one) => accountOf(one) === contractId);
      return `${letter}${no}`;
    });

  it('list instalments with names and how long they are overdue', async () => {
    expect(await short({})).toEqual(['B1', 'A1', 'A2', 'C1', 'B2', 'A3']);
    const [first] = await receivables({ overdue: true });
    expect(first).toMatchObject({
      ...{ contractId: accountOf('A'), no: 2, label: '第2期', customerName: '華東精密', ownerName: '李娜' },
      ...{ amount: 50_000_000, allocated: 9_999_999, writtenOff: 100, open: 39_999_901, overdueDays: 32 },
    });
  });

  it('keep to what is open, overdue, due, called and in reach', async () => {
    expect(await short({ open: true })).toEqual(['A2', 'B2', 'A3']);
    expect(await short({ open: false })).toEqual(['B1', 'A1', 'C1']);
    expect(await short({ overdue: true })).toEqual(['A2', 'B2']);
    expect(await short({ overdue: false })).toEqual(['B1', 'A1', 'C1', 'A3']);
    expect(await short({ dueFrom: '2026-02-28', dueTo: '2026-03-01' })).toEqual(['A2', 'C1']);
    expect(await short({ text: '華東', sort: '-amount' })).toEqual(['A2', 'A1', 'A3', 'C1']);
    expect(await short({ currency: 'USD' })).toEqual(['C1']);
    expect(await short({}, 'wang.wei')).toEqual(['C1']);
  });

  it('show a credit among the receipts, and what was reversed', async () => {
    const handler = new ReceiptRegisterHandler(office.reader, office.known);
    const ask = async (fields: Partial<ReceiptRegister>) =>
      (await handler.execute(await office.question(ReceiptRegister, 'cai.wu', fields))).items;
    expect(await ask({ unallocated: true })).toMatchObject([
      { receiptId: receiptOf('c1'), amount: 1_200, allocated: 1_000, unallocated: 200, ownerName: '王伟' },
    ]);
    expect(await ask({ reversed: true })).toMatchObject([
      { receiptId: receiptOf('a2'), allocated: 0, unallocated: 0, reversedFor: '銀行退票' },
    ]);
    expect(await ask({ receivedFrom: '2026-03-01', receivedTo: '2026-03-01' })).toHaveLength(1);
  });

  it('list write-offs with who decided them', async () => {
    const handler = new WriteOffRegisterHandler(office.reader, office.known);
    const ask = async (fields: Partial<WriteOffRegister>) =>
      (await handler.execute(await office.question(WriteOffRegister, 'gao.feng', fields))).items;
    expect(await ask({ state: 'requested' })).toEqual([]);
    expect(await ask({})).toMatchObject([
      { state: 'approved', requestedBy: 'li.na', decidedBy: 'cai.wu', amount: 100 },
    ]);
  });
});

describe('ReceivablePage', () => {
  const ask = async (letter: string, who = 'cai.wu', asOf?: string) =>
    new ReceivablePageHandler(office.store, office.reader, office.known).execute(
      await office.question(ReceivablePage, who, { contractId: accountOf(letter), asOf }),
    );

  it('shows an account with all of it, sums to the fen', async () => {
    const page = await ask('A');
    expect(page.sums).toEqual({
      ...{ planned: 100_000_000, received: 40_000_000, allocated: 40_000_000 },
      ...{ writtenOff: 100, open: 59_999_900, credit: 0 },
    });
    expect(page).toMatchObject({ currency: 'CNY', customerName: '華東精密', ownerName: '李娜', revision: 5 });
    expect(page.receipts).toHaveLength(2);
    expect(await ask('C')).toMatchObject({ sums: { received: 1_200, allocated: 1_000, credit: 200 } });
  });

  it('shows it as of a day, and refuses what is out of reach or not there', async () => {
    expect((await ask('A', 'cai.wu', '2026-03-15T00:00:00Z')).sums).toMatchObject({
      received: 90_000_000,
      open: 10_000_000,
    });
    await expect(ask('A', 'wang.wei')).rejects.toMatchObject({ code: 'out-of-reach' });
    await expect(ask('Z')).rejects.toMatchObject({ code: 'receivable-not-found' });
    await expect(ask('A', 'cai.wu', '2026-01-01T00:00:00Z')).rejects.toMatchObject({ code: 'receivable-not-found' });
  });
});
