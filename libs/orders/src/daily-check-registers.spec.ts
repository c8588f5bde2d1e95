import { projectionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { DailyCheckEvent } from './daily-check.events.js';
import { dailyChecks } from './daily-checks.projection.js';
import { orderChecks } from './order-checks.projection.js';
import type { OrderEvent } from './order.events.js';
import { at, closed, opened, reminded } from './testing/daily-check-facts.js';
import { trackedOrders } from './tracked-orders.projection.js';

const orderId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
const whom = { orderId, number: 'KCPJR7JZ', ownerId: 'li.na' };
/** As they would stand in the log, one each minute of 9 October from 09:00 on, at positions 11, 12 … */
const log = <E extends OrderEvent | DailyCheckEvent>(...events: readonly E[]) =>
  events.map((event, n) => {
    const occurredAt = new Date(Date.parse(at('10-09 09:00')) + n * 60_000).toISOString();
    return recorded(event, 'x', n, { position: n + 11, occurredAt });
  });

describe('dailyChecks', () => {
  const row = {
    ...{ day: '2025-10-09', workday: true, calendarVersion: 1 },
    ...{ startsAt: at('10-09 00:00'), endsAt: at('10-10 00:00'), standIns: [] },
  };
  const { occurredAt: _, ...begun } = opened('10-09');
  const { occurredAt: _end, ...over } = closed;
  it('tell whether a day demands a check, and at which position it was closed', () => {
    projectionSpecification(dailyChecks)(...log(begun)).then(row);
    projectionSpecification(dailyChecks)(...log(begun, reminded, over)).then({
      ...row,
      remindedAt: at('10-09 09:01'),
      closedPosition: 13,
    });
  });
  it('leave nothing of a day that was never opened', () =>
    projectionSpecification(dailyChecks)(...log(reminded, over)).then());
});

describe('orderChecks', () => {
  const check = (note: string, late = false): OrderEvent => ({
    type: 'OrderStatusChecked',
    data: { ...whom, day: '2025-10-09', by: 'li.na', note, late },
  });
  it('keep the first check of a day', () =>
    projectionSpecification(orderChecks)(...log(check('生產按期'), check('已發貨', true))).then({
      ...{ checkKey: `${orderId}/2025-10-09`, orderId, day: '2025-10-09', by: 'li.na' },
      ...{ at: at('10-09 09:00'), position: 11, late: false, note: '生產按期' },
    }));
});

describe('trackedOrders', () => {
  const line = { lineId: '1', description: 'GTX Pro', quantity: 1, value: { amount: 100, currency: 'CNY' } };
  const placed: OrderEvent = {
    type: 'OrderPlaced',
    data: {
      ...{ ...whom, placedBy: 'li.na', orderNumber: '1', currency: 'CNY', lines: [line] },
      ...{ value: line.value, policy: { kind: 'order-delivery', version: 1 } },
    },
  };
  const held: OrderEvent = { type: 'OrderHeld', data: { ...whom, by: 'li.na', reason: '客戶場地未備妥' } };
  const released: OrderEvent = { type: 'OrderReleased', data: { ...whom, by: 'li.na' } };
  const row = {
    ...{ orderId, number: 'KCPJR7JZ', customerId: undefined, placedAt: at('10-09 09:00'), placedPosition: 11 },
    ...{ owners: [{ ownerId: 'li.na', position: 11 }], holds: [] },
  };
  const given = (...events: readonly OrderEvent[]) => projectionSpecification(trackedOrders)(...log(...events));

  it('remember each hold with its positions', () =>
    given(placed, held, released, held).then({
      ...row,
      holds: [
        { at: at('10-09 09:01'), position: 12, releasedAt: at('10-09 09:02'), releasedPosition: 13 },
        { at: at('10-09 09:03'), position: 14 },
      ],
    }));
  it('remember who owned it from which position on', () =>
    given(placed, {
      type: 'OrderReassigned',
      data: { orderId, from: 'li.na', to: 'wang.wei', position: 5, milestones: [] },
    }).then({ ...row, owners: [...row.owners, { ownerId: 'wang.wei', position: 12 }] }));
  it('end when it is completed or cancelled', () => {
    const over = { ...row, endedAt: at('10-09 09:01'), endedPosition: 12 };
    given(placed, { type: 'OrderCompleted', data: whom }).then(over);
    given(placed, { type: 'OrderCancelled', data: { ...whom, by: 'li.na', reason: 'x', superseded: [] } }).then(over);
  });
  it('leave nothing of an order that was never placed', () => given(held, released).then());
});
