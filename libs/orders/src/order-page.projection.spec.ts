import { projectAll } from '@dealtrail/event-sourcing/testing';
import { orderPages } from './order-page.projection.js';
import type { OrderPageRow } from './order-page.row.js';
import {
  attached,
  checked,
  confirmed,
  documentsCompleted,
  everyFact,
  file,
  placed,
  placedNow,
  policy,
  rescheduled,
  scheduled,
  signedOff,
  linkId,
} from './testing/order-facts.js';
import { told, type Told } from './testing/order-story.js';

const page = (facts: readonly Told[], history?: true) =>
  [...projectAll(orderPages, told(facts, { history })).values()][0] as OrderPageRow;

describe('orderPages', () => {
  it('shows the whole order: lines, deliveries with documents, promises with clocks and the policy they are under', () => {
    const { order, assigned } = page([...placedNow, scheduled, attached, documentsCompleted]);
    expect(order.lines).toEqual(placed.data.lines);
    expect(order.deliveries[0]).toMatchObject({ scheduledOn: '2026-05-20', attached: [{ document: 'manual', file }] });
    expect(order.deliveries[0]?.policy).toEqual(policy);
    expect(order.milestones.map(({ milestone, ended }) => [milestone, ended])).toEqual([
      ['acknowledgement/operations', undefined],
      ['acknowledgement/finance', undefined],
      ['acknowledgement/logistics', undefined],
      ['confirmation/1', undefined],
      ['documents/1', 'met'],
    ]);
    expect(assigned).toEqual(['ding.hao', 'qian.yi', 'li.na', 'qin.tao']);
  });

  it('keeps a confirmation of the day before the move, as superseded, and both clocks (D03)', () => {
    const { order, happened } = page([placed, scheduled, confirmed, rescheduled]);
    expect(order.deliveries[0]).toMatchObject({
      scheduledOn: '2026-05-25',
      confirmations: [{ scheduledOn: '2026-05-20', superseded: true }],
    });
    expect(order.milestones.find(({ milestone }) => milestone === 'confirmation/1')?.clock.dueAt).toBe(
      '2026-05-22T01:00:00.000Z',
    );
    const planned = happened.filter(({ said }) => said['opened'] !== undefined).map(({ said }) => said['opened']);
    expect(planned).toEqual([scheduled.data.opened, rescheduled.data.opened]);
  });

  it('lists every check, however many', () => {
    const days = Array.from({ length: 50 }, (_, n) => `2026-03-${String(1 + (n % 28)).padStart(2, '0')}`);
    const checks: Told[] = days.map((day) => ({ ...checked, data: { ...checked.data, day } }));
    expect(page([placed, ...checks]).checks.map(({ day }) => day)).toEqual(days);
    expect(page([placed, checked]).checks).toEqual([
      { day: '2026-03-03', by: 'li.na', note: '生產按期', late: false, at: '2026-03-02T01:00:00.000Z' },
    ]);
  });

  it('tells what happened, who said it and by which link, and what is history', () => {
    expect(page([placed, scheduled, signedOff]).happened.at(-1)).toEqual({
      at: '2026-03-02T01:00:00.000Z',
      type: 'DeliverySignedOff',
      actor: 'staff',
      said: { delivery: 1, linkId, happenedAt: '2026-05-20T06:00:00.000Z', complete: true, late: false },
      position: '3',
    });
    expect(page([placed], true).happened[0]?.history).toBe(true);
  });

  it('takes every fact there is, also of an order that was never placed', () => {
    expect(page(everyFact).happened).toHaveLength(everyFact.length);
    expect(page(everyFact.slice(1))).toBeUndefined();
  });
});
