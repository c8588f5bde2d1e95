import type { Instant, Recorded } from '@dealtrail/event-sourcing';
import type { KnownOrder, OrderEvent } from '@dealtrail/orders';
import { policyKind, type PolicyContent } from '@dealtrail/policies';
import {
  attachManual,
  confirm,
  move,
  orderCompany,
  orderId,
  OrderStory,
  place,
  schedule,
} from '../testing/order-story.js';
import { Sandbox, SandboxedRun } from '../testing/sandboxed-run.js';
import { deliveryTracking } from './delivery-tracking.process.js';
import { deliveryTrackingReactions } from './delivery-tracking.reactions.js';
import type { DeliveryTracking } from './delivery-tracking.state.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.open(['RemindOrderMilestone', 'RecordOrderMilestoneOverdue']);
}, 120_000);
afterAll(() => sandbox?.close());

/** The process of a part beside the real rules: what it sends is decided, what follows is signalled back to it. */
async function begin(story: OrderStory, at: Instant, part = '1') {
  const heardOf = async (facts: readonly Recorded<OrderEvent>[]): Promise<readonly object[]> => {
    const signals: object[] = [];
    for (const fact of facts)
      for (const action of await story.reactionsTo(deliveryTrackingReactions, fact))
        if (action.kind === 'signal' && action.id === `${orderId}/${part}`) signals.push(action.event);
    return signals;
  };
  const open = opened(story, part);
  const run = await SandboxedRun.start(sandbox, {
    workflow: 'deliveryTracking',
    workflowId: open?.workflowId ?? '',
    input: open?.input ?? {},
    at,
    world: async (sent) => heardOf(story.answers(sent)),
  });
  return {
    run,
    /** Somebody acts, once that much time has passed. */
    does: async (...what: Parameters<OrderStory['does']>): Promise<void> => {
      await run.until(what[2]);
      for (const signal of await heardOf(story.does(...what))) await run.hears(signal);
    },
  };
}

const opened = (story: OrderStory, part = '1') => {
  const position = story.facts.at(-1)?.position ?? 0;
  return deliveryTracking
    .open(story.state, { id: orderId, revision: 1, position })
    .find(({ input }) => input.part === part);
};

/** What is on record of the milestones: type, milestone, when it occurred. */
const told = ({ facts }: OrderStory) =>
  facts.flatMap(({ type, data, metadata }) =>
    'milestone' in data ? [[type.replace('OrderMilestone', ''), data.milestone, metadata.occurredAt]] : [],
  );
it('follows no order in the middle of an import: what was delivered may be told next', () => {
  const { state } = begun();
  const following = (moreToTell: boolean) =>
    deliveryTracking.open({ ...(state as KnownOrder), moreToTell }, { id: orderId, revision: 0, position: 11 });
  expect(following(true)).toEqual([]);
  expect(following(false).map(({ input }) => input.part)).toEqual(['1']);
});

const missed = (milestone: string, dueAt: Instant) => [
  ['Overdue', milestone, dueAt],
  ['Escalated', milestone, dueAt],
];

const placedAt = '2026-04-20T02:00:00.000Z';
/** Monday, 20 April 2026: acknowledged by all; one delivery on 20 May, its manual attached. */
function begun(): OrderStory {
  const story = new OrderStory().placed(placedAt).scheduled('2026-05-20', placedAt);
  for (const [who, department] of [
    ['sun.hao', 'operations'],
    ['he.jing', 'finance'],
    ['sun.hao', 'logistics'],
  ] as const)
    story.does(who, { type: 'AcknowledgeOrder', department }, placedAt);
  story.does('qin.tao', attachManual, placedAt);
  return story;
}
const confirmation = 'confirmation/1';

