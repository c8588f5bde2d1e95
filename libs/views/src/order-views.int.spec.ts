import { derivedId, shortNumber } from '@dealtrail/event-sourcing';
import { OpenOrderIdsOf, OpenOrderIdsOfHandler } from '@dealtrail/orders';
import { OrderPageHandler } from './order-page.handlers.js';
import { OrderRegisterHandler } from './order-views.handlers.js';
import { OrderPage, OrderRegister } from './order-views.queries.js';
import { SalesOffice } from './testing/sales-office.js';

const id = (name: string): string => derivedId('order-views', name);
const [customerId, dealId] = [id('customer'), id('deal')];

let office: SalesOffice;
const act = async (at: string, by: string, type: string, order: string, fields: object = {}) => {
  office.now = at;
  await office.send({ type, orderId: id(order), ...fields } as never, by);
};
const place = (at: string, by: string, orderNumber: string, yuan: number, more: object = {}) =>
  act(at, by, 'PlaceOrder', orderNumber, {
    orderNumber,
    lines: [{ lineId: '1', description: 'GTX', quantity: 2, value: { amount: yuan * 100, currency: 'CNY' } }],
    value: { amount: yuan * 100, currency: 'CNY' },
    ...more,
  });
const plan = (at: string, by: string, order: string, scheduledOn: string) =>
  act(at, by, 'ScheduleDelivery', order, { delivery: 1, scheduledOn, lines: [{ lineId: '1', quantity: 2 }] });

/** A-1 is late with operations and finance, B-2 is on its way, C-3 cancelled, D-4 complete; Thursday, 5 March 2026. */
beforeAll(async () => {
  office = await SalesOffice.open();
  await office.unit('east', 'team', 'East', undefined, 'zhao.min');
  await office.person('li.na', '李娜', ['rep'], 'east');
  await office.person('zhao.min', '赵敏', ['supervisor'], 'east');
  await office.person('wang.wei', '王伟', ['rep']);
  await office.person('ding.hao', '丁浩', ['operations']);
  await office.person('qian.yi', '錢宜', ['finance']);
  await office.person('qin.tao', '秦涛', ['technical']);
  await office.person('fa.wu', '方悟', ['legal']);
  await office.person('gao.feng', '高峰', ['director']);
  office.now = '2026-03-01T01:00:00.000Z';
  await office.send({ type: 'RegisterCustomer', customerId, name: '華東精密' } as never, 'li.na');
  await office.send({ type: 'RegisterDeal', dealId, title: '12 台 GTX', customerId } as never, 'li.na');

  await place('2026-03-02T01:00:00.000Z', 'li.na', 'A-1', 100, { customerId, dealId });
  await plan('2026-03-02T02:00:00.000Z', 'li.na', 'A-1', '2026-05-20');
  await act('2026-03-02T03:00:00.000Z', 'li.na', 'CheckOrderStatus', 'A-1', { note: '生產按期' });
  await place('2026-03-04T01:00:00.000Z', 'wang.wei', 'B-2', 200);
  for (const [department, by] of [
    ['operations', 'ding.hao'],
    ['logistics', 'ding.hao'],
    ['finance', 'qian.yi'],
  ] as const)
    await act('2026-03-04T02:00:00.000Z', by, 'AcknowledgeOrder', 'B-2', { department });
  await plan('2026-03-04T03:00:00.000Z', 'wang.wei', 'B-2', '2026-03-20');
  await act('2026-03-04T04:00:00.000Z', 'wang.wei', 'ConfirmDelivery', 'B-2', {
    delivery: 1,
    scheduledOn: '2026-03-20',
    criteria: '開箱通電',
  });
  await act('2026-03-04T04:30:00.000Z', 'wang.wei', 'DeclareOrderException', 'B-2', {
    exceptionId: id('exception'),
    kind: 'quality',
    description: '外箱破損',
  });
  await act('2026-03-04T04:31:00.000Z', 'wang.wei', 'AssignExceptionTask', 'B-2', {
    ...{ exceptionId: id('exception'), task: 1, department: '法務', assigneeId: 'fa.wu', description: '核對條款' },
  });
  await place('2026-03-04T05:00:00.000Z', 'li.na', 'C-3', 300);
  await act('2026-03-04T05:00:00.000Z', 'li.na', 'CancelOrder', 'C-3', { reason: '客戶取消採購' });
  await place('2026-03-04T06:00:00.000Z', 'li.na', 'D-4', 400);
  await plan('2026-03-04T06:00:00.000Z', 'li.na', 'D-4', '2026-03-04');
  await act('2026-03-04T07:00:00.000Z', 'ding.hao', 'RecordDelivery', 'D-4', {
    ...{ delivery: 1, happenedAt: '2026-03-04T06:30:00.000Z', withoutDocumentsReason: '客戶已有' },
  });
  await act('2026-03-04T08:00:00.000Z', 'li.na', 'SignOffDelivery', 'D-4', { delivery: 1 });
  office.now = '2026-03-05T02:00:00.000Z';
}, 60_000);
afterAll(() => office.close(), 30_000);

