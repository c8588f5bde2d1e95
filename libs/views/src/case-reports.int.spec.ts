import { operationOf, type OperationClass } from '@dealtrail/event-sourcing';
import type { KnownKeeper } from '@dealtrail/event-sourcing';
import { csvHead, csvLines } from '@dealtrail/http';
import type { Known } from '@dealtrail/known';
import type { Question, ReadStore } from '@dealtrail/read-store';
import { CountedEscalationsHandler, EscalationReportHandler } from './escalation-report.handlers.js';
import { CountedHoldingsHandler, HandOverCountsHandler } from './hand-over-counts.handlers.js';
import { CountedPromisesHandler, PromisesKeptHandler } from './promises-kept.handlers.js';
import { CountedEscalations, EscalationReport } from './escalation-report.queries.js';
import { CountedHoldings, HandOverCounts } from './hand-over-counts.queries.js';
import { CountedPromises, PromisesKept } from './promises-kept.queries.js';
import { CaseCausesHandler, OpenCaseAgesHandler } from './case-reports.handlers.js';
import { CaseCauses, ComplaintRate, OpenCaseAges, ServiceStandards } from './case-reports.queries.js';
import { CountedCases } from './counted-cases.queries.js';
import { ComplaintRateHandler } from './complaint-rate.handlers.js';
import { CountedCasesHandler } from './counted-cases.handlers.js';
import { OrderRegisterHandler } from './order-views.handlers.js';
import { OrderRegister } from './order-views.queries.js';
import { ServiceStandardsHandler } from './service-standards.handlers.js';
import type { ServiceStandardsGroup } from './service-standards.js';
import { at } from './testing/approvals.js';
import { customerA, marchCases } from './testing/cases.js';
import type { SalesOffice } from './testing/sales-office.js';

let office: SalesOffice;
beforeAll(async () => {
  office = await marchCases();
}, 60_000);
afterAll(() => office.close(), 30_000);

type Handler<Q, A> = new (store: ReadStore, known: KnownKeeper<Known>) => { execute(question: Q): Promise<A> };
const asker =
  <Q extends Question, A>(type: new () => Q, handler: Handler<Q, A>) =>
  async (fields: Partial<Q>, who = 'gao.feng'): Promise<A> =>
    new handler(office.reader, office.known).execute(await office.question(type, who, fields));

const standards = asker(ServiceStandards, ServiceStandardsHandler);
const rates = asker(ComplaintRate, ComplaintRateHandler);
const causes = asker(CaseCauses, CaseCausesHandler);
const ages = asker(OpenCaseAges, OpenCaseAgesHandler);
const escalations = asker(EscalationReport, EscalationReportHandler);
const handOvers = asker(HandOverCounts, HandOverCountsHandler);
const promises = asker(PromisesKept, PromisesKeptHandler);
const cases = asker(CountedCases, CountedCasesHandler);

const lists = {
  '/reports/cases': [CountedCases, cases],
  '/orders': [OrderRegister, asker(OrderRegister, OrderRegisterHandler)],
  '/reports/escalations/list': [CountedEscalations, asker(CountedEscalations, CountedEscalationsHandler)],
  '/reports/hand-overs/list': [CountedHoldings, asker(CountedHoldings, CountedHoldingsHandler)],
  '/reports/promises-kept/list': [CountedPromises, asker(CountedPromises, CountedPromisesHandler)],
} as const;
/** What a row says to ask, asked as the edge would; `more` narrows it to one column. */
async function listed(list: string, more: Readonly<Record<string, unknown>> = {}, who?: string) {
  const url = new URL(list, 'http://spec');
  const [, ask] = lists[url.pathname as keyof typeof lists];
  const bool: Readonly<Record<string, unknown>> = { true: true, false: false };
  const fields = Object.fromEntries([...url.searchParams].map(([name, value]) => [name, bool[value] ?? value]));
  const { items } = await (ask as (fields: object, who?: string) => Promise<{ items: readonly unknown[] }>)(
    { ...fields, ...more },
    who,
  );
  return items as readonly Readonly<Record<string, unknown>>[];
}
const names = async (list: string, more?: Readonly<Record<string, unknown>>, who?: string) =>
  (await listed(list, more, who)).map(({ subject, text }) => subject ?? text).sort();