describe('a delivery that is moved from 20 to 25 May', () => {
  it('after T11 has fired, is to be confirmed on 22 May at 09:00', async () => {
    const story = begun();
    const { run, does } = await begin(story, placedAt);
    await does('li.na', move('2026-05-25'), '2026-05-18T02:00:00.000Z');
    expect(told(story)).toEqual([
      ['DueSoon', confirmation, '2026-05-16T01:00:00.000Z'],
      ...missed(confirmation, '2026-05-17T01:00:00.000Z'),
    ]);
    await run.until('2026-06-30T00:00:00.000Z');
    expect(told(story).slice(3)).toEqual([
      ['DueSoon', confirmation, '2026-05-21T01:00:00.000Z'],
      ...missed(confirmation, '2026-05-22T01:00:00.000Z'),
    ]);
  });

  it('after it was confirmed for the first day, keeps that confirmation as superseded and asks for another', async () => {
    const story = begun();
    const { run, does } = await begin(story, placedAt);
    await does('li.na', confirm('2026-05-20'), '2026-05-17T03:00:00.000Z'); // late: T11 has fired
    await does('li.na', move('2026-05-25'), '2026-05-18T02:00:00.000Z');
    await does('li.na', confirm('2026-05-25'), '2026-05-21T02:00:00.000Z');
    await run.until('2026-06-30T00:00:00.000Z');
    expect(told(story)).toEqual([
      ['DueSoon', confirmation, '2026-05-16T01:00:00.000Z'],
      ...missed(confirmation, '2026-05-17T01:00:00.000Z'),
      ['DueSoon', confirmation, '2026-05-21T01:00:00.000Z'],
    ]);
    const [delivery] = story.state.status === 'none' ? [] : story.state.deliveries;
    expect(delivery?.confirmations.map(({ scheduledOn, superseded }) => [scheduledOn, superseded])).toEqual([
      ['2026-05-20', true],
      ['2026-05-25', false],
    ]);
  });

  it.each([
    ['before T11', '2026-05-10T02:00:00.000Z', []],
    ['after its warning', '2026-05-16T02:00:00.000Z', [['DueSoon', confirmation, '2026-05-16T01:00:00.000Z']]],
    [
      'in the very second it fires',
      '2026-05-17T01:00:00.000Z',
      [['DueSoon', confirmation, '2026-05-16T01:00:00.000Z'], ...missed(confirmation, '2026-05-17T01:00:00.000Z')],
    ],
  ] as const)('%s, is not late for the first day any more', async (_, at, before) => {
    const story = begun();
    const { run, does } = await begin(story, placedAt);
    await does('li.na', move('2026-05-25'), at);
    await run.until('2026-06-30T00:00:00.000Z');
    expect(told(story)).toEqual([
      ...before,
      ['DueSoon', confirmation, '2026-05-21T01:00:00.000Z'],
      ...missed(confirmation, '2026-05-22T01:00:00.000Z'),
    ]);
  });

  it('after it was confirmed in time, is to be confirmed anew', async () => {
    const story = begun();
    const { run, does } = await begin(story, placedAt);
    await does('li.na', confirm('2026-05-20'), '2026-05-12T02:00:00.000Z');
    await does('li.na', move('2026-05-25'), '2026-05-18T02:00:00.000Z');
    await run.until('2026-06-30T00:00:00.000Z');
    expect(told(story)).toEqual([
      ['DueSoon', confirmation, '2026-05-21T01:00:00.000Z'],
      ...missed(confirmation, '2026-05-22T01:00:00.000Z'),
    ]);
  });

  it('after it was dispatched, is to be confirmed anew', async () => {
    const story = begun();
    const { run, does } = await begin(story, placedAt);
    await does('li.na', confirm('2026-05-20'), '2026-05-12T02:00:00.000Z');
    await does('sun.hao', { type: 'DispatchDelivery', delivery: 1 }, '2026-05-19T02:00:00.000Z');
    await does('li.na', move('2026-05-25'), '2026-05-19T06:00:00.000Z');
    await does('li.na', confirm('2026-05-25'), '2026-05-22T00:59:59.000Z');
    await run.until('2026-06-30T00:00:00.000Z');
    expect(told(story)).toEqual([['DueSoon', confirmation, '2026-05-21T01:00:00.000Z']]);
  });

  it('twice within a second, is to be confirmed for the last day only', async () => {
    const story = begun();
    const { run, does } = await begin(story, placedAt);
    await does('li.na', move('2026-05-22'), '2026-05-10T02:00:00.000Z');
    await does('li.na', move('2026-05-25'), '2026-05-10T02:00:00.400Z');
    await run.until('2026-06-30T00:00:00.000Z');
    expect(told(story)).toEqual([
      ['DueSoon', confirmation, '2026-05-21T01:00:00.000Z'],
      ...missed(confirmation, '2026-05-22T01:00:00.000Z'),
    ]);
  });

  it('to a day that is nearer than three, is due at once', async () => {
    const story = begun();
    const { run, does } = await begin(story, placedAt);
    await does('li.na', move('2026-05-12'), '2026-05-10T02:00:00.000Z');
    await run.until('2026-06-30T00:00:00.000Z');
    expect(told(story)).toEqual(missed(confirmation, '2026-05-10T02:00:00.000Z'));
  });
});

