import { OpenDealsByAgeHandler, PipelineReportHandler } from './reports.handlers.js';
import { OpenDealsByAge, PipelineReport } from './reports.queries.js';
import { firstQuarter, usd } from './testing/first-quarter.js';
import type { SalesOffice } from './testing/sales-office.js';

let office: SalesOffice;
beforeAll(async () => {
  office = await firstQuarter();
}, 60_000);
afterAll(() => office.close());

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
