import { derivedId, type Instant } from '@dealtrail/event-sourcing';
import { at } from './approvals.js';
import { customerId, firstQuarter } from './first-quarter.js';
import type { SalesOffice } from './sales-office.js';

/** The id of the order with this number. */
export const orderIdOf = (orderNumber: string): string => derivedId('spec order', orderNumber);

const cny = (yuan: number) => ({ amount: Math.round(yuan * 100), currency: 'CNY' });

/**
 * Orders of March 2026. `SO-1` of Li Na, from Acme by air: line 1 confirmed and delivered on its day (10 March), of line 2 three of
 * five promised for the 12th and not delivered, two for 2 April. `SO-2` of Wang Wei, from Zenith by sea: one delivery of two lines,
 * promised for the 13th and the 15th, both delivered on the 14th; signed. `SO-3` of Li Na: cancelled. It is 14 March, 18:00, when it opens.
 */
export async function marchDeliveries(): Promise<SalesOffice> {
  const office = await firstQuarter();
  const send = (orderNumber: string, type: string, fields: object, by = 'li.na', happenedAt?: Instant) =>
    office.send({ type, orderId: orderIdOf(orderNumber), ...fields, ...(happenedAt && { happenedAt }) } as never, by);
  const place = (orderNumber: string, lines: readonly [quantity: number, yuan: number][], by: string, from: object) =>
    send(
      orderNumber,
      'PlaceOrder',
      {
        ...{ orderNumber, customerId, source: from },
        lines: lines.map(([quantity, yuan], n) => ({
          lineId: `${n + 1}`,
          description: 'x',
          quantity,
          value: cny(yuan),
        })),
        value: cny(lines.reduce((sum, [, yuan]) => sum + yuan, 0)),
      },
      by,
    );
  const schedule = (
    orderNumber: string,
    delivery: number,
    scheduledOn: string,
    lines: readonly object[],
    by = 'li.na',
  ) => send(orderNumber, 'ScheduleDelivery', { delivery, scheduledOn, lines }, by);

  office.now = at('03-08 10:00');
  await place(
    'SO-1',
    [
      [10, 100],
      [5, 50.01],
    ],
    'li.na',
    { vendor: 'Acme', country: 'Zambia', mode: 'Air' },
  );
  await schedule('SO-1', 1, '2026-03-10', [{ lineId: '1', quantity: 10 }]);
  await schedule('SO-1', 2, '2026-03-12', [{ lineId: '2', quantity: 3 }]);
  await schedule('SO-1', 3, '2026-04-02', [{ lineId: '2', quantity: 2 }]);
  await place(
    'SO-2',
    [
      [4, 400],
      [1, 1],
    ],
    'wang.wei',
    { vendor: 'Zenith', mode: 'Ocean' },
  );
  const both = [
    { lineId: '1', quantity: 4 },
    { lineId: '2', quantity: 1, promisedOn: '2026-03-15' },
  ];
  await schedule('SO-2', 1, '2026-03-13', both, 'wang.wei');
  await place('SO-3', [[1, 7]], 'li.na', {});
  await schedule('SO-3', 1, '2026-03-09', [{ lineId: '1', quantity: 1 }]);
  await send('SO-3', 'CancelOrder', { reason: 'x' });

  office.now = at('03-08 11:00');
  await send('SO-1', 'ConfirmDelivery', { delivery: 1, scheduledOn: '2026-03-10', criteria: 'x' });
  const late = { withoutDocumentsReason: 'x' };
  office.now = at('03-11 09:00');
  await send('SO-1', 'RecordDelivery', { delivery: 1, ...late }, 'li.na', at('03-10 16:00'));
  office.now = at('03-14 17:00');
  await send('SO-2', 'RecordDelivery', { delivery: 1, ...late }, 'wang.wei', at('03-14 16:00'));
  await send('SO-2', 'SignOffDelivery', { delivery: 1 }, 'wang.wei');
  office.now = at('03-14 18:00');
  return office;
}
