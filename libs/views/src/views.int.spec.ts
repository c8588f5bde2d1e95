import { derivedId, DomainError } from '@dealtrail/event-sourcing';
import { OpenDealIdsOf, OpenDealIdsOfHandler } from '@dealtrail/deals';
import { DealTrailHandler } from './deal-trail.handlers.js';
import { DealPageHandler, DealRegisterHandler } from './deal-views.handlers.js';
import { DealPage, DealRegister, DealTrail, RegradeTasks } from './deal-views.queries.js';
import { RegradeTasksHandler } from './regrade-tasks.handlers.js';
import { OpenDealsByAgeHandler, PipelineReportHandler } from './reports.handlers.js';
import { OpenDealsByAge, PipelineReport } from './reports.queries.js';
import { SalesOffice } from './testing/sales-office.js';

const usd = (dollars: number) => ({ amount: dollars * 100, currency: 'USD' });
const customerId = derivedId('spec', 'customer');
const idOf = (title: string): string => derivedId('spec', title);

let office: SalesOffice;
beforeAll(async () => {
  office = await SalesOffice.open();
  await office.unit('east', 'region', 'East');
  await office.unit('east.1', 'team', 'East 1', 'east', 'zhao.min');
  await office.unit('west', 'region', 'West');
  await office.unit('west.1', 'team', 'West 1', 'west', 'qian.bo');
  await office.person('li.na', '李娜', ['rep'], 'east.1');
  await office.person('zhao.min', '赵敏', ['supervisor'], 'east.1');
  await office.person('wang.wei', '王伟', ['rep'], 'west.1');
  await office.person('qian.bo', '钱波', ['supervisor'], 'west.1');
  await office.person('gao.feng', '高峰', ['director']);
  await office.person('fa.wu', '法务', ['legal']);
  await office.send({ type: 'RegisterCustomer', customerId, name: '華東精密' } as never, 'li.na');

  const register = async (title: string, owner: string, dollars: number, at: string, more: object = {}) => {
    office.now = at;
    const amount = usd(dollars);
    await office.send({ type: 'RegisterDeal', dealId: idOf(title), title, amount, ...more } as never, owner);
  };
  const product = { productId: 'gtx.pro', productName: 'GTX Pro' };
  await register('Alpha', 'li.na', 100, '2026-01-05T01:00:00.000Z', { customerId, ...product });
  await register('Beta', 'li.na', 200, '2026-01-06T01:00:00.000Z', product);
  await register('Gamma', 'wang.wei', 300, '2026-01-07T01:00:00.000Z', { customerId });
  await register('Delta', 'wang.wei', 400, '2026-02-01T01:00:00.000Z', { grade: 'A' });

  office.now = '2026-01-20T01:00:00.000Z';
  await office.send({ type: 'AdvanceDeal', dealId: idOf('Alpha'), stage: 'interest' } as never, 'li.na');
  await office.send({ type: 'WinDeal', dealId: idOf('Beta'), amount: usd(190) } as never, 'li.na');
  office.now = '2026-01-30T01:00:00.000Z';
  await office.send({ type: 'LoseDeal', dealId: idOf('Gamma'), reason: '預算取消' } as never, 'wang.wei');
  office.now = '2026-03-02T01:00:00.000Z';
  const gone = { type: 'RecordDealGoneStale', dealId: idOf('Delta') };
  const process = { kind: 'process', id: 'dealFollowUp' } as const;
  await office.send({ ...gone, dueAt: '2026-03-03T01:00:00.000Z' } as never, process);
  office.now = '2026-03-08T01:00:00.000Z';
}, 60_000);
afterAll(() => office.close());

const list = async (who: string, fields: Partial<DealRegister> = {}) =>
  new DealRegisterHandler(office.reader, office.known).execute(await office.question(DealRegister, who, fields));
const titles = async (who: string, fields: Partial<DealRegister> = {}) =>
  (await list(who, { sort: 'title', ...fields })).items.map(({ title }) => title);

