import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { fold, type CommandMetadata, type Intention } from '@dealtrail/event-sourcing';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { order, type Order } from '@dealtrail/orders';
import { agreementId } from './order-amendment/order-amendment.reactions.js';
import { plannedOrderId } from './order-placement/order-placement.reactions.js';
import type { DeliveryTracking } from './delivery-tracking/delivery-tracking.state.js';
import { SalesFloor } from './testing/sales-floor.js';

let floor: SalesFloor;
/** A hand-over is known by its person, and all spec files share one Temporal. */
const leaver = `wang.wei.${randomUUID().slice(0, 8)}`;
let text: Awaited<ReturnType<SalesFloor['upload']>>;
const by = (id: string): Partial<CommandMetadata> => ({ actor: { kind: 'staff', id } });
const does = (who: string, what: object) => floor.send(what as Intention, by(who));

beforeAll(async () => {
  floor = await SalesFloor.open();
  await floor.send({ type: 'RegisterUnit', unitId: 'sales', kind: 'department', name: '銷售' } as Intention);
  for (const rep of ['li.na', leaver]) await floor.hire(rep, ['rep'], 'sales');
  await floor.hire('zhao.min', ['salesManager'], 'sales');
  await does('admin', { type: 'AppointUnitHead', unitId: 'sales', head: 'zhao.min' });
  await floor.hire('fang.yuan', ['legal']);
  await floor.hire('qin.tao', ['finance']);
  await floor.hire('sun.hao', ['operations']);
  text = await floor.upload('li.na', '合同正文');
  await floor.react();
  floor.work();
}, 60_000);
afterAll(() => floor?.close(), 60_000);

const value = { amount: 48_210_000, currency: 'CNY' };
const line = { lineId: '1', description: 'GTX Pro', quantity: 12, value };
const inAMonth = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString().slice(0, 10);
const checks = ['payment-terms', 'breach-liability'];

/** Submitted, approved by both departments and signed. */
async function approveAndSign(contractId: string): Promise<void> {
  await does('li.na', { type: 'SubmitContract', contractId });
  for (const who of ['fang.yuan', 'qin.tao'])
    await does(who, { type: 'ApproveContract', contractId, round: 1, checks });
  await does('li.na', { type: 'SignContract', contractId, round: 1, text });
}

/** A contract whose plan has one order with two deliveries. */
async function signed(): Promise<{ contractId: string; orderId: string }> {
  const [dealId, contractId] = [randomUUID(), randomUUID()];
  await does('li.na', { type: 'RegisterDeal', dealId, title: '12 台 GTX Pro' });
  const terms = { paymentTerms: '30 日', breachLiability: '0.05%', deliveryPlan: '下月', text };
  const parties = [{ role: 'buyer', name: '明遠科技有限公司' }];
  const deliveries = [8, 4].map((quantity) => ({ scheduledOn: inAMonth, lines: [{ lineId: '1', quantity }] }));
  const orderPlan = [{ orderNumber: 'SO-1', lines: [line], deliveries }];
  const draft = { type: 'DraftContract', contractId, dealId, title: '銷售合同', parties, amount: value, ...terms };
  await does('li.na', { ...draft, orderPlan });
  await approveAndSign(contractId);
  return { contractId, orderId: plannedOrderId(contractId, 'SO-1') };
}

const stateOf = async (orderId: string): Promise<Exclude<Order, { status: 'none' }> | undefined> => {
  const state = fold<Order>(order, (await floor.store.read([`order-${orderId}`]))[0] ?? []);
  return state.status === 'none' ? undefined : state;
};
const run = (orderId: string, part: string) => floor.client.workflow.getHandle(`deliveryTracking/${orderId}/${part}`);
const tracked = (orderId: string, part: string): Promise<DeliveryTracking | undefined> =>
  run(orderId, part)
    .query<DeliveryTracking>('deliveryTrackingStatus')
    .catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    });

describe('a contract that is signed', () => {
  it('becomes an order, each delivery of which is followed until it is over, and the order until it is acknowledged', async () => {
    const { orderId } = await signed();
    for (const part of ['1', '2', 'order'])
      await eventually(
        () => tracked(orderId, part),
        (status) => status?.ownerId === 'li.na',
      );
    expect(
      (await floor.reconciler().run({ dryRun: true })).find(({ process }) => process === 'deliveryTracking'),
    ).toEqual(expect.objectContaining({ open: 3, started: 0, ended: 0, failed: 0 }));
    await does('li.na', { type: 'CancelDelivery', orderId, delivery: 1, reason: '與第二批合併' });
    await run(orderId, '1').result();
    for (const [who, department] of [
      ['sun.hao', 'operations'],
      ['sun.hao', 'logistics'],
      ['qin.tao', 'finance'],
    ] as const)
      await does(who, { type: 'AcknowledgeOrder', orderId, department });
    await run(orderId, 'order').result();
    const moved = new Date(Date.parse(inAMonth) + 5 * 24 * 3_600_000).toISOString().slice(0, 10);
    const move = { type: 'RescheduleDelivery', orderId, delivery: 2, scheduledOn: moved, reason: '客戶場地未就緒' };
    await does('li.na', move);
    const status = await eventually(
      () => tracked(orderId, '2'),
      (one) => one?.scheduledOn === moved,
    );
    expect(status?.milestones.map(({ milestone }) => milestone)).toEqual(['confirmation/2', 'documents/2']);
    await does('li.na', { type: 'CancelOrder', orderId, reason: '客戶取消採購' });
    await run(orderId, '2').result();
  }, 90_000);

  it('is followed by a supplementary agreement when its order changes much, whose signature applies the change', async () => {
    const { orderId } = await signed();
    await eventually(
      () => stateOf(orderId),
      (state) => state?.deliveries.length === 2,
    );
    const lines = [{ ...line, quantity: 24, value: { amount: 96_420_000, currency: 'CNY' } }];
    await does('li.na', { type: 'AmendOrder', orderId, reason: '客戶加購', lines });
    const agreement = agreementId(orderId, 1);
    await eventually(
      () => floor.story(`contract-${agreement}`),
      (story) => story.length > 0,
    );
    expect((await stateOf(orderId))?.lines[0]?.quantity).toBe(12);
    await does('li.na', { type: 'ReviseContract', contractId: agreement, text });
    await approveAndSign(agreement);
    await eventually(
      () => stateOf(orderId),
      (state) => state?.lines[0]?.quantity === 24,
    );
  }, 90_000);
});

describe('an owner who leaves', () => {
  it('owns no order afterwards, also none that is placed in the same moment', async () => {
    const place = (orderId: string) =>
      does('zhao.min', {
        type: 'PlaceOrder',
        orderId,
        ownerId: leaver,
        orderNumber: orderId.slice(0, 8),
        lines: [line],
        value,
      });
    const [before, meanwhile] = [randomUUID(), randomUUID()];
    await place(before);
    const leave = does('admin', { type: 'DeactivatePerson', staffId: leaver, reason: '離職' });
    const placed = await Promise.allSettled([place(meanwhile), leave]);
    for (const orderId of placed[0]?.status === 'fulfilled' ? [before, meanwhile] : [before])
      await eventually(
        () => stateOf(orderId),
        (state) => state?.ownerId === 'zhao.min',
      );
  }, 60_000);
});
