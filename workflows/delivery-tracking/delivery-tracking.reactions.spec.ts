import { signal, start, type Recorded } from '@dealtrail/event-sourcing';
import { testKnown } from '@dealtrail/known/testing';
import type { OrderEvent } from '@dealtrail/orders';
import {
  attachManual,
  confirm,
  customerId,
  move,
  orderId,
  OrderStory,
  place,
  schedule,
  type Does,
} from '../testing/order-story.js';
import { deliveryTracking } from './delivery-tracking.process.js';
import { deliveryTrackingReactions } from './delivery-tracking.reactions.js';

const placedAt = '2026-04-20T02:00:00.000Z';
const later = '2026-05-12T02:00:00.000Z';
const process = { kind: 'process', id: `deliveryTracking/${orderId}/1` } as const;
const exceptionId = 'c2b1a098-1f2e-4d3c-8b7a-695847362514';

/** Placed, with two deliveries on 20 and 27 May. */
function begun(): OrderStory {
  const story = new OrderStory().placed(placedAt);
  story.does('li.na', schedule('2026-05-20', 1, 8), placedAt);
  story.does('li.na', schedule('2026-05-27', 2, 4), placedAt);
  return story;
}
const open = (story: OrderStory, position: number) =>
  deliveryTracking.open(story.state, { id: orderId, revision: 1, position });
const inputOf = (story: OrderStory, part: string, position: number) =>
  open(story, position).find(({ input }) => input.part === part)?.input;
const news = (story: OrderStory, part: string, fact: Recorded<OrderEvent>) =>
  signal(deliveryTracking, `${orderId}/${part}`, {
    ...fact,
    data: inputOf(story, part, fact.position) ?? { ended: true },
  });
const factsOf = (story: OrderStory, type: OrderEvent['type']): readonly Recorded<OrderEvent>[] => {
  const found = story.facts.filter((fact) => fact.type === type);
  if (found.length === 0) throw new Error(`no ${type}`);
  return found;
};

describe('the tracking of an order', () => {
  it('starts when the order is placed, and for each delivery when it is scheduled', async () => {
    const story = begun();
    const [asked] = factsOf(story, 'OrderSchedulingRequested');
    const [first, second] = factsOf(story, 'DeliveryScheduled');
    if (!asked || !first || !second) throw new Error('three facts');
    const reactions = (fact: Recorded<OrderEvent>) => story.reactionsTo(deliveryTrackingReactions, fact);
    expect(await reactions(asked)).toEqual([start(deliveryTracking, `${orderId}/order`)]);
    expect(await reactions(first)).toEqual([start(deliveryTracking, `${orderId}/1`)]);
    expect(await reactions(second)).toEqual([start(deliveryTracking, `${orderId}/2`)]);
  });

  it('starts for all of it when what an import began is ended by hand', async () => {
    const story = new OrderStory();
    const importing = { kind: 'import', id: 'shipments' } as const;
    story.does(importing, { ...place, ownerId: 'li.na', moreToTell: true } as Does, placedAt);
    story.does(importing, schedule('2026-05-20', 1, 8), placedAt);
    expect(open(story, 1)).toEqual([]);
    const [ended] = story.does('li.na', { type: 'EndOrderImport' }, placedAt);
    if (!ended) throw new Error('a fact');
    expect(await story.reactionsTo(deliveryTrackingReactions, ended)).toEqual([start(deliveryTracking, orderId)]);
    expect(open(story, 1).map(({ input }) => input.part)).toEqual(['1']);
  });

  it.each([
    ['is confirmed', '1', 'li.na', confirm('2026-05-20')],
    ['is moved', '1', 'li.na', move('2026-05-25')],
    ['is dispatched', '2', 'sun.hao', { type: 'DispatchDelivery', delivery: 2 }],
    [
      'is delivered',
      '2',
      'sun.hao',
      { type: 'RecordDelivery', delivery: 2, happenedAt: later, withoutDocumentsReason: '客戶已有手冊' },
    ],
    [
      'is reminded of',
      '1',
      process,
      {
        type: 'RemindOrderMilestone',
        milestone: 'confirmation/1',
        at: '2026-05-16T01:00:00.000Z',
        dueAt: '2026-05-17T01:00:00.000Z',
      },
    ],
    [
      'is late',
      '2',
      process,
      { type: 'RecordOrderMilestoneOverdue', milestone: 'confirmation/2', dueAt: '2026-05-24T01:00:00.000Z' },
    ],
    [
      'has an exception',
      '2',
      'sun.hao',
      { type: 'DeclareOrderException', exceptionId, delivery: 2, kind: 'production-delay', description: '缺料' },
    ],
    [
      'of none has an exception: the order',
      'order',
      'sun.hao',
      { type: 'DeclareOrderException', exceptionId, kind: 'logistics-blocked', description: '港口封閉' },
    ],
    ['is acknowledged: the order', 'order', 'sun.hao', { type: 'AcknowledgeOrder', department: 'operations' }],
  ] as const)('hears all promises of that delivery as they stand when a delivery %s', async (_, part, who, what) => {
    const story = begun();
    const before = inputOf(story, part, 1);
    const facts = story.does(who, what as Does, later);
    expect(facts.length).toBeGreaterThan(0);
    for (const fact of facts)
      expect(await story.reactionsTo(deliveryTrackingReactions, fact)).toEqual([news(story, part, fact)]);
    expect(inputOf(story, part, 1)).not.toEqual(before);
  });

  it('hears of the documents when they are complete, and of the answer to an exception', async () => {
    const story = begun();
    for (const fact of story.does('qin.tao', attachManual, later))
      expect(await story.reactionsTo(deliveryTrackingReactions, fact)).toEqual(
        fact.type === 'DeliveryDocumentsCompleted' ? [news(story, '1', fact)] : [],
      );
    const declare = { type: 'DeclareOrderException', exceptionId, delivery: 1, kind: 'quality' } as const;
    story.does('sun.hao', { ...declare, description: '劃痕' }, later);
    const [apology] = story.does('li.na', { type: 'ApologiseToCustomer', exceptionId, channel: '電話' }, later);
    if (!apology) throw new Error('no apology');
    expect(await story.reactionsTo(deliveryTrackingReactions, apology)).toEqual([news(story, '1', apology)]);
  });

  it('hears of each part that it has ended when the order is cancelled', async () => {
    const story = begun();
    const [fact] = story.does('li.na', { type: 'CancelOrder', reason: '客戶取消採購' }, placedAt);
    if (!fact) throw new Error('not cancelled');
    expect(await story.reactionsTo(deliveryTrackingReactions, fact)).toEqual(
      ['order', '1', '2'].map((part) =>
        signal(deliveryTracking, `${orderId}/${part}`, { ...fact, data: { ended: true } }),
      ),
    );
  });

  it('hears of a new owner in each part that is open', async () => {
    const story = begun();
    story.does('li.na', { type: 'CancelDelivery', delivery: 1, reason: '與第二批合併' }, placedAt);
    const people = [
      { staffId: 'li.na', roles: ['rep'], superior: 'zhao.min', active: false },
      { staffId: 'zhao.min', roles: ['salesManager'] },
    ] as const;
    story.known = testKnown({ people });
    const [fact] = story.does(process, { type: 'ReassignOrder', from: 'li.na', position: 3 }, placedAt);
    if (!fact) throw new Error('not reassigned');
    expect(await story.reactionsTo(deliveryTrackingReactions, fact)).toEqual([
      news(story, 'order', fact),
      news(story, '2', fact),
    ]);
    expect(inputOf(story, '2', 1)?.ownerId).toBe('zhao.min');
  });

  it('is told of nothing else', async () => {
    const story = begun();
    for (const fact of [
      ...factsOf(story, 'OrderPlaced'),
      ...story.does('li.na', { type: 'CheckOrderStatus', note: '生產按期' }, later),
    ])
      expect(await story.reactionsTo(deliveryTrackingReactions, fact)).toEqual([]);
  });
});

