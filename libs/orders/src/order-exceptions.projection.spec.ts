import { projectAll } from '@dealtrail/event-sourcing/testing';
import type { OrderExceptionRow } from './order-exception.row.js';
import { orderExceptions } from './order-exceptions.projection.js';
import type { OrderEvent } from './order.events.js';
import {
  accepted,
  apologised,
  breach,
  closed,
  cny,
  confirmation,
  contractId,
  customerId,
  dealId,
  declared,
  declined,
  everyFact,
  exceptionId,
  number,
  offered,
  orderId,
  placed,
  reassigned,
  response,
  scheduled,
  taskAssigned,
  taskCompleted,
} from './testing/order-facts.js';
import { told, type Told } from './testing/order-story.js';

const row = (...facts: readonly Told[]): OrderExceptionRow | undefined =>
  projectAll(orderExceptions, told([placed, scheduled, ...facts])).get(`${orderId}/${exceptionId}`) as
    OrderExceptionRow | undefined;
const at = (occurredAt: string, fact: OrderEvent): Told => ({ ...fact, occurredAt });
const noon = at('2026-05-20T04:01:00.000Z', declared);

describe('orderExceptions', () => {
  it('opens a row for each exception, with until when it is answered', () =>
    expect(row(noon)).toEqual({
      rowId: `${orderId}/${exceptionId}`,
      ...{ exceptionId, orderId, number, contractId, dealId, customerId, ownerId: 'li.na' },
      ...{ delivery: 1, kind: 'logistics-blocked', description: '高速封閉,車輛滯留', state: 'open', history: false },
      ...{ happenedAt: '2026-05-20T04:00:00.000Z', declaredAt: '2026-05-20T04:01:00.000Z', declaredBy: 'ding.hao' },
      ...{ dueAt: response.clock.dueAt, currency: 'CNY' },
      ...{ alternatives: [], offered: 0, accepted: 0, costOffered: 0, costAccepted: 0 },
      ...{ tasks: [], openTasks: 0, assigned: [], revision: 2 },
    }));
  it('is answered with the second of apology and alternative, whichever that is', () => {
    const one = at('2026-05-20T04:31:00.000Z', apologised);
    const other = at('2026-05-20T04:50:00.000Z', offered);
    expect(row(noon, one)).toMatchObject({ apologisedBy: 'li.na', apologyChannel: 'phone' });
    expect(row(noon, one)?.respondedAt).toBeUndefined();
    expect(row(noon, one, other)?.respondedAt).toBe('2026-05-20T04:50:00.000Z');
    expect(row(noon, { ...other, occurredAt: '2026-05-20T04:10:00.000Z' }, one)?.respondedAt).toBe(
      '2026-05-20T04:31:00.000Z',
    );
  });
  it('adds up what was offered and what of it was accepted', () => {
    const second = { ...offered, data: { ...offered.data, alternative: 2, cost: cny(5_000) } };
    const andSecond = { ...accepted, data: { ...accepted.data, alternative: 2, cost: cny(5_000) } };
    const costs = { offered: 2, costOffered: 35_000, currency: 'CNY' };
    expect(row(noon, offered, second)).toMatchObject({ ...costs, accepted: 0, costAccepted: 0 });
    expect(row(noon, offered, declined, second, andSecond)).toMatchObject({
      ...costs,
      accepted: 1,
      costAccepted: 5_000,
    });
    expect(row(noon, offered, accepted, second, andSecond)).toMatchObject({ accepted: 2, costAccepted: 35_000 });
  });
  it('counts the tasks that are open, and knows whose they are', () => {
    const second = { ...taskAssigned, data: { ...taskAssigned.data, task: 2, assigneeId: 'qin.tao' } };
    expect(row(noon, taskAssigned, second)).toMatchObject({ openTasks: 2, assigned: ['fu.gang', 'qin.tao'] });
    expect(row(noon, taskAssigned, second, taskCompleted)).toMatchObject({
      openTasks: 1,
      tasks: [{ task: 1, result: '當日改派' }, { task: 2 }],
    });
  });
  it('keeps a breach, its own only, and a new owner', () => {
    expect(row(noon, breach(response))?.overdueAt).toBe(response.clock.dueAt);
    expect(row(noon, breach(confirmation))?.overdueAt).toBeUndefined();
    const given = { ...reassigned, data: { ...reassigned.data, exceptions: [exceptionId] } };
    expect(row(noon, given)?.ownerId).toBe('zhao.min');
    expect(row(noon, reassigned)?.ownerId).toBe('li.na');
  });
  it('closes', () =>
    expect(row(noon, at('2026-05-21T04:00:00.000Z', closed))).toMatchObject({
      ...{ state: 'closed', closedAt: '2026-05-21T04:00:00.000Z', closedBy: 'li.na', result: '已補送', revision: 3 },
    }));
  it('is not put out by facts about an exception that is not there, or twice', () => {
    expect(projectAll(orderExceptions, told(everyFact.filter((fact) => fact !== declared))).size).toBe(0);
    expect(row(noon, offered, declared)?.offered).toBe(1);
  });

  it('stand beside those of other orders that were given the same id', () => {
    const other = '00000000-0000-4000-8000-000000000001';
    const theirs = { ...declared, data: { ...declared.data, orderId: other } } as OrderEvent;
    const rows = projectAll(orderExceptions, told([placed, noon, at('2026-05-20T05:00:00.000Z', theirs)]));
    expect([...rows.keys()]).toEqual([`${orderId}/${exceptionId}`, `${other}/${exceptionId}`]);
  });
});
