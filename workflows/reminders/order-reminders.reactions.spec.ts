import { reminderIdOf, RaiseReminder } from '@dealtrail/reminders';
import type { OrderEvent } from '@dealtrail/orders';
import { validateSync } from 'class-validator';
import { plainToInstance } from 'class-transformer';
import { orderId, OrderStory, type Does } from '../testing/order-story.js';
import { orderRemindersReactions } from './order-reminders.reactions.js';

const at = '2026-04-20T02:00:00.000Z';
const dueAt = '2026-05-17T01:00:00.000Z';
const process = { kind: 'process', id: `deliveryTracking/${orderId}/1` } as const;
const exceptionId = 'c2b1a098-1f2e-4d3c-8b7a-695847362514';
const number = expect.stringMatching(/^[0-9A-Z]{8}$/) as string;

/** Who is told what of the fact of this type that came last. */
async function told(story: OrderStory, type: OrderEvent['type']) {
  const fact = story.facts.findLast((one) => one.type === type);
  if (!fact) throw new Error(`no ${type}`);
  const actions = await story.reactionsTo(orderRemindersReactions, fact);
  return actions.map((action) => {
    const { command } = action as unknown as { command: RaiseReminder };
    expect(validateSync(plainToInstance(RaiseReminder, { ...command, metadata: {} }))).toEqual([]);
    const { type: name, reminderId, at: when, staffId, kind, about, ...rest } = command;
    expect([name, reminderId, when]).toEqual([
      'RaiseReminder',
      reminderIdOf(fact.id, staffId),
      fact.metadata.occurredAt,
    ]);
    expect(about).toMatchObject({ category: 'order', id: orderId });
    return [staffId, kind, about.part, rest];
  });
}
const scheduled = (): OrderStory => new OrderStory().placed(at).scheduled('2026-05-20', at);
const confirmation = 'confirmation/1';

describe('an order', () => {
  it('asks its departments to acknowledge it', async () => {
    const due = { number, dueAt: '2026-04-21T02:00:00.000Z' };
    expect(await told(scheduled(), 'OrderSchedulingRequested')).toEqual([
      ['sun.hao', 'order-acknowledgement-asked', 'acknowledgement/operations', due],
      ['he.jing', 'order-acknowledgement-asked', 'acknowledgement/finance', due],
      ['sun.hao', 'order-acknowledgement-asked', 'acknowledgement/logistics', due],
    ]);
  });

  it('reminds before a promise is due, and tells who is late, the owner and the superior', async () => {
    const story = scheduled();
    const warned = '2026-05-16T01:00:00.000Z';
    story.does(process, { type: 'RemindOrderMilestone', milestone: confirmation, at: warned, dueAt }, warned);
    expect(await told(story, 'OrderMilestoneDueSoon')).toEqual([
      ['li.na', 'order-milestone-due-soon', confirmation, { number, dueAt }],
    ]);
    const late = { number, dueAt, overdue: true };
    story.does(process, { type: 'RecordOrderMilestoneOverdue', milestone: confirmation, dueAt }, dueAt);
    expect(await told(story, 'OrderMilestoneOverdue')).toEqual([
      ['li.na', 'order-milestone-overdue', confirmation, late],
    ]);
    expect(await told(story, 'OrderMilestoneEscalated')).toEqual([
      ['zhao.min', 'order-milestone-escalated', confirmation, late],
    ]);
    const documents = { milestone: 'documents/1', dueAt: '2026-05-19T10:00:00.000Z' } as const;
    story.does(process, { type: 'RecordOrderMilestoneOverdue', ...documents }, documents.dueAt);
    expect((await told(story, 'OrderMilestoneOverdue')).map(([who]) => who)).toEqual(['qin.tao', 'li.na']);
  });

  it('tells its owner of an exception, once, and somebody of a task about it', async () => {
    const story = scheduled();
    const declare = { type: 'DeclareOrderException', exceptionId, delivery: 1, kind: 'production-delay' } as const;
    story.does('sun.hao', { ...declare, description: '缺料' } as Does, '2026-05-10T02:00:00.000Z');
    expect(await told(story, 'OrderExceptionDeclared')).toEqual([
      ['li.na', 'order-exception-declared', `response/${exceptionId}`, { number, dueAt: '2026-05-10T04:00:00.000Z' }],
    ]);
    const task = { type: 'AssignExceptionTask', exceptionId, task: 1, department: 'production' } as const;
    story.does('sun.hao', { ...task, assigneeId: 'qin.tao', description: '催料' } as Does, '2026-05-10T03:00:00.000Z');
    expect(await told(story, 'ExceptionTaskAssigned')).toEqual([
      ['qin.tao', 'exception-task-assigned', `task/${exceptionId}/1`, { number }],
    ]);
  });

  it('asks the directors to settle a change that is too large where no contract can supplement it', async () => {
    const story = scheduled();
    const lines = [
      { lineId: '1', description: 'GTX Pro', quantity: 15, value: { amount: 60_000_000, currency: 'CNY' } },
    ];
    story.does('li.na', { type: 'AmendOrder', reason: '客戶加購', lines } as Does, '2026-05-10T02:00:00.000Z');
    expect(await told(story, 'OrderAmendmentRequested')).toEqual([
      ['zhou.hong', 'order-amendment-to-settle', 'amendment/1', { number }],
    ]);
  });
});