describe('ServiceStandards', () => {
  /*
   * Hours of counted time. Response: C4 0.25, C1 0.5, C2 2 late, C7 0.1, C3 0.5; C5 merged, C6 open.
   * Solution: C4 2, C1 4, C2 30 late, C7 10; C3 overdue without its breach on record, C5 merged, C6 open.
   * Closing: C4 12, C1 24 (paused while resolved), C2 72 sharp, C7 48; C3 and C6 open, C5 merged.
   */
  it('counts all cases against the three standards as counted by hand', async () => {
    const { totals } = await standards({ groupBy: 'kind' });
    expect(totals).toEqual([
      {
        ...{ key: undefined, clock: 'response', cases: 7, inTime: 4, late: 1, open: 1, overdue: 0, merged: 1 },
        ...{ inTimeRate: '0.8000', withinStandardRate: '0.8000', meanHours: '0.67', maxHours: '2.00' },
        ...{ p50Hours: '0.50', p75Hours: '0.50', p90Hours: '2.00', p95Hours: '2.00' },
        list: '/reports/cases?clock=response',
      },
      {
        ...{ key: undefined, clock: 'solution', cases: 7, inTime: 3, late: 1, open: 1, overdue: 1, merged: 1 },
        ...{ inTimeRate: '0.6000', withinStandardRate: '0.7500', meanHours: '11.50', maxHours: '30.00' },
        ...{ p50Hours: '4.00', p75Hours: '10.00', p90Hours: '30.00', p95Hours: '30.00' },
        list: '/reports/cases?clock=solution',
      },
      {
        ...{ key: undefined, clock: 'closing', cases: 7, inTime: 4, late: 0, open: 2, overdue: 0, merged: 1 },
        ...{ inTimeRate: '1.0000', withinStandardRate: '1.0000', meanHours: '39.00', maxHours: '72.00' },
        ...{ p50Hours: '24.00', p75Hours: '48.00', p90Hours: '72.00', p95Hours: '72.00' },
        list: '/reports/cases?clock=closing',
      },
    ]);
  });

  it.each([
    [
      'person',
      [
        ['luo.jia', 'response', 3, 0, 1, 0],
        ['luo.jia', 'solution', 2, 0, 1, 1],
        ['luo.jia', 'closing', 2, 0, 2, 0],
        ['li.na', 'response', 0, 1, 0, 0],
        ['wang.wei', 'response', 1, 0, 0, 0],
        ['wang.wei', 'solution', 1, 0, 0, 0],
        ['wang.wei', 'closing', 1, 0, 0, 0],
        ['qin.tao', 'solution', 0, 1, 0, 0],
        ['qin.tao', 'closing', 1, 0, 0, 0],
      ],
    ],
    [
      'team',
      [
        ['east.1', 'response', 0, 1, 0, 0],
        ['west.1', 'response', 1, 0, 0, 0],
        ['west.1', 'solution', 1, 0, 0, 0],
        ['west.1', 'closing', 1, 0, 0, 0],
        [undefined, 'response', 3, 0, 1, 0],
        [undefined, 'solution', 2, 1, 1, 1],
        [undefined, 'closing', 3, 0, 2, 0],
      ],
    ],
    [
      'month',
      [
        ['2026-02', 'response', 1, 0, 0, 0],
        ['2026-02', 'solution', 1, 0, 0, 0],
        ['2026-02', 'closing', 1, 0, 0, 0],
        ['2026-03', 'response', 3, 1, 1, 0],
        ['2026-03', 'solution', 2, 1, 1, 1],
        ['2026-03', 'closing', 3, 0, 2, 0],
      ],
    ],
  ] as const)('groups by %s, whoever answers for each clock', async (groupBy, expected) => {
    const { groups } = await standards({ groupBy });
    const figures = groups.map(({ key, clock, inTime, late, open, overdue }) => [
      key,
      clock,
      inTime,
      late,
      open,
      overdue,
    ]);
    expect(new Set(figures.map((row) => JSON.stringify(row)))).toEqual(
      new Set(expected.map((row) => JSON.stringify(row))),
    );
  });

  const outcomesOf = ({ inTime, late, open, overdue, merged }: ServiceStandardsGroup): [string, number][] =>
    Object.entries({ inTime, late, open, overdue, merged });
  it.each(['person', 'team', 'group', 'channel', 'product', 'priority', 'kind', 'month'] as const)(
    'lists what each cell by %s counts',
    async (groupBy) => {
      const { groups, totals } = await standards({ groupBy });
      for (const row of [...groups, ...totals]) {
        const outcomes = (await listed(row.list)).map((one) => one[`${row.clock}Outcome`]);
        const counted = outcomesOf(row).flatMap(([outcome, n]) => Array.from({ length: n }, () => outcome));
        expect([row.list, outcomes.sort()]).toEqual([row.list, counted.sort()]);
      }
    },
    30_000,
  );

  it('lists what one column counts', async () => {
    for (const row of (await standards({ groupBy: 'kind' })).totals)
      for (const [outcome, n] of outcomesOf(row)) expect(await listed(row.list, { outcome })).toHaveLength(n);
  });

  it('says of each case what became of its clocks', async () => {
    expect(await listed('/reports/cases?clock=solution&outcome=overdue')).toEqual([
      expect.objectContaining({
        ...{ subject: 'C3', ownerName: '羅佳', sellerName: '王伟', responseOutcome: 'inTime', responseHours: '0.50' },
        ...{ solutionOutcome: 'overdue', solutionHours: undefined, closingOutcome: 'open', overdue: true },
      }),
    ]);
  });

  it('keeps to days, kind, channel, priority, group, product, customer, seller, person and team', async () => {
    const answered = async (fields: Partial<ServiceStandards>) =>
      (await standards({ groupBy: 'kind', ...fields })).totals[0]?.cases;
    expect(await answered({ from: '2026-03-02', to: '2026-03-03' })).toBe(2);
    expect(await answered({ to: '2026-02-28' })).toBe(1);
    expect(await answered({ kind: 'complaint', priority: 'high' })).toBe(1);
    expect(await answered({ channel: 'web' })).toBe(2);
    expect(await answered({ group: 'Group 1' })).toBe(1);
    expect(await answered({ productId: 'gtx.pro', customerId: customerA })).toBe(2);
    expect(await answered({ sellerId: 'wang.wei' })).toBe(2);
    expect(await answered({ personId: 'li.na' })).toBe(1);
    expect(await answered({ teamId: 'west.1' })).toBe(1);
    expect(await answered({ from: '2026-04-01' })).toBeUndefined();
  });

  it('shows leaders the cases of their people, lists too, and a rep none', async () => {
    const seen = async (who: string) => (await standards({ groupBy: 'kind' }, who)).totals[0]?.cases;
    expect(await seen('zhao.min')).toBe(3); // C1 and C7 of Li Na’s customers, and C2
    expect(await seen('he.ping')).toBe(5);
    expect(await seen('tang.yu')).toBe(1);
    expect(await seen('luo.jia')).toBe(5); // her own
    expect(await names('/reports/cases', {}, 'zhao.min')).toEqual(['C1', 'C2', 'C7']);
    await expect(seen('li.na')).rejects.toMatchObject({ code: 'role-not-permitted' });
    await expect(cases({}, 'fa.wu')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });

  it('answers as of an instant', async () => {
    const { totals } = await standards({ groupBy: 'kind', asOf: at('03-03 10:30') });
    expect(totals.map(({ inTime, late, open, overdue }) => [inTime, late, open, overdue])).toEqual([
      [2, 0, 0, 1], // C2 not answered, its breach on record
      [2, 0, 1, 0],
      [1, 0, 2, 0], // C1 resolved, not closed
    ]);
    expect(await names(totals[0]?.list ?? '', { outcome: 'overdue' })).toEqual(['C2']);
  });
});

describe('ComplaintRate', () => {
  const short = async (fields: Partial<ComplaintRate>, who?: string) => {
    const { groups, total } = await rates({ groupBy: 'seller', ...fields }, who);
    return [...groups, total].map(({ key, complaints, aboutOrders, orders, per100Orders }) => [
      ...[key, complaints, aboutOrders, orders, per100Orders],
    ]);
  };
  it('is complaints for each hundred orders placed, by seller, team and month', async () => {
    expect(await short({ groupBy: 'seller' })).toEqual([
      ['li.na', 1, 1, 3, '33.33'],
      ['wang.wei', 2, 1, 4, '50.00'],
      [undefined, 3, 2, 7, '42.86'],
    ]);
    expect(await short({ groupBy: 'team' })).toEqual([
      ['east.1', 1, 1, 3, '33.33'],
      ['west.1', 2, 1, 4, '50.00'],
      [undefined, 3, 2, 7, '42.86'],
    ]);
    expect(await short({ groupBy: 'month' })).toEqual([
      ['2026-02', 1, 0, 3, '33.33'],
      ['2026-03', 2, 2, 4, '50.00'],
      [undefined, 3, 2, 7, '42.86'],
    ]);
  });
  it('keeps to days, sellers and reach, and has no rate without an order', async () => {
    expect(await short({ from: '2026-03-05', to: '2026-03-31', sellerId: 'wang.wei' })).toEqual([
      ['wang.wei', 1, 1, 0, undefined],
      [undefined, 1, 1, 0, undefined],
    ]);
    expect(await short({ sellerTeamId: 'east.1' })).toHaveLength(2);
    expect(await short({}, 'zhao.min')).toEqual([
      ['li.na', 1, 1, 3, '33.33'],
      [undefined, 1, 1, 3, '33.33'],
    ]);
    expect(await short({ from: '2027-01-01' })).toEqual([[undefined, 0, 0, 0, undefined]]);
  });
  it.each(['seller', 'team', 'month'] as const)(
    'lists the complaints and the orders of each cell by %s',
    async (groupBy) => {
      // He Ping leads nobody who sells, and may read every order.
      for (const who of ['gao.feng', 'zhao.min', 'he.ping'])
        for (const period of [{ from: '2026-02-01' }, { from: '2026-03-01', to: '2026-03-02' }, { to: '2026-02-20' }]) {
          const { groups, total } = await rates({ groupBy, ...period }, who);
          for (const { list, complaints, ordersList, orders } of [...groups, total]) {
            expect([list, (await listed(list, {}, who)).length]).toEqual([list, complaints]);
            const those = ordersList === undefined ? [] : await listed(ordersList, {}, who);
            expect([ordersList, those.length]).toEqual([ordersList, orders]);
          }
        }
    },
  );
  it('names where its orders are listed, and no place where there can be none', async () => {
    const where = async (fields: Partial<ComplaintRate>) => {
      const { groups, total } = await rates({ groupBy: 'seller', ...fields });
      return [...groups, total].map(({ ordersList }) => ordersList);
    };
    expect(await where({ sellerId: 'wang.wei', from: '2026-02-01', customerId: customerA })).toEqual([
      `/orders?led=true&placedFrom=2026-02-01&ownerId=wang.wei&customerId=${customerA}`,
      `/orders?led=true&placedFrom=2026-02-01&ownerId=wang.wei&customerId=${customerA}`,
    ]);
    expect(await where({ groupBy: 'team', sellerTeamId: 'east.1' })).toEqual([
      '/orders?led=true&ownerTeamId=east.1',
      '/orders?led=true&ownerTeamId=east.1',
    ]);
  });
});

describe('CaseCauses', () => {
  it('counts causes, their share, and those that brought theirs back', async () => {
    const { groups, totals } = await causes({ groupBy: 'product' });
    const short = ({
      key,
      cause,
      causeName,
      cases: n,
      complaints,
      share,
      closed,
      recurred,
    }: (typeof groups)[number]) => [...[key, cause, causeName, n, complaints, share, closed, recurred]];
    expect(groups.map(short)).toEqual([
      ['gtx.one', 'delivery', '交付物流', 1, 0, '1.0000', 1, 0],
      ['gtx.pro', 'product-quality', '產品質量', 2, 1, '1.0000', 2, 2],
      ['gtx.pro', undefined, undefined, 1, 1, undefined, 0, 0],
      [undefined, 'product-quality', '產品質量', 1, 1, '1.0000', 1, 0],
      [undefined, undefined, undefined, 1, 0, undefined, 0, 0],
    ]);
    expect(totals.map(short)).toEqual([
      [undefined, 'product-quality', '產品質量', 3, 2, '0.7500', 3, 2],
      [undefined, 'delivery', '交付物流', 1, 0, '0.2500', 1, 0],
      [undefined, undefined, undefined, 2, 1, undefined, 0, 0],
    ]);
  });
  it.each(['cause', 'product', 'customer', 'seller', 'channel', 'kind', 'month'] as const)(
    'lists the cases of each cell by %s',
    async (groupBy) => {
      const { groups, totals } = await causes({ groupBy, from: '2026-02-01' });
      for (const row of [...groups, ...totals])
        expect([row.list, (await listed(row.list)).length]).toEqual([row.list, row.cases]);
    },
    30_000,
  );
});

describe('recurrences', () => {
  it('lists the cases that brought their cause back, and the others', async () => {
    const quality = { cause: 'product-quality' };
    expect(await names('/reports/cases', { ...quality, recurred: true })).toEqual(['C1', 'C7']);
    expect(await names('/reports/cases', { ...quality, recurred: false })).toEqual(['C4']);
  });
});

describe('OpenCaseAges', () => {
  it('counts open cases by age when it is asked, and as of then', async () => {
    const { groups, total } = await ages({ groupBy: 'status' });
    expect(groups.map(({ key, label, open, oldestHours }) => [key, label, open, oldestHours])).toEqual([
      ['waiting', '等待中', 1, '48.00'],
      ['open', '處理中', 1, '0.50'],
    ]);
    expect(total).toEqual({
      ...{ key: undefined, open: 2, within1h: 1, within24h: 0, within72h: 1, within7d: 0, within30d: 0, over30d: 0 },
      ...{ overdue: 1, waiting: 1, resolved: 0, oldestHours: '48.00', list: '/reports/cases?open=true' },
    });
    const then = (await ages({ groupBy: 'person', asOf: at('03-03 10:30') })).groups;
    expect(
      then.map(({ key, open, within24h, within72h, resolved }) => [key, open, within24h, within72h, resolved]),
    ).toEqual([
      ['li.na', 1, 1, 0, 0],
      ['luo.jia', 1, 0, 1, 1],
    ]);
    expect(await names(total.list, { age: 'within1h' })).toEqual(['C6']);
    expect(await names(total.list, { age: 'within72h' })).toEqual(['C3']);
    expect(await names(total.list, { overdue: true })).toEqual(['C3']);
    expect(await names(total.list, { overdue: false })).toEqual(['C6']);
    expect((await ages({ groupBy: 'team', kind: 'complaint' })).total.open).toBe(1);
    expect((await ages({ groupBy: 'team', to: '2026-01-01' })).total).toMatchObject({
      open: 0,
      oldestHours: undefined,
    });
  });
  it.each(['person', 'team', 'status', 'group', 'channel', 'product', 'priority', 'kind'] as const)(
    'lists the cases of each cell by %s',
    async (groupBy) => {
      const { groups, total } = await ages({ groupBy });
      for (const row of [...groups, total]) {
        const those = await listed(row.list);
        expect([row.list, those.length]).toEqual([row.list, row.open]);
        expect(those.filter(({ overdue }) => overdue)).toHaveLength(row.overdue);
      }
    },
    30_000,
  );
});

describe('EscalationReport', () => {
  it('says who was told, who answered, and after how long', async () => {
    const { groups, total } = await escalations({ groupBy: 'told' });
    expect(total).toEqual({
      ...{ escalations: 3, cases: 2, open: 2, acknowledged: 1, past: 0, acknowledgedRate: '0.3333' },
      ...{ p50Hours: '0.75', p90Hours: '0.75', maxHours: '0.75', meanHours: '0.75', longestOpenHours: '191.00' },
      list: '/reports/escalations/list',
    });
    expect(
      groups.map(({ key, label, open, acknowledged, p50Hours }) => [key, label, open, acknowledged, p50Hours]),
    ).toEqual([
      ['zhao.min', '赵敏', 0, 1, '0.75'],
      ['gao.feng', '高峰', 2, 0, undefined], // C2 has no plan, C7 stood in its third stage for more than a day
    ]);
    expect((await escalations({ groupBy: 'told' }, 'tang.yu')).total.escalations).toBe(1); // her Qin Tao’s
    expect((await escalations({ groupBy: 'told', asOf: at('03-03 10:15') })).total).toMatchObject({
      ...{ escalations: 1, open: 1, longestOpenHours: '0.25' },
    });
  });
  it.each(['told', 'responsible', 'team', 'clock', 'kind', 'month'] as const)(
    'lists the escalations of each cell by %s',
    async (groupBy) => {
      const { groups, total } = await escalations({ groupBy, from: '2026-03-01', to: '2026-03-31' });
      for (const row of [...groups, total]) {
        const those = await listed(row.list);
        expect([row.list, those.length]).toEqual([row.list, row.escalations]);
        expect(those.filter(({ state }) => state === 'open')).toHaveLength(row.open);
      }
    },
  );
});

describe('HandOverCounts', () => {
  /* C1 26 h, C2 3 h of Li Na’s and 69 of Qin Tao’s, C3 48 so far, C4 12, C5 0.5, C6 0.5 so far, C7 48. */
  it('counts stretches of responsibility and how they came', async () => {
    const { groups, total } = await handOvers({ groupBy: 'person' });
    expect(total).toEqual({
      ...{ stretches: 8, cases: 7, reported: 7, assigned: 0, handedOver: 1, reassigned: 0, reopened: 0 },
      ...{ toService: 0, toTechnical: 1, goOn: 2, heldHours: '207.00', meanHours: '25.88' },
      ...{ p50Hours: '12.00', p90Hours: '69.00', maxHours: '69.00', list: '/reports/hand-overs/list' },
    });
    const held = groups.map(({ key, stretches, handedOver, heldHours }) => [key, stretches, handedOver, heldHours]);
    expect(held).toEqual(
      expect.arrayContaining([
        ['luo.jia', 5, 0, '123.00'],
        ['li.na', 1, 0, '3.00'],
        ['qin.tao', 1, 1, '69.00'],
        ['wang.wei', 1, 0, '12.00'],
      ]),
    );
    const then = await handOvers({ groupBy: 'person', asOf: at('03-03 10:30') });
    expect(then.total).toMatchObject({ stretches: 3, goOn: 2, heldHours: '38.00' }); // 24.5 + 1.5 + 12
  });
  it.each(['person', 'team', 'department', 'came', 'kind', 'month'] as const)(
    'lists who had the cases of each cell by %s',
    async (groupBy) => {
      const { groups, total } = await handOvers({ groupBy, from: '2026-02-01' });
      for (const row of [...groups, total]) {
        const those = await listed(row.list);
        expect([row.list, those.length]).toEqual([row.list, row.stretches]);
        expect(those.filter(({ holds }) => holds)).toHaveLength(row.goOn);
      }
    },
  );
});

describe('PromisesKept', () => {
  it('rates each seller by what they promised', async () => {
    const { groups, total } = await promises({ groupBy: 'seller' });
    expect(groups).toEqual([
      {
        ...{ key: 'li.na', label: '李娜', promises: 4, kept: 1, keptLate: 1, broken: 1, open: 0, overdue: 1 },
        ...{ keptRate: '0.6667', inTimeRate: '0.2500', list: '/reports/promises-kept/list?sellerId=li.na' },
      },
      {
        ...{ key: 'wang.wei', label: '王伟', promises: 2, kept: 1, keptLate: 0, broken: 0, open: 1, overdue: 0 },
        ...{ keptRate: '1.0000', inTimeRate: '1.0000', list: '/reports/promises-kept/list?sellerId=wang.wei' },
      },
    ]);
    expect(total).toMatchObject({ promises: 6, keptRate: '0.7500', inTimeRate: '0.4000' });
    expect(await names(total.list, { outcome: 'keptLate' })).toEqual(['P2']);
    expect(await names(total.list, { outcome: 'overdue' })).toEqual(['P4']);
    expect((await promises({ groupBy: 'seller' }, 'qian.bo')).total.promises).toBe(2);
  });
  it.each(['seller', 'team', 'customer', 'source', 'month'] as const)(
    'lists the promises of each cell by %s',
    async (groupBy) => {
      const { groups, total } = await promises({ groupBy });
      for (const row of [...groups, total]) {
        const those = await listed(row.list);
        expect([row.list, those.length]).toEqual([row.list, row.promises]);
        for (const name of ['kept', 'keptLate', 'broken', 'open', 'overdue'] as const)
          expect(those.filter(({ outcome }) => outcome === name)).toHaveLength(row[name]);
      }
    },
  );
});

describe('as tables', () => {
  const csv = (type: OperationClass, rows: readonly unknown[]): string => {
    const columns = operationOf(type)?.rows?.columns ?? [];
    return csvHead(columns) + csvLines(columns, rows);
  };
  it('shows the standards', async () => {
    const { groups } = await standards({ groupBy: 'kind', kind: 'complaint' });
    expect(csv(ServiceStandards, groups).split('\r\n').slice(0, 2)).toEqual([
      '\uFEFFkey,label,clock,cases,inTime,late,open,overdue,merged,inTimeRate,withinStandardRate,' +
        'p50Hours,p75Hours,p90Hours,p95Hours,maxHours,meanHours,list',
      'complaint,投訴,response,3,3,0,0,0,0,1.0000,1.0000,0.25,0.50,0.50,0.50,0.50,0.28,' +
        '/reports/cases?kind=complaint&clock=response',
    ]);
  });
  it('has a line for each row of every other report and list', async () => {
    const tables: readonly (readonly [OperationClass, readonly object[]])[] = [
      [ComplaintRate, (await rates({ groupBy: 'seller' })).groups],
      [CaseCauses, (await causes({ groupBy: 'cause' })).groups],
      [OpenCaseAges, (await ages({ groupBy: 'person' })).groups],
      [EscalationReport, (await escalations({ groupBy: 'told' })).groups],
      [HandOverCounts, (await handOvers({ groupBy: 'came' })).groups],
      [PromisesKept, (await promises({ groupBy: 'source' })).groups],
      [CountedCases, await listed('/reports/cases')],
      [CountedEscalations, await listed('/reports/escalations/list')],
      [CountedHoldings, await listed('/reports/hand-overs/list')],
      [CountedPromises, await listed('/reports/promises-kept/list')],
    ];
    for (const [type, rows] of tables) {
      expect(rows.length).toBeGreaterThan(0);
      expect(csv(type, rows).split('\r\n')).toHaveLength(rows.length + 2);
    }
  });
});
