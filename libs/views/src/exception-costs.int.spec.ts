import { derivedId } from '@dealtrail/event-sourcing';
import { ExceptionCostsHandler } from './exception-costs.handlers.js';
import { ExceptionCosts, OrderExceptions } from './exception-costs.queries.js';
import { OrderExceptionsHandler } from './order-exceptions.handlers.js';
import { SalesOffice } from './testing/sales-office.js';

const id = (name: string): string => derivedId('exception-costs', name);

let office: SalesOffice;
const act = async (at: string, by: string, type: string, order: string, fields: object = {}) => {
  office.now = at;
  await office.send({ type, orderId: id(order), ...fields } as never, by);
};
const place = (by: string, orderNumber: string, currency: string) =>
  act('2026-03-02T01:00:00.000Z', by, 'PlaceOrder', orderNumber, {
    orderNumber,
    lines: [{ lineId: '1', description: 'GTX', quantity: 2, value: { amount: 100_000, currency } }],
    value: { amount: 100_000, currency },
  });
/** An exception of an order, with alternatives as kind, cost and answer. */
const trouble = async (
  at: string,
  by: string,
  order: string,
  name: string,
  kind: string,
  offers: readonly (readonly [string, number, string, ('accepted' | 'declined')?])[],
) => {
  const exceptionId = id(name);
  await act(at, by, 'DeclareOrderException', order, { exceptionId, kind, description: name });
  let alternative = 0;
  for (const [offered, amount, currency, answer] of offers) {
    alternative += 1;
    const offer = { exceptionId, alternative, kind: offered, description: offered, cost: { amount, currency } };
    await act(at, by, 'OfferAlternative', order, offer);
    if (answer) await act(at, by, 'AnswerAlternative', order, { exceptionId, alternative, answer });
  }
};

/** Four exceptions: two of Li Na's order in CNY, one closed, one late; one of Wang Wei's in USD, one of his without an offer. */
beforeAll(async () => {
  office = await SalesOffice.open();
  await office.unit('east', 'team', 'East', undefined, 'zhao.min');
  await office.person('li.na', '李娜', ['rep'], 'east');
  await office.person('zhao.min', '赵敏', ['supervisor'], 'east');
  await office.person('wang.wei', '王伟', ['rep']);
  await office.person('ding.hao', '丁浩', ['operations']);
  await office.person('fa.wu', '方悟', ['legal']);
  await office.person('gao.feng', '高峰', ['director']);
  await place('li.na', 'A-1', 'CNY');
  await place('wang.wei', 'B-2', 'USD');
  await trouble('2026-03-03T01:00:00.000Z', 'li.na', 'A-1', 'late', 'production-delay', [
    ['warranty-extension', 30_000, 'CNY', 'declined'],
    ['priority-scheduling', 5_000, 'CNY', 'accepted'],
  ]);
  // 31 March, 23:30 in Shanghai: still March there.
  await trouble('2026-03-31T15:30:00.000Z', 'li.na', 'A-1', 'closed', 'quality', [
    ['warranty-extension', 20_000, 'CNY', 'accepted'],
  ]);
  const exceptionId = id('closed');
  const done = '2026-03-31T15:40:00.000Z';
  await act(done, 'li.na', 'ApologiseToCustomer', 'A-1', { exceptionId, channel: '電話' });
  const task = { exceptionId, task: 1, department: '法務', assigneeId: 'fa.wu', description: '核對條款' };
  await act(done, 'li.na', 'AssignExceptionTask', 'A-1', task);
  await act(done, 'fa.wu', 'CompleteExceptionTask', 'A-1', { exceptionId, task: 1, result: '已核對' });
  await act(done, 'li.na', 'CloseOrderException', 'A-1', { exceptionId, result: '延保' });
  await trouble('2026-03-31T16:30:00.000Z', 'wang.wei', 'B-2', 'usd', 'quality', [
    ['warranty-extension', 700, 'USD', 'accepted'],
  ]);
  await trouble('2026-03-31T17:00:00.000Z', 'wang.wei', 'B-2', 'new', 'logistics-blocked', []);
  office.now = '2026-03-31T18:30:00.000Z'; // an hour and a half, and two hours, after the last two
}, 60_000);
afterAll(() => office.close(), 30_000);

const costs = async (who: string, fields: Partial<ExceptionCosts> = {}) =>
  new ExceptionCostsHandler(office.reader, office.known).execute(
    await office.question(ExceptionCosts, who, { groupBy: 'kind', ...fields }),
  );
const list = async (who: string, fields: Partial<OrderExceptions> = {}) =>
  (
    await new OrderExceptionsHandler(office.reader, office.known).execute(
      await office.question(OrderExceptions, who, { sort: 'happenedAt', ...fields }),
    )
  ).items;

