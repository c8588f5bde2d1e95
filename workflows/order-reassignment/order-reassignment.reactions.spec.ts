import { send } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import type { OrderEvent, ReassignOrder } from '@dealtrail/orders';
import { orderId, OrderStory } from '../testing/order-story.js';
import { orderReassignmentReactions } from './order-reassignment.reactions.js';

const when = (...gone: readonly string[]) =>
  reactionSpecification(orderReassignmentReactions, {
    known: testKnown({
      people: ['li.na', 'zhao.min'].map((staffId) => ({ staffId, active: !gone.includes(staffId) })),
    }),
    load: () => Promise.reject(new Error('nothing is to be loaded')),
  });
const handOver = (from: string, { position }: { readonly position: number }) =>
  send<ReassignOrder>({ type: 'ReassignOrder', orderId, from, position });
const [placed] = new OrderStory().placed('2026-04-20T02:00:00.000Z').facts;
if (!placed) throw new Error('not placed');
const reassigned = recorded<OrderEvent>(
  { type: 'OrderReassigned', data: { orderId, from: 'li.na', to: 'zhao.min', position: 3, milestones: [] } },
  `order-${orderId}`,
  5,
);

describe('an order that is given to somebody', () => {
  it('goes on from who has left', async () => {
    await when('li.na')(placed).then(handOver('li.na', placed));
    await when('li.na', 'zhao.min')(reassigned).then(handOver('zhao.min', reassigned));
  });
  it('stays with who is here', async () => {
    await when()(placed).then();
    await when('li.na')(reassigned).then();
  });
  it('goes on from who has left in history too', () => expect(orderReassignmentReactions.history).toBe(true));
});
