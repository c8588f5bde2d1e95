import { send, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import type { OrderEvent, ReassignOrder } from '@dealtrail/orders';
import { orderId, OrderStory } from '../testing/order-story.js';
import { orderReassignmentReactions } from './order-reassignment.reactions.js';

const when = (...gone: readonly string[]) =>
  reactionSpecification(orderReassignmentReactions, {
    known: testKnown({
      people: ['li.na', 'zhao.min', 'sun.hao', 'he.jing', 'qin.tao'].map((staffId) => ({
        staffId,
        roles: ['rep'],
        active: !gone.includes(staffId),
      })),
    }),
    load: () => Promise.reject(new Error('nothing is to be loaded')),
  });
const handOver = (from: string, { position }: { readonly position: number }) =>
  send<ReassignOrder>({ type: 'ReassignOrder', orderId, from, position });
const at = '2026-04-20T02:00:00.000Z';
const [placed, asked, scheduled] = new OrderStory().placed(at).scheduled('2026-05-20', at).facts;
if (!placed || !asked || !scheduled) throw new Error('three facts');
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
  it('goes on in those of its promises that wait for who has left, each of them once', async () => {
    await when('sun.hao')(asked).then(handOver('sun.hao', asked)); // two departments, one person
    await when('qin.tao')(scheduled).then(handOver('qin.tao', scheduled));
    await when('li.na', 'qin.tao')(scheduled).then(handOver('li.na', scheduled), handOver('qin.tao', scheduled));
    const { data } = reassigned as { data: { others?: unknown } };
    const given = { ...reassigned, type: 'OrderMilestonesReassigned', data } as Recorded<OrderEvent>;
    await when('zhao.min')(given).then(handOver('zhao.min', given));
  });
  it('stays with who is here', async () => {
    for (const fact of [placed, asked, scheduled]) await when()(fact).then();
    await when('li.na')(reassigned).then();
  });
  it('goes on from who has left in history too', () => expect(orderReassignmentReactions.history).toBe(true));
});