describe('a delivery from its documents to its signature', () => {
  it('is to have its documents on the day before at 18:00, whoever is late with them (T12)', async () => {
    const story = new OrderStory().placed(placedAt).scheduled('2026-05-20', placedAt);
    const { run, does } = await begin(story, placedAt);
    await does('li.na', confirm('2026-05-20'), '2026-05-12T02:00:00.000Z');
    await run.until('2026-05-19T10:00:00.000Z');
    expect(told(story)).toEqual([
      ['DueSoon', 'documents/1', '2026-05-17T10:00:00.000Z'],
      ...missed('documents/1', '2026-05-19T10:00:00.000Z'),
    ]);
  });

  /** Confirmed, dispatched, and in the customer's hands on 20 May at 10:00, written down four hours later. */
  async function delivered() {
    const story = begun();
    const tracked = await begin(story, placedAt);
    await tracked.does('li.na', confirm('2026-05-20'), '2026-05-12T02:00:00.000Z');
    await tracked.does('sun.hao', { type: 'DispatchDelivery', delivery: 1 }, '2026-05-19T02:00:00.000Z');
    const record = { type: 'RecordDelivery', delivery: 1, happenedAt: '2026-05-20T02:00:00.000Z' } as const;
    await tracked.does('sun.hao', record, '2026-05-20T06:00:00.000Z');
    return { story, ...tracked };
  }
  const warned = [
    ['DueSoon', 'signOff/1', '2026-05-20T14:00:00.000Z'],
    ['DueSoon', 'signOff/1', '2026-05-20T22:00:00.000Z'],
  ];

  it('is to be signed for 24 hours after the customer had it, not after it was written down (T13)', async () => {
    const { story, run, does } = await delivered();
    await run.until('2026-05-22T00:00:00.000Z');
    expect(told(story)).toEqual([...warned, ...missed('signOff/1', '2026-05-21T02:00:00.000Z')]);
    expect(run.ended).toBeUndefined();
    await does('li.na', { type: 'SignOffDelivery', delivery: 1 }, '2026-05-22T01:00:00.000Z');
    expect(run.ended).toEqual({ as: 'completed' });
  });

  it('ends with the signature in time', async () => {
    const { story, run, does } = await delivered();
    await does('li.na', { type: 'SignOffDelivery', delivery: 1 }, '2026-05-20T15:00:00.000Z');
    expect(run.ended).toEqual({ as: 'completed' });
    expect(told(story)).toEqual(warned.slice(0, 1));
  });

  it('goes on after a refusal until apology and alternative are given (D04, T14)', async () => {
    const { story, run, does } = await delivered();
    await does('li.na', { type: 'RefuseDelivery', delivery: 1, reason: '外殼破損' }, '2026-05-20T07:00:00.000Z');
    const [exception] = story.state.status === 'none' ? [] : story.state.exceptions;
    const exceptionId = exception?.exceptionId ?? '';
    await run.until('2026-05-21T00:00:00.000Z');
    const response = `response/${exceptionId}`;
    expect(told(story)).toEqual([
      ['DueSoon', response, '2026-05-20T08:00:00.000Z'],
      ...missed(response, '2026-05-20T09:00:00.000Z'),
    ]);
    expect(run.ended).toBeUndefined();
    await does('li.na', { type: 'ApologiseToCustomer', exceptionId, channel: '電話' }, '2026-05-21T01:00:00.000Z');
    const offer = { type: 'OfferAlternative', alternative: 1, kind: 'substitute-product' } as const;
    const cost = { amount: 100_000, currency: 'CNY' };
    await does('li.na', { ...offer, exceptionId, description: '換貨', cost }, '2026-05-21T02:00:00.000Z');
    expect(run.ended).toEqual({ as: 'completed' });
  });

  it('ends when it is cancelled, alone or with its order', async () => {
    for (const cancel of [
      { type: 'CancelDelivery', delivery: 1, reason: '與第二批合併' },
      { type: 'CancelOrder', reason: '客戶取消採購' },
    ] as const) {
      const story = begun();
      const { run, does } = await begin(story, placedAt);
      await does('li.na', cancel, '2026-05-10T02:00:00.000Z');
      expect(run.ended).toEqual({ as: 'completed' });
      expect(run.sent).toEqual([]);
    }
  });

  it('goes on as a new run when its history has become long, and forgets nothing', async () => {
    const story = begun();
    const { run, does } = await begin(story, placedAt);
    run.growsLong();
    await does('li.na', move('2026-05-25'), '2026-05-10T02:00:00.000Z');
    const input = (run.ended as { input: DeliveryTracking }).input;
    expect(input).toEqual(opened(story)?.input);
  });
});