const list = async (who: string, fields: Partial<OrderRegister> = {}) =>
  new OrderRegisterHandler(office.reader, office.known).execute(await office.question(OrderRegister, who, fields));
const numbers = async (who: string, fields: Partial<OrderRegister> = {}) =>
  (await list(who, { sort: 'orderNumber', ...fields })).items.map(({ orderNumber }) => orderNumber);
const page = async (who: string, order: string, fields: Partial<OrderPage> = {}) =>
  new OrderPageHandler(office.reader, office.known).execute(
    await office.question(OrderPage, who, { orderId: id(order), ...fields }),
  );

describe('OrderRegister', () => {
  it('shows what is in reach, all to the departments that fulfil it, and to others what they have a part in', async () => {
    for (const who of ['gao.feng', 'ding.hao', 'qian.yi', 'qin.tao'])
      expect(await numbers(who)).toEqual(['A-1', 'B-2', 'C-3', 'D-4']);
    expect(await numbers('zhao.min')).toEqual(['A-1', 'C-3', 'D-4']);
    expect(await numbers('wang.wei')).toEqual(['B-2']);
    expect(await numbers('fa.wu')).toEqual(['B-2']);
  });

  it('filters by everything it says', async () => {
    const all = (fields: Partial<OrderRegister>) => numbers('gao.feng', fields);
    expect(await all({ status: 'open' })).toEqual(['A-1', 'B-2']);
    expect(await all({ status: 'completed' })).toEqual(['D-4']);
    expect(await all({ ownerId: 'wang.wei' })).toEqual(['B-2']);
    expect(await all({ customerId })).toEqual(['A-1']);
    expect(await all({ dealId })).toEqual(['A-1']);
    expect(await all({ contractId: id('contract') })).toEqual([]);
    expect(await all({ responsibleId: 'ding.hao' })).toEqual(['A-1']);
    expect(await all({ overdue: true })).toEqual(['A-1', 'B-2']);
    expect(await all({ overdue: false })).toEqual(['C-3', 'D-4']);
    expect(await all({ deliveryFrom: '2026-03-20', deliveryTo: '2026-03-20' })).toEqual(['B-2']);
    expect(await all({ deliveryFrom: '2026-03-21' })).toEqual(['A-1']);
    expect(await all({ text: 'b-2' })).toEqual(['B-2']);
    expect(await all({ text: '精密' })).toEqual(['A-1']);
    expect(await all({ text: shortNumber(id('C-3')) })).toEqual(['C-3']);
  });

  it('adds names, what comes next and whether that is overdue', async () => {
    const [first] = (await list('li.na', { text: 'A-1' })).items;
    expect(first).toMatchObject({
      customerName: '華東精密',
      ownerName: '李娜',
      dealTitle: '12 台 GTX',
      unacknowledged: ['operations', 'finance', 'logistics'],
      nextMilestone: 'acknowledgement/operations',
      nextDueAt: '2026-03-03T01:00:00.000Z',
      overdue: true,
      nextDeliveryOn: '2026-05-20',
      nextConfirmed: false,
      lastCheckedOn: '2026-03-02',
    });
    expect(first?.waitingForNames).toEqual(expect.arrayContaining(['丁浩', '錢宜', '李娜', '秦涛']));
    expect(Object.keys(first ?? {})).not.toContain('order');
  });

  it('pages by what is due next, those that wait for nothing last', async () => {
    const met: string[] = [];
    for (let cursor: string | undefined, turn = 0; turn === 0 || cursor !== undefined; turn++) {
      const answer = await list('gao.feng', { sort: 'nextDueAt', limit: 2, ...(cursor && { cursor }) });
      met.push(...answer.items.map(({ orderNumber }) => orderNumber));
      cursor = answer.nextCursor;
    }
    expect(met.slice(0, 2)).toEqual(['A-1', 'B-2']);
    expect([...met].sort()).toEqual(['A-1', 'B-2', 'C-3', 'D-4']);
  });

  it('answers as of an instant', async () => {
    const items = (await list('gao.feng', { text: 'D-4', asOf: '2026-03-04T06:30:00.000Z' })).items;
    expect(items[0]).toMatchObject({ status: 'open', deliveries: 1, delivered: 0 });
  });
});

