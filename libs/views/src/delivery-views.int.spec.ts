import { DeliveryCalendarHandler, NextThreeDaysHandler } from './delivery-views.handlers.js';
import { DeliveryCalendar, NextThreeDays } from './delivery-views.queries.js';
import type { ShownDelivery } from './shown-delivery.js';
import { at } from './testing/approvals.js';
import { marchDeliveries, orderIdOf } from './testing/deliveries.js';
import type { SalesOffice } from './testing/sales-office.js';

let office: SalesOffice;
beforeAll(async () => {
  office = await marchDeliveries();
}, 60_000);
afterAll(() => office.close());

const short = ({ orderNumber, delivery, scheduledOn, concerns, flagged }: ShownDelivery) =>
  [`${orderNumber}/${delivery}`, scheduledOn.slice(5), concerns.join(' '), flagged] as const;

describe('NextThreeDays', () => {
  const board = async (fields: Partial<NextThreeDays> = {}, who = 'gao.feng') =>
    new NextThreeDaysHandler(office.reader, office.known).execute(await office.question(NextThreeDays, who, fields));

  it('shows what is late, what waits for a signature and what there is to see to', async () => {
    const { from, to, items } = await board();
    expect([from, to]).toEqual(['2026-03-14', '2026-03-17']);
    expect(items.map(short)).toEqual([
      ['SO-1/1', '03-10', 'sign-off-late', false],
      ['SO-1/2', '03-12', 'not-delivered confirmation-late documents-late', true],
    ]);
    expect(items[1]).toMatchObject({
      orderId: orderIdOf('SO-1'),
      customerName: '華東精密',
      ownerName: '李娜',
      documentsMissing: ['manual'],
    });
  });

  it('shows what was to come as of an instant', async () => {
    const { items } = await board({ asOf: at('03-08 12:00') });
    expect(items.map(short)).toEqual([
      ['SO-1/1', '03-10', 'documents-missing', false], // confirmed
    ]);
    const later = await board({ asOf: at('03-10 08:00') });
    expect(later.items.map(short)).toEqual([
      ['SO-1/1', '03-10', 'documents-late', false],
      ['SO-1/2', '03-12', 'confirmation-late documents-missing', true],
      ['SO-2/1', '03-13', 'unconfirmed documents-missing', false],
    ]);
    const due = await board({ asOf: at('03-10 09:01') }); // three days ahead at nine
    expect(due.items.map(short)[2]).toEqual(['SO-2/1', '03-13', 'confirmation-late documents-missing', true]);
  });

  it('keeps to owner and reach', async () => {
    expect((await board({ ownerId: 'wang.wei' })).items).toEqual([]);
    expect((await board({}, 'wang.wei')).items).toEqual([]);
  });
});

describe('DeliveryCalendar', () => {
  const calendar = async (fields: Partial<DeliveryCalendar>, who = 'gao.feng') =>
    new DeliveryCalendarHandler(office.reader, office.known).execute(
      await office.question(DeliveryCalendar, who, fields),
    );

  it('lists deliveries by the day they are promised for, without those of cancelled orders', async () => {
    const { items } = await calendar({ from: '2026-03-01', to: '2026-04-30' });
    expect(items.map(({ orderNumber, delivery, status }) => [orderNumber, delivery, status])).toEqual([
      ['SO-1', 1, 'delivered'],
      ['SO-1', 2, 'scheduled'],
      ['SO-2', 1, 'signed'],
      ['SO-1', 3, 'scheduled'],
    ]);
    expect(items[2]).toMatchObject({ concerns: ['delivered-unconfirmed'], flagged: true, deliveredOn: '2026-03-14' });
  });

  it('keeps to its days, owner and reach', async () => {
    const days = { from: '2026-03-12', to: '2026-03-13' };
    expect((await calendar(days)).items.map(({ scheduledOn }) => scheduledOn)).toEqual(['2026-03-12', '2026-03-13']);
    expect((await calendar({ ...days, ownerId: 'li.na' })).items).toHaveLength(1);
    expect((await calendar(days, 'wang.wei')).items.map(({ ownerId }) => ownerId)).toEqual(['wang.wei']);
  });

  it('refuses more than a quarter of a year', () =>
    expect(calendar({ from: '2026-01-01', to: '2026-04-03' })).rejects.toMatchObject({ code: 'too-many-days' }));
});