describe('an order as a whole', () => {
  it('is followed until every department has acknowledged it, each late after a day', async () => {
    const story = new OrderStory().placed(placedAt);
    const { run, does } = await begin(story, placedAt, 'order');
    await does('sun.hao', { type: 'AcknowledgeOrder', department: 'operations' }, '2026-04-20T03:00:00.000Z');
    await does('he.jing', { type: 'AcknowledgeOrder', department: 'finance' }, '2026-04-20T04:00:00.000Z');
    await run.until('2026-04-30T00:00:00.000Z');
    expect(told(story)).toEqual(missed('acknowledgement/logistics', '2026-04-21T02:00:00.000Z'));
    expect(run.ended).toBeUndefined();
    await does('sun.hao', { type: 'AcknowledgeOrder', department: 'logistics' }, '2026-04-30T01:00:00.000Z');
    expect(run.ended).toEqual({ as: 'completed' });
  });
});

describe('a hundred deliveries of one day', () => {
  const content: PolicyContent<'order-delivery'> = {
    ...(policyKind('order-delivery').first as PolicyContent<'order-delivery'>),
    spreadMinutes: 30,
  };
  const effectiveFrom = '2026-04-01T00:00:00.000Z';
  const known = orderCompany([{ kind: 'order-delivery', version: 2, content, effectiveFrom }]);

  it('are spread over the window of the policy, each at a place of its own, and keep their due instant', () => {
    const story = new OrderStory(known);
    story.does('li.na', { ...place, lines: [{ ...lineOf(place), quantity: 100 }] } as typeof place, placedAt);
    for (let n = 1; n <= 100; n++) story.does('li.na', schedule('2026-05-20', n, 1), placedAt);
    const runs = deliveryTracking.open(story.state, { id: orderId, revision: 1, position: 1 });
    const confirmations = runs.flatMap(({ input }) =>
      input.milestones.filter(({ milestone }) => milestone.startsWith('confirmation/')),
    );
    expect(new Set(confirmations.map(({ dueAt }) => dueAt))).toEqual(new Set(['2026-05-17T01:00:00.000Z']));
    const minutes = confirmations.map(({ spreadMs }) => spreadMs / 60_000);
    expect(minutes).toHaveLength(100);
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...minutes)).toBeLessThan(30);
    for (const from of [0, 10, 20]) {
      const inThird = minutes.filter((one) => one >= from && one < from + 10).length;
      expect(inThird).toBeGreaterThan(15); // a third is 33
    }
  });

  it('record a breach at the due instant, though they do so later', async () => {
    const story = new OrderStory(known).placed(placedAt).scheduled('2026-05-20', placedAt);
    const { run } = await begin(story, placedAt);
    const spreadMs = opened(story)?.input.milestones[0]?.spreadMs ?? 0;
    expect(spreadMs).toBeGreaterThan(0);
    await run.until('2026-05-18T00:00:00.000Z');
    const breach = run.sent.find(({ type }) => type === 'RecordOrderMilestoneOverdue');
    expect(Date.parse(breach?.at ?? '') - Date.parse('2026-05-17T01:00:00.000Z')).toBe(spreadMs);
    expect(told(story)).toContainEqual(['Overdue', confirmation, '2026-05-17T01:00:00.000Z']);
  });
});

const lineOf = (placing: typeof place) => (placing as { lines: readonly object[] }).lines[0];