describe('what should be tracked of an order', () => {
  it('is the order while a promise of its own is open, and each delivery that is not over', () => {
    const story = begun();
    expect(open(story, 20).map(({ workflowId }) => workflowId)).toEqual(
      ['order', '1', '2'].map((part) => `deliveryTracking/${orderId}/${part}`),
    );
    for (const department of ['operations', 'finance', 'logistics'] as const)
      story.does(department === 'finance' ? 'he.jing' : 'sun.hao', { type: 'AcknowledgeOrder', department }, placedAt);
    story.does('li.na', { type: 'CancelDelivery', delivery: 1, reason: '與第二批合併' }, later);
    expect(open(story, 20).map(({ workflowId }) => workflowId)).toEqual([`deliveryTracking/${orderId}/2`]);
    expect(open(story, 20)[0]?.input).toEqual({
      orderId,
      number: expect.stringMatching(/^[0-9A-Z]{8}$/),
      part: '2',
      customerId,
      ownerId: 'li.na',
      scheduledOn: '2026-05-27',
      stage: 'scheduled',
      milestones: [
        {
          milestone: 'confirmation/2',
          responsibleId: 'li.na',
          since: placedAt,
          dueAt: '2026-05-24T01:00:00.000Z',
          warnAt: ['2026-05-23T01:00:00.000Z'],
          reminded: [],
          spreadMs: 0,
          overdue: false,
        },
        expect.objectContaining({ milestone: 'documents/2', responsibleId: 'qin.tao' }),
      ],
      ended: false,
      position: 20,
    });
  });

  it('is no delivery of an import that nobody will sign for', () => {
    const { state } = begun();
    if (state.status === 'none') throw new Error('it has begun');
    const imported = state.deliveries.map((one) => ({ ...one, status: 'delivered', signOffUnknown: true }) as const);
    const standing = { id: orderId, revision: 1, position: 20 };
    expect(deliveryTracking.open({ ...state, milestones: [], deliveries: imported }, standing)).toEqual([]);
  });

  it('is nothing of what does not exist', () => expect(open(new OrderStory(), 1)).toEqual([]));
});
