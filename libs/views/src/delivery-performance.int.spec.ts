import { DeliveryPerformanceHandler } from './delivery-performance.handlers.js';
import type { DeliveryGroup } from './delivery-performance.js';
import { DeliveryPerformance } from './delivery-views.queries.js';
import { at } from './testing/approvals.js';
import { marchDeliveries, orderIdOf } from './testing/deliveries.js';
import type { SalesOffice } from './testing/sales-office.js';

let office: SalesOffice;
beforeAll(async () => {
  office = await marchDeliveries();
}, 60_000);
afterAll(() => office.close());

const report = async (fields: Partial<DeliveryPerformance>, who = 'gao.feng') =>
  new DeliveryPerformanceHandler(office.reader, office.known).execute(
    await office.question(DeliveryPerformance, who, { level: 'line', groupBy: 'owner', ...fields }),
  );
/** Key, count, on the day, early, late, of these overdue, open. */
const short = ({ key, count, onDay, early, late, overdue, open }: DeliveryGroup) =>
  [key, count, onDay, early, late, overdue, open] as const;
const groups = async (fields: Partial<DeliveryPerformance>, who?: string) =>
  (await report(fields, who)).groups.map(short);

describe('DeliveryPerformance', () => {
  it('judges each line by the day it was promised for, with its share of the value', async () => {
    const { total, groups: owners } = await report({});
    expect(owners.map(short)).toEqual([
      ['li.na', 3, 1, 0, 1, 1, 1],
      ['wang.wei', 2, 0, 1, 1, 0, 0],
    ]);
    expect(owners.map(({ label, amounts }) => [label, amounts])).toEqual([
      ['李娜', [{ currency: 'CNY', amount: 15_001, late: 3_001 }]],
      ['王伟', [{ currency: 'CNY', amount: 40_100, late: 40_000 }]],
    ]);
    expect(total).toEqual({
      key: undefined,
      count: 5,
      onDay: 1,
      early: 1,
      late: 2,
      overdue: 1,
      open: 1,
      inTimeRate: '0.5000',
      onDayRate: '0.2500',
      earlyRate: '0.2500',
      lateRate: '0.5000',
      recordedSameDay: 2,
      recordedNextDay: 1,
      recordedLater: 0,
      recordedBefore: 0,
      amounts: [{ currency: 'CNY', amount: 55_101, late: 43_001 }],
    });
  });

  it('judges a delivery and an order by the worst of their lines', async () => {
    expect(await groups({ level: 'delivery' })).toEqual([
      ['li.na', 3, 1, 0, 1, 1, 1],
      ['wang.wei', 1, 0, 0, 1, 0, 0],
    ]);
    expect(await groups({ level: 'order' })).toEqual([
      ['li.na', 1, 0, 0, 1, 1, 0],
      ['wang.wei', 1, 0, 0, 1, 0, 0],
    ]);
  });

  it('groups by vendor, country and mode, what has none of it last, and by promised month', async () => {
    expect((await groups({ groupBy: 'vendor' })).map(([key, count]) => [key, count])).toEqual([
      ['Acme', 3],
      ['Zenith', 2],
    ]);
    expect((await groups({ groupBy: 'country' })).map(([key, count]) => [key, count])).toEqual([
      ['Zambia', 3],
      [undefined, 2],
    ]);
    expect((await groups({ groupBy: 'mode' })).map(([key, count]) => [key, count])).toEqual([
      ['Air', 3],
      ['Ocean', 2],
    ]);
    const { groups: months, total } = await report({ groupBy: 'month', level: 'order' });
    expect(months.map(short)).toEqual([
      ['2026-03', 2, 0, 0, 2, 1, 0],
      ['2026-04', 1, 0, 0, 0, 0, 1],
    ]);
    expect(total).toMatchObject({ count: 2, late: 2 }); // once, though it is in both months
  });

  it('keeps to promised days, owner and reach', async () => {
    expect((await report({ from: '2026-03-13' })).total).toMatchObject({ count: 3, early: 1, late: 1, open: 1 });
    expect((await report({ from: '2026-03-12', to: '2026-03-12' })).total).toMatchObject({ count: 1, overdue: 1 });
    expect((await report({ ownerId: 'wang.wei' })).total.count).toBe(2);
    expect(await groups({}, 'li.na')).toEqual([['li.na', 3, 1, 0, 1, 1, 1]]);
    await expect(report({}, 'fa.wu')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });

  it('answers as of an instant: what was due then and not delivered is late, what was to come is open', async () =>
    expect((await report({ asOf: at('03-13 12:00') })).total).toMatchObject({
      count: 5,
      onDay: 1,
      late: 1,
      overdue: 1,
      open: 3,
    }));

  it('has nothing to say where nothing was promised', async () =>
    expect((await report({ from: '2027-01-01' })).total).toMatchObject({ count: 0, amounts: [] }));

  it('counts what was refused once, with what is delivered instead: shares never come to more than the line', async () => {
    const send = (type: string, fields: object) =>
      office.send({ type, orderId: orderIdOf('SO-1'), ...fields } as never, 'li.na');
    await send('SignOffDelivery', { delivery: 1, lines: [{ lineId: '1', quantity: 4 }], part: 1 });
    await send('RefuseDelivery', { delivery: 1, reason: '六台無法點亮' });
    await send('ScheduleDelivery', { delivery: 4, scheduledOn: '2026-03-20', lines: [{ lineId: '1', quantity: 6 }] });
    const { groups: owners } = await report({ groupBy: 'owner' });
    expect(owners.map(({ key, count, amounts }) => [key, count, amounts])).toEqual([
      ['li.na', 4, [{ currency: 'CNY', amount: 15_001, late: 3_001 }]],
      ['wang.wei', 2, [{ currency: 'CNY', amount: 40_100, late: 40_000 }]],
    ]);
  });
});
