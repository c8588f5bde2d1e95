import { projectAll } from '@dealtrail/event-sourcing/testing';
import { orderRegister } from './order-register.projection.js';
import type { OrderRow } from './order-register.row.js';
import {
  accepted,
  acknowledged,
  amendmentApplied,
  amendmentRequested,
  apologised,
  breach,
  cancelled,
  checked,
  closed,
  completed,
  confirmation,
  confirmed,
  customerId,
  declared,
  delivered,
  everyFact,
  held,
  importEnded,
  offered,
  orderId,
  placed,
  placedNow,
  reassigned,
  released,
  rescheduled,
  scheduled,
  signedOff,
  whom,
} from './testing/order-facts.js';
import { told, type Told } from './testing/order-story.js';

/** The row that these facts leave. */
function row(facts: readonly Told[], history?: true): OrderRow | undefined {
  const rows = [...projectAll(orderRegister, told(facts, { history })).values()] as OrderRow[];
  expect(rows.length).toBeLessThanOrEqual(1);
  return rows[0];
}

describe('orderRegister', () => {
  it('shows a placed order with what it waits for', () => {
    const { order, ...shown } = row(placedNow) as OrderRow;
    expect(order.orderId).toBe(orderId);
    expect(shown).toEqual({
      ...whom,
      orderNumber: 'SO-2026-0117',
      status: 'open',
      ...{ amount: 1_200_000, currency: 'CNY', lineCount: 2 },
      ...{ placedOn: '2026-03-02', placedAt: '2026-03-02T01:00:00.000Z', history: false, moreToTell: false },
      unacknowledged: ['operations', 'finance', 'logistics'],
      amendmentPending: false,
      ...{ nextMilestone: 'acknowledgement/operations', nextDueAt: '2026-03-03T02:00:00.000Z', overdue: false },
      waitingFor: ['ding.hao', 'qian.yi'],
      assigned: ['ding.hao', 'qian.yi'],
      ...{ deliveries: 0, delivered: 0, signed: 0, openExceptions: 0 },
      ...{ openSincePosition: 1, revision: 1, lastPosition: '2' },
    });
  });

  it('says that its past is not told to its end, until it is', () => {
    const begun = { ...placed, data: { ...placed.data, moreToTell: true } } as Told;
    expect(row([begun, scheduled], true)).toMatchObject({ history: true, moreToTell: true });
    expect(row([begun, scheduled, importEnded], true)).toMatchObject({ history: true, moreToTell: false });
  });

  it('follows acknowledgements, checks, holding and amendments', () => {
    expect(row([...placedNow, acknowledged])?.unacknowledged).toEqual(['finance', 'logistics']);
    expect(row([...placedNow, checked])?.lastCheckedOn).toBe('2026-03-03');
    expect(row([...placedNow, held])).toMatchObject({ status: 'held', heldFor: '預付款未到' });
    expect(row([...placedNow, held, released])).toMatchObject({ status: 'open', heldFor: undefined });
    expect(row([placed, amendmentRequested])).toMatchObject({ amendmentPending: true, amount: 1_200_000 });
    expect(row([placed, amendmentRequested, amendmentApplied])).toMatchObject({
      amendmentPending: false,
      amount: 1_300_000,
    });
  });

  it('counts deliveries, and says when the next is due and whether it is confirmed', () => {
    const next = { nextDeliveryOn: '2026-05-20', nextConfirmed: false, deliveries: 1, delivered: 0, signed: 0 };
    expect(row([placed, scheduled])).toMatchObject({ ...next, nextMilestone: 'confirmation/1' });
    expect(row([placed, scheduled, confirmed])).toMatchObject({ ...next, nextConfirmed: true });
    expect(row([placed, scheduled, confirmed, rescheduled])).toMatchObject({
      ...next,
      nextDeliveryOn: '2026-05-25',
      nextDueAt: '2026-05-22T01:00:00.000Z',
    });
    const there = row([placed, scheduled, delivered]);
    expect(there).toMatchObject({ deliveries: 1, delivered: 1, signed: 0 });
    expect(there?.nextDeliveryOn).toBeUndefined();
    expect(row([placed, scheduled, delivered, signedOff])).toMatchObject({ delivered: 1, signed: 1 });
  });

  it('is overdue by what is on record and still runs', () => {
    expect(row([placed, scheduled, breach(confirmation)])?.overdue).toBe(true);
    expect(row([placed, scheduled, breach(confirmation), confirmed])?.overdue).toBe(false);
  });

  it('counts open exceptions', () => {
    expect(row([placed, scheduled, declared])?.openExceptions).toBe(1);
    expect(row([placed, scheduled, declared, apologised, offered, accepted, closed])?.openExceptions).toBe(0);
  });

  it('says since which fact it was open, and by which it ended', () => {
    expect(row([...placedNow, cancelled])).toMatchObject({
      ...{ status: 'cancelled', cancelledFor: '客戶取消採購' },
      ...{ openSincePosition: 1, endedPosition: 3, endedAt: '2026-03-02T01:00:00.000Z' },
    });
    expect(row([placed, scheduled, delivered, signedOff, completed, checked])).toMatchObject({
      status: 'completed',
      endedPosition: 5,
    });
  });

  it('keeps who held something readable for them, and moves with its owner', () => {
    expect(row([...placedNow, reassigned])).toMatchObject({ ownerId: 'zhao.min', customerId });
    expect(row([...placedNow, acknowledged, cancelled])?.assigned).toEqual(['ding.hao', 'qian.yi']);
  });

  it('marks history, and gathers what its source lacks', () => {
    const flagged: Told = { ...placed, data: { ...placed.data, dataQuality: ['no-customer'] } };
    const late: Told = { ...delivered, data: { ...delivered.data, dataQuality: ['recorded-before-delivered'] } };
    expect(row([flagged, scheduled, late], true)).toMatchObject({
      history: true,
      dataQuality: ['no-customer', 'recorded-before-delivered'],
    });
  });

  it('takes every fact there is, also of an order that was never placed', () => {
    expect(row(everyFact)?.revision).toBe(everyFact.length - 1);
    expect(row(everyFact.slice(1))).toBeUndefined();
  });
});
