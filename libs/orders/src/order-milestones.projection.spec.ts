import { projectAll } from '@dealtrail/event-sourcing/testing';
import { orderMilestones } from './order-milestones.projection.js';
import type { OrderMilestoneRow } from './order-milestone.row.js';
import type { OrderEvent } from './order.events.js';
import {
  acknowledged,
  apologised,
  breach,
  cancelled,
  closed,
  completed,
  confirmation,
  confirmed,
  contractId,
  customerId,
  dealId,
  declared,
  delivered,
  deliveryCancelled,
  documentsCompleted,
  dueSoon,
  escalated,
  everyFact,
  exceptionId,
  number,
  offered,
  orderId,
  placed,
  placedNow,
  reassigned,
  rescheduled,
  scheduled,
  signedInPart,
  signedOff,
  signOffRefused,
} from './testing/order-facts.js';
import { told, type Told } from './testing/order-story.js';

/** Rows by their promise. */
const rows = (...facts: readonly Told[]): Readonly<Record<string, OrderMilestoneRow>> =>
  Object.fromEntries(
    [...projectAll(orderMilestones, told(facts)).values()].map((row) => [
      (row as OrderMilestoneRow).milestone,
      row as OrderMilestoneRow,
    ]),
  );
const at = (occurredAt: string, fact: OrderEvent): Told => ({ ...fact, occurredAt });

describe('orderMilestones', () => {
  it('opens a row for each promise, with whose it is and until when', () => {
    const opened = rows(...placedNow, scheduled);
    expect(Object.keys(opened)).toHaveLength(5);
    expect(opened['confirmation/1']).toEqual({
      ...{ milestoneKey: `${orderId}/confirmation/1`, orderId, milestone: 'confirmation/1' },
      ...{ kind: 'confirmation', delivery: 1, number, contractId, dealId, customerId },
      ...{ ownerId: 'li.na', responsibleId: 'li.na' },
      ...{ since: '2026-03-03T02:00:00.000Z', dueAt: '2026-05-17T01:00:00.000Z' },
      ...{ reminded: 0, escalatedTo: [], state: 'open', plannedAnew: 0, missedBefore: 0 },
      ...{ apologised: false, offered: false, revision: 2 },
    });
    expect(opened['acknowledgement/finance']).toMatchObject({ department: 'finance', responsibleId: 'qian.yi' });
  });

  it('is met in time at the due instant, late after it', () => {
    const meant = (when: string) => rows(...placedNow, at(when, acknowledged))['acknowledgement/operations'];
    expect(meant('2026-03-03T02:00:00.000Z')).toMatchObject({ state: 'met', late: false, endedBy: 'ding.hao' });
    expect(meant('2026-03-03T02:00:00.001Z')).toMatchObject({ state: 'met', late: true });
  });

  it('counts warnings, and keeps breach and escalations', () =>
    expect(
      rows(placed, scheduled, dueSoon(confirmation), breach(confirmation), escalated(confirmation, 'zhao.min'))[
        'confirmation/1'
      ],
    ).toMatchObject({ reminded: 1, overdueAt: '2026-05-17T01:00:00.000Z', escalatedTo: ['zhao.min'], state: 'open' }));

  it('is planned anew by a move, with what was missed before', () => {
    const moved = rows(placed, scheduled, dueSoon(confirmation), breach(confirmation), rescheduled);
    expect(moved['confirmation/1']).toMatchObject({
      ...{ dueAt: '2026-05-22T01:00:00.000Z', state: 'open', reminded: 0, plannedAnew: 1, missedBefore: 1 },
    });
    expect(moved['confirmation/1']?.overdueAt).toBeUndefined();
    expect(rows(placed, scheduled, confirmed, rescheduled)['confirmation/1']).toMatchObject({
      ...{ state: 'open', plannedAnew: 1, missedBefore: 0 },
    });
  });

  it('ends with the signature for all of it, or the refusal', () => {
    expect(rows(placed, scheduled, delivered, signedInPart)['signOff/1']?.state).toBe('open');
    expect(rows(placed, scheduled, delivered, signedInPart, signedOff)['signOff/1']?.state).toBe('met');
    expect(rows(placed, scheduled, delivered, signOffRefused)['signOff/1']?.state).toBe('refused');
  });

  it('is answered by an apology and an alternative, in either order', () => {
    const response = `response/${exceptionId}`;
    for (const [first, second] of [
      [apologised, offered],
      [offered, apologised],
    ] as const) {
      expect(rows(placed, declared, first)[response]?.state).toBe('open');
      expect(rows(placed, declared, first, second)[response]).toMatchObject({ state: 'met', endedBy: 'li.na' });
    }
    expect(rows(placed, declared, closed)[response]?.state).toBe('superseded');
    expect(rows(placed, declared, apologised, offered, closed)[response]?.state).toBe('met');
  });

  it('falls away with its delivery or its order, unless it has ended before', () => {
    const gone = rows(placed, scheduled, documentsCompleted, deliveryCancelled);
    expect(gone['confirmation/1']?.state).toBe('superseded');
    expect(gone['documents/1']?.state).toBe('met');
    const all = rows(...placedNow, acknowledged, cancelled);
    expect(Object.values(all).map(({ state }) => state)).toEqual(['met', 'superseded', 'superseded']);
    expect(rows(...placedNow, completed)['acknowledgement/finance']?.state).toBe('superseded');
  });

  it('moves with the order, and to its new owner where it was the old one’s', () => {
    const moved: OrderEvent = {
      ...reassigned,
      data: { ...reassigned.data, milestones: ['confirmation/1'], others: ['documents/1'] },
    };
    const after = rows(placed, scheduled, moved);
    expect(after['confirmation/1']).toMatchObject({ ownerId: 'zhao.min', responsibleId: 'zhao.min' });
    expect(after['documents/1']).toMatchObject({ ownerId: 'zhao.min', responsibleId: 'qin.tao' });
  });

  it('takes every fact there is, also about promises that were never made', () => {
    expect(Object.keys(rows(...everyFact)).length).toBeGreaterThan(5);
    expect(rows(acknowledged, confirmed, signedOff, closed, breach(confirmation))).toEqual({});
  });
});
