import { DomainError } from '@dealtrail/event-sourcing';
import { OpenDealIdsOf, OpenDealIdsOfHandler } from '@dealtrail/deals';
import { DealTrailHandler } from './deal-trail.handlers.js';
import { DealPageHandler, DealRegisterHandler } from './deal-views.handlers.js';
import { DealPage, DealRegister, DealTrail, RegradeTasks } from './deal-views.queries.js';
import { RegradeTasksHandler } from './regrade-tasks.handlers.js';
import { customerId, firstQuarter, idOf, usd } from './testing/first-quarter.js';
import type { SalesOffice } from './testing/sales-office.js';

let office: SalesOffice;
beforeAll(async () => {
  office = await firstQuarter();
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