describe('DealRegister', () => {
  it('shows what is in reach', async () => {
    expect(await titles('li.na')).toEqual(['Alpha', 'Beta']);
    expect(await titles('qian.bo')).toEqual(['Delta', 'Gamma']);
    expect(await titles('gao.feng')).toEqual(['Alpha', 'Beta', 'Delta', 'Gamma']);
    await expect(titles('fa.wu')).rejects.toThrow(DomainError);
  });

  it('filters by everything it says', async () => {
    const all = (fields: Partial<DealRegister>) => titles('gao.feng', fields);
    expect(await all({ status: 'open' })).toEqual(['Alpha', 'Delta']);
    expect(await all({ ownerId: 'li.na' })).toEqual(['Alpha', 'Beta']);
    expect(await all({ unitId: 'west' })).toEqual(['Delta', 'Gamma']);
    expect(await all({ unitId: 'nowhere' })).toEqual([]);
    expect(await all({ stage: 'interest' })).toEqual(['Alpha']);
    expect(await all({ productId: 'gtx.pro' })).toEqual(['Alpha', 'Beta']);
    expect(await all({ customerId })).toEqual(['Alpha', 'Gamma']);
    expect(await all({ grade: 'A' })).toEqual(['Delta']);
    expect(await all({ stale: true })).toEqual(['Delta']);
    expect(await all({ from: '2026-01-06', to: '2026-01-07' })).toEqual(['Beta', 'Gamma']);
    expect(await all({ closedFrom: '2026-01-21', closedTo: '2026-01-30' })).toEqual(['Gamma']);
    expect(await all({ text: 'lph' })).toEqual(['Alpha']);
    expect(await all({ text: '精密' })).toEqual(['Alpha', 'Gamma']);
    expect(await all({ text: '%' })).toEqual([]);
  });

  it('pages in the order asked for', async () => {
    const first = await list('gao.feng', { sort: '-amount', limit: 3 });
    expect(first.items.map(({ amount }) => amount)).toEqual([40_000, 30_000, 19_000]);
    const rest = await list('gao.feng', { sort: '-amount', limit: 3, cursor: first.nextCursor });
    expect(rest.items.map(({ title }) => title)).toEqual(['Alpha']);
    expect(rest.nextCursor).toBeUndefined();
  });

  it('adds names, ages and what is overdue', async () => {
    const [alpha] = (await list('li.na', { text: 'Alpha' })).items;
    expect(alpha).toMatchObject({ customerName: '華東精密', ownerName: '李娜', ageDays: 62, overdue: true });
  });

  it('answers as of an instant', async () => {
    expect(await titles('gao.feng', { asOf: '2026-01-06T12:00:00Z' })).toEqual(['Alpha', 'Beta']);
  });
});

describe('DealPage', () => {
  const page = async (who: string, title: string) =>
    new DealPageHandler(office.reader, office.known).execute(
      await office.question(DealPage, who, { dealId: idOf(title) }),
    );
  it('shows all of it with its revision', async () =>
    expect(await page('zhao.min', 'Beta')).toMatchObject({
      title: 'Beta',
      status: 'won',
      amount: 19_000,
      expected: usd(200),
      closedOn: '2026-01-20',
      ownerName: '李娜',
      revision: 1,
    }));
  it('refuses what is out of reach or not there', async () => {
    await expect(page('wang.wei', 'Beta')).rejects.toMatchObject({ code: 'out-of-reach' });
    await expect(page('gao.feng', 'Nothing')).rejects.toMatchObject({ code: 'deal-not-found' });
  });
});

describe('PipelineReport', () => {
  const report = async (fields: Partial<PipelineReport>, who = 'gao.feng') =>
    new PipelineReportHandler(office.reader, office.known).execute(await office.question(PipelineReport, who, fields));
  const short = async (fields: Partial<PipelineReport>, who?: string) =>
    (await report(fields, who)).groups.map(({ key, label, open, won, lost }) => [key, label, open, won, lost]);

  it('counts and sums by every grouping', async () => {
    expect(await short({ groupBy: 'quarter' })).toEqual([
      ['2026-Q1', '2026-Q1', 0, 1, 1],
      [undefined, undefined, 2, 0, 0],
    ]);
    expect(await short({ groupBy: 'office' })).toEqual([
      ['east', 'East', 1, 1, 0],
      ['west', 'West', 1, 0, 1],
    ]);
    expect(await short({ groupBy: 'manager' })).toEqual([
      ['zhao.min', '赵敏', 1, 1, 0],
      ['qian.bo', '钱波', 1, 0, 1],
    ]);
    expect(await short({ groupBy: 'owner' })).toEqual([
      ['li.na', '李娜', 1, 1, 0],
      ['wang.wei', '王伟', 1, 0, 1],
    ]);
    expect(await short({ groupBy: 'product' })).toEqual([
      ['gtx.pro', 'GTX Pro', 1, 1, 0],
      [undefined, undefined, 1, 0, 1],
    ]);
    expect(await short({ groupBy: 'stage' })).toEqual([
      ['interest', '兴趣', 1, 0, 0],
      ['awareness', '认知', 1, 1, 1],
    ]);
  });

  it('gives totals with the win rate as decimal text', async () =>
    expect((await report({ groupBy: 'owner' })).total).toEqual({
      key: undefined,
      deals: 4,
      open: 2,
      won: 1,
      lost: 1,
      winRate: '0.5000',
      amounts: [{ currency: 'USD', open: 50_000, won: 19_000, lost: 30_000 }],
    }));

  it('keeps to closing days, currency, owner, office and reach', async () => {
    expect((await report({ groupBy: 'owner', from: '2026-01-21' })).total).toMatchObject({ won: 0, lost: 1, open: 0 });
    expect((await report({ groupBy: 'owner', to: '2026-01-20' })).total).toMatchObject({ won: 1, lost: 0 });
    expect((await report({ groupBy: 'owner', currency: 'CNY' })).total.deals).toBe(0);
    expect(await short({ groupBy: 'office', office: 'west' })).toEqual([['west', 'West', 1, 0, 1]]);
    expect(await short({ groupBy: 'office', ownerId: 'li.na' })).toEqual([['east', 'East', 1, 1, 0]]);
    expect(await short({ groupBy: 'office' }, 'wang.wei')).toEqual([['west', 'West', 1, 0, 1]]);
  });

  it('answers as of an instant, with the staff of then', async () =>
    expect((await report({ groupBy: 'office', asOf: '2026-01-10T00:00:00Z' })).total).toMatchObject({
      open: 3,
      won: 0,
      lost: 0,
    }));
});