describe('ExceptionCosts', () => {
  const late = {
    ...{ currency: 'CNY', exceptions: 1, open: 1, closed: 0, late: 1 },
    ...{ offered: 2, accepted: 1, declined: 1, costOffered: 35_000, costAccepted: 5_000 },
  };
  const closed = {
    ...{ currency: 'CNY', exceptions: 1, open: 0, closed: 1, late: 0 },
    ...{ offered: 1, accepted: 1, declined: 0, costOffered: 20_000, costAccepted: 20_000 },
  };
  const usd = {
    ...{ currency: 'USD', exceptions: 1, open: 1, closed: 0, late: 0 },
    ...{ offered: 1, accepted: 1, declined: 0, costOffered: 700, costAccepted: 700 },
  };
  const without = {
    ...{ currency: 'USD', exceptions: 1, open: 1, closed: 0, late: 0 },
    ...{ offered: 0, accepted: 0, declined: 0, costOffered: 0, costAccepted: 0 },
  };

  it('sums by kind, each currency apart', async () => {
    const { groups, totals } = await costs('gao.feng');
    expect(groups).toEqual([
      { key: 'logistics-blocked', label: '物流受阻', ...without },
      { key: 'production-delay', label: '生產延誤', ...late },
      { key: 'quality', label: '質量問題', ...closed },
      { key: 'quality', label: '質量問題', ...usd },
    ]);
    expect(totals).toEqual([
      {
        ...{ currency: 'CNY', exceptions: 2, open: 1, closed: 1, late: 1 },
        ...{ offered: 3, accepted: 2, declined: 1, costOffered: 55_000, costAccepted: 25_000 },
      },
      { ...usd, exceptions: 2, open: 2 },
    ]);
  });

  it('sums by alternative; what has none stands last', async () => {
    const { groups } = await costs('gao.feng', { groupBy: 'alternative' });
    expect(
      groups.map(({ key, label, currency, exceptions, costAccepted }) => [
        key,
        label,
        currency,
        exceptions,
        costAccepted,
      ]),
    ).toEqual([
      ['priority-scheduling', '優先排產', 'CNY', 1, 5_000],
      ['warranty-extension', '延長質保', 'CNY', 2, 20_000],
      ['warranty-extension', '延長質保', 'USD', 1, 700],
      [undefined, undefined, 'USD', 1, 0],
    ]);
  });

  it('sums by the month in Shanghai and by owner', async () => {
    const months = (await costs('gao.feng', { groupBy: 'month' })).groups;
    expect(months.map(({ key, currency, exceptions }) => [key, currency, exceptions])).toEqual([
      ['2026-03', 'CNY', 2],
      ['2026-04', 'USD', 2],
    ]);
    const owners = (await costs('gao.feng', { groupBy: 'owner' })).groups;
    expect(owners.map(({ key, label, costAccepted }) => [key, label, costAccepted])).toEqual([
      ['li.na', '李娜', 25_000],
      ['wang.wei', '王伟', 700],
    ]);
  });

  it('counts the days, kind and owner that are asked for, of what is in reach', async () => {
    const counted = async (who: string, fields: Partial<ExceptionCosts> = {}) =>
      (await costs(who, fields)).totals.reduce((sum, { exceptions }) => sum + exceptions, 0);
    expect(await counted('gao.feng', { from: '2026-03-31', to: '2026-03-31' })).toBe(1);
    expect(await counted('gao.feng', { from: '2026-04-01' })).toBe(2);
    expect(await counted('gao.feng', { kind: 'quality' })).toBe(2);
    expect(await counted('gao.feng', { ownerId: 'li.na' })).toBe(2);
    expect(await counted('zhao.min')).toBe(2);
    expect(await counted('wang.wei')).toBe(2);
    expect(await counted('ding.hao')).toBe(4);
    await expect(costs('fa.wu')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });
});

describe('OrderExceptions', () => {
  it('shows what is in reach, and to who has a task that one', async () => {
    const said = async (who: string, fields: Partial<OrderExceptions> = {}) =>
      (await list(who, fields)).map(({ description }) => description);
    expect(await said('gao.feng')).toEqual(['late', 'closed', 'usd', 'new']);
    expect(await said('zhao.min')).toEqual(['late', 'closed']);
    expect(await said('fa.wu')).toEqual(['closed']);
    expect(await said('gao.feng', { state: 'open', overdue: false })).toEqual(['usd', 'new']);
    expect(await said('gao.feng', { overdue: true })).toEqual(['late']);
    expect(await said('gao.feng', { kind: 'quality', orderId: id('B-2') })).toEqual(['usd']);
  });
  it('says who, how late, and at which cost', async () => {
    const [row] = await list('li.na', { state: 'open' });
    expect(row).toMatchObject({
      ...{ ownerName: '李娜', overdue: true, dueAt: '2026-03-03T03:00:00.000Z', currency: 'CNY' },
      ...{ offered: 2, accepted: 1, costOffered: 35_000, costAccepted: 5_000 },
    });
    expect(row?.overdueAt).toBeUndefined(); // nobody has recorded it
  });
});
