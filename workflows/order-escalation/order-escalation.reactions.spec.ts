import { send, type Aggregate } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { Customer } from '@dealtrail/customers';
import type { OrderEvent, RecordOrderMilestoneOverdue } from '@dealtrail/orders';
import { customerId, orderCompany, orderId, OrderStory, type Does } from '../testing/order-story.js';
import { orderEscalationReactions } from './order-escalation.reactions.js';

const at = '2026-05-10T02:00:00.000Z';
const dueAt = '2026-05-10T04:00:00.000Z';
const exceptionId = 'c2b1a098-1f2e-4d3c-8b7a-695847362514';
const process = { kind: 'process', id: `deliveryTracking/${orderId}/1` } as const;
const record = { type: 'RecordOrderMilestoneOverdue', milestone: `response/${exceptionId}`, dueAt } as const;

/** An exception that nobody answers in time. */
function late(): OrderStory {
  const story = new OrderStory().placed(at).scheduled('2026-05-20', at);
  const declare = { type: 'DeclareOrderException', exceptionId, delivery: 1, kind: 'quality', description: '劃痕' };
  story.does('sun.hao', declare as Does, at);
  story.does(process, record, dueAt);
  return story;
}
const when = (customer: Partial<Customer> | undefined) =>
  reactionSpecification(orderEscalationReactions, {
    known: orderCompany(),
    load: <S>(_: Aggregate<S>, id: string) =>
      id === customerId ? Promise.resolve(customer as S) : Promise.reject(new Error('another')),
  });
const breach = (story: OrderStory, milestone: string = record.milestone) => {
  const found = story.facts.find(({ type }) => type === 'OrderMilestoneOverdue');
  if (!found) throw new Error('nothing is late');
  return recorded<OrderEvent>({ ...found, data: { ...found.data, milestone } } as OrderEvent, found.stream, 9);
};
const toDirector = send<RecordOrderMilestoneOverdue>({ ...record, orderId, toDirector: true });

describe('an exception without an answer in time', () => {
  it('is told to a director where the customer is of grade A, or a key account', async () => {
    await when({ grade: 'A' })(breach(late())).then(toDirector);
    await when({ tier: 'key', grade: 'C' })(breach(late())).then(toDirector);
  });
  it('stays with the superior where the customer is another, or unknown', async () => {
    await when({ grade: 'B', tier: 'core' })(breach(late())).then();
    await when(undefined)(breach(late())).then();
  });
  it('is not any other promise', () => when({ grade: 'A' })(breach(late(), 'confirmation/1')).then());

  it('goes to the director once, by the same rule, whether the answer has come by then or not', () => {
    const story = late();
    const told = () =>
      story.facts.flatMap(({ type, data }) =>
        type === 'OrderMilestoneEscalated' ? [(data as { to: string }).to] : [],
      );
    expect(told()).toEqual(['zhao.min']);
    story.does(
      'li.na',
      { type: 'ApologiseToCustomer', exceptionId, channel: '電話' } as Does,
      '2026-05-10T05:00:00.000Z',
    );
    for (const _ of [1, 2]) story.does(process, { ...record, toDirector: true }, '2026-05-10T05:00:00.000Z');
    expect(told()).toEqual(['zhao.min', 'zhou.hong']);
  });
});