describe('OpenDealsByAge', () => {
  it('counts by brackets of days', async () => {
    const question = await office.question(OpenDealsByAge, 'gao.feng');
    const { brackets } = await new OpenDealsByAgeHandler(office.reader, office.known).execute(question);
    expect(brackets.slice(0, 3)).toEqual([
      { fromDays: 0, toDays: 30, deals: 0, overdue: 0, amounts: [] },
      { fromDays: 31, toDays: 60, deals: 1, overdue: 1, amounts: [usd(400)] },
      { fromDays: 61, toDays: 90, deals: 1, overdue: 1, amounts: [usd(100)] },
    ]);
  });
});

describe('RegradeTasks', () => {
  const tasks = async (who: string) =>
    new RegradeTasksHandler(office.reader, office.known).execute(await office.question(RegradeTasks, who));
  it('puts a stale deal before its owner and the superior, and nobody else', async () => {
    const [task] = (await tasks('wang.wei')).items;
    expect(task).toMatchObject({
      title: 'Delta',
      ownerName: '王伟',
      superiorId: 'qian.bo',
      grade: 'A',
      overdueDays: 5,
    });
    expect((await tasks('qian.bo')).items).toHaveLength(1);
    expect((await tasks('li.na')).items).toEqual([]);
  });
});

describe('OpenDealIdsOf', () => {
  it('lists a person’s open deals for a process, and for no seller', async () => {
    const ask = async (kind: 'process' | 'staff') => {
      const question = await office.question(OpenDealIdsOf, 'li.na', { ownerId: 'li.na' });
      const metadata = { actor: { kind, id: 'li.na' } as const };
      return new OpenDealIdsOfHandler(office.reader, office.known).execute(Object.assign(question, { metadata }));
    };
    expect((await ask('process')).items).toEqual([idOf('Alpha')]);
    await expect(ask('staff')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });
});

describe('DealTrail', () => {
  const trail = async (who: string, title: string, fields: Partial<DealTrail> = {}) =>
    new DealTrailHandler(office.store, office.reader, office.known).execute(
      await office.question(DealTrail, who, { dealId: idOf(title), ...fields }),
    );
  it('tells a deal in Chinese', async () =>
    expect((await trail('li.na', 'Alpha')).items.map(({ when, who, sentence }) => [when, who, sentence])).toEqual([
      [
        '2026-01-05 09:00',
        '李娜',
        '登记商机“Alpha”，负责人李娜，客户華東精密，预计USD 100.00；须在 2026-02-19 09:00 前有进展',
      ],
      ['2026-01-20 09:00', '李娜', '由“认知”推进到“兴趣”；下一次进展须在 2026-03-06 09:00 前'],
    ]));
  it('tells it in English, and who acted for nobody', async () => {
    const { items } = await trail('qian.bo', 'Delta', { lang: 'en' });
    expect(items.map(({ who, sentence }) => `${who}: ${sentence}`)).toEqual([
      '王伟: Registered the deal “Delta” of 王伟, expected USD 400.00, grade A; progress is due by 2026-03-03 09:00',
      'Process dealFollowUp: Gone stale: no progress for 30 days (limit of grade A); 王伟 and 钱波 are asked to grade it anew',
    ]);
    expect(items[1]?.occurredAt).toBe('2026-03-03T01:00:00.000Z');
  });
  it('refuses what is out of reach', () =>
    expect(trail('li.na', 'Delta')).rejects.toMatchObject({ code: 'out-of-reach' }));
});