describe('OrderPage', () => {
  it('has everything in one answer', async () => {
    const answer = await page('wang.wei', 'B-2');
    expect(answer.order.deliveries[0]?.confirmations).toMatchObject([{ criteria: '開箱通電', superseded: false }]);
    expect(answer.order.exceptions[0]).toMatchObject({ kind: 'quality', tasks: [{ assigneeId: 'fa.wu' }] });
    expect(answer.people).toMatchObject({ 'wang.wei': '王伟', 'fa.wu': '方悟', 'ding.hao': '丁浩' });
    expect(answer).toMatchObject({ overdue: true, nextDueAt: '2026-03-04T06:30:00.000Z' });
    expect(answer.happened.map(({ type }) => type).slice(0, 2)).toEqual(['OrderPlaced', 'OrderSchedulingRequested']);
    expect((await page('li.na', 'A-1')).checks).toMatchObject([{ day: '2026-03-02', note: '生產按期', late: false }]);
    expect(await page('gao.feng', 'D-4')).toMatchObject({ waitingFor: [], overdue: false });
  });

  it('is for who reaches the order or has a part in it', async () => {
    await page('fa.wu', 'B-2');
    await page('ding.hao', 'B-2');
    await expect(page('li.na', 'B-2')).rejects.toMatchObject({ code: 'out-of-reach' });
    await expect(page('fa.wu', 'A-1')).rejects.toMatchObject({ code: 'out-of-reach' });
    await expect(page('gao.feng', 'E-5')).rejects.toMatchObject({ code: 'order-not-found' });
  });
});

describe('OpenOrderIdsOf', () => {
  it('names the open orders of a person', async () => {
    const ask = async (ownerId: string) => {
      const question = await office.question(OpenOrderIdsOf, 'gao.feng', { ownerId });
      const metadata = { ...question.metadata, actor: { kind: 'process', id: 'reassignment' } };
      const handler = new OpenOrderIdsOfHandler(office.reader, office.known);
      return (await handler.execute(Object.assign(question, { metadata }) as OpenOrderIdsOf)).items;
    };
    expect(await ask('li.na')).toEqual([id('A-1')]);
    expect(await ask('wang.wei')).toEqual([id('B-2')]);
    expect(await ask('zhao.min')).toEqual([]);
  });
});

// The last one: it leaves an order more.
describe('an import that was stopped', () => {
  it('leaves orders whose past is not told to its end: they are listed until it is, and each says so', async () => {
    const past = { history: true, onBehalfOf: 'gao.feng', occurredAt: '2013-03-01T01:00:00.000Z' };
    const importing = { kind: 'import', id: 'shipments' } as const;
    const value = { amount: 100, currency: 'CNY' };
    const lines = [{ lineId: '1', description: 'GTX', quantity: 1, value }];
    const half = { orderId: id('half'), orderNumber: 'half', ownerId: 'wang.wei', lines, value, moreToTell: true };
    await office.send({ type: 'PlaceOrder', ...half } as never, importing, past);
    expect((await list('gao.feng', { moreToTell: true })).items).toMatchObject([
      { orderId: id('half'), history: true, moreToTell: true },
    ]);
    expect(await numbers('gao.feng', { moreToTell: false })).toEqual(['A-1', 'B-2', 'C-3', 'D-4']);
    await office.send({ type: 'EndOrderImport', orderId: id('half') } as never, importing, past);
    expect(await numbers('gao.feng', { moreToTell: true })).toEqual([]);
  });
});
