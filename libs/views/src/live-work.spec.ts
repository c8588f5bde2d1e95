import { recorded } from '@dealtrail/event-sourcing/testing';
import { facts as orders } from '@dealtrail/orders/testing';
import type { ReminderEvent } from '@dealtrail/reminders';
import { liveFacts } from './live-work.js';

const now = '2026-03-03T01:00:00.000Z';
const raised: Extract<ReminderEvent, { type: 'ReminderRaised' }> = {
  type: 'ReminderRaised',
  data: {
    reminderId: '0f8fad5b-d9cb-469f-a165-70867728950e',
    staffId: 'li.na',
    kind: 'contract-returned',
    about: { category: 'contract', id: '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e' },
    at: now,
    overdue: false,
  },
};

describe('what live streams tell', () => {
  it('is a reminder to the person it is for, with its position', () => {
    const { reminderId, staffId } = raised.data;
    const more = { position: 7, occurredAt: now, recordedAt: now };
    expect(liveFacts([recorded(raised, 'reminder-1', 0, more)])).toEqual([
      {
        event: 'reminder',
        people: ['li.na'],
        position: 7,
        data: {
          ...{ fact: 'ReminderRaised', recordedAt: now, ...raised.data, state: 'open' },
          title: { zh: '合同被退回', en: 'A contract was returned' },
        },
      },
    ]);
    const acknowledged: ReminderEvent = { type: 'ReminderAcknowledged', data: { reminderId, staffId } };
    expect(liveFacts([recorded(acknowledged, 'reminder-1', 1)])[0]).toMatchObject({ data: { state: 'acknowledged' } });
  });

  it('is a breach to whoever answers for who is late, by its place in the work list', () => {
    const [told] = liveFacts([recorded(orders.breach(orders.confirmation), 'order-1', 3)]);
    expect(told).toMatchObject({
      event: 'overdue',
      people: ['li.na'],
      data: {
        ...{ fact: 'OrderMilestoneOverdue', itemId: `${orders.orderId}/confirmation/1`, part: 'confirmation/1' },
        ...{ assignees: ['li.na'], dueAt: '2026-05-17T01:00:00.000Z' },
      },
    });
  });

  it('is nothing of the past that is brought, nor of anything else', () => {
    expect(liveFacts([recorded(raised, 'reminder-1', 0, { history: true })])).toEqual([]);
    expect(liveFacts([recorded(orders.placed, 'order-1', 0)])).toEqual([]);
    expect(liveFacts([recorded({ type: 'constructor', data: {} }, 'order-1', 0)])).toEqual([]);
  });
});
