import type { Day } from '@dealtrail/calendar';
import { DailyCheckComplianceHandler } from './daily-check-compliance.handlers.js';
import { CheckersToRemindHandler, DailyCheckListHandler, MyDailyChecksHandler } from './daily-check.handlers.js';
import { CheckersToRemind, DailyCheckCompliance, DailyCheckList, MyDailyChecks } from './daily-check.queries.js';
import { day, october, orderIdOf } from './testing/october.js';
import type { SalesOffice } from './testing/sales-office.js';

const numberOf = new Map(Array.from({ length: 50 }, (_, n) => [orderIdOf(n + 1), n + 1]));
const numbered = (items: readonly { readonly orderId: string }[]): readonly number[] =>
  items.map(({ orderId }) => numberOf.get(orderId) ?? 0).sort((a, b) => a - b);

let office: SalesOffice;
/** Each list as it was on the night the day was closed. */
const thatNight = new Map<Day, unknown>();

async function list(from: SalesOffice, fields: Partial<DailyCheckList>, who = 'gao.feng') {
  const handler = new DailyCheckListHandler(from.reader, from.known);
  return handler.execute(await from.question(DailyCheckList, who, { limit: 200, ...fields }));
}

/** All of a list but what may come later: late checks, names, and how far the read models have got. */
const fixed = ({ position: _, items, ...its }: Awaited<ReturnType<typeof list>>) => ({
  ...its,
  items: items.map(({ state: _state, lateAt: _at, lateBy: _by, ...rest }) => rest),
});

beforeAll(async () => {
  let at: SalesOffice | undefined;
  const night = async (closed: Day) => {
    if (at) thatNight.set(closed, fixed(await list(at, { day: closed })));
  };
  office = await october(night, (opened) => (at = opened));
}, 240_000);
afterAll(() => office.close());

/*
 * By hand. Of the 50, 31 (from 14 October), 43 (9 October, 23:30) and 44 (5 October) come later and 35 is held throughout:
 * 28 September 50 − 4 = 46; 34 is cancelled on the 9th and 43, 44 have come: 50 − 31, 34, 35 = 47. 33, held from the 10th, 09:00,
 * to the 17th, 10:00, has a part of both days and is left out on those between: 46. With 31 from the 14th 47, without 32,
 * completed on the 16th, 46; with 33 again from the 17th 47.
 */
const table: readonly (readonly [day: string, demanded: number, listed: readonly number[], late: readonly number[]])[] =
  [
    ['09-28', 46, [], []],
    ['10-09', 47, [1, 43], [1, 43]],
    ['10-10', 47, [], []],
    ['10-11', 46, [], []],
    ['10-13', 46, [], []],
    ['10-14', 47, [], []],
    ['10-15', 47, [2], []],
    ['10-16', 46, [], []],
    ['10-17', 47, [36], [36]],
    ['10-20', 47, [], []],
    ['10-21', 47, [3], [3]],
    ['10-22', 47, [], []],
    ['10-23', 47, [], []],
    ['10-24', 47, [], []],
    ['10-27', 47, [], []],
    ['10-28', 47, [], []],
    ['10-29', 47, [], []],
    ['10-30', 47, [], []],
    ['10-31', 47, [41, 43, 44, 45, 46, 47, 48, 49, 50], []],
  ];
const daysOff = ['01', '02', '03', '04', '05', '06', '07', '08', '12', '18', '19', '25', '26'].map((d) => `10-${d}`);

describe('DailyCheckList of October 2025', () => {
  it.each(table)('%s: %d orders demanded a check', async (monthDay, demanded, listed, late) => {
    const its = await list(office, { day: day(monthDay) });
    expect(its).toMatchObject({ workday: true, calendarVersion: 1, closedPosition: expect.any(String) });
    expect(its.items).toHaveLength(demanded);
    expect(numbered(its.items.filter((one) => one.listed))).toEqual(listed);
    expect(numbered((await list(office, { day: day(monthDay), listed: true })).items)).toEqual(listed);
    expect(numbered(its.items.filter(({ state }) => state === 'late'))).toEqual(late);
    expect(numbered(its.items.filter(({ state }) => state === 'missing'))).toEqual(
      listed.filter((n) => !late.includes(n)),
    );
    expect(its.items.filter(({ state }) => state === 'inTime')).toHaveLength(demanded - listed.length);
  });

  it.each(daysOff)('%s demands none', async (monthDay) => {
    const its = await list(office, { day: day(monthDay) });
    expect(its).toMatchObject({ workday: false, items: [], closedPosition: expect.any(String) });
  });

  it('is the same now as on the night it was closed, but for what came late', async () => {
    expect(thatNight.size).toBe(table.length + daysOff.length);
    for (const [closed, then] of thatNight) expect(fixed(await list(office, { day: closed }))).toEqual(then);
  });

  it('is the same from page to page', async () => {
    const [all, paged] = [await list(office, { day: day('10-09') }), [] as unknown[]];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await list(office, { day: day('10-09'), limit: 20, cursor });
      paged.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.items);
    await expect(list(office, { day: day('10-10'), cursor: 'eA' })).rejects.toThrow();
  });

  it('shows a late check beside the list, and who made it', async () => {
    const { items } = await list(office, { day: day('10-21'), listed: true });
    expect(items).toEqual([
      {
        ...{ day: day('10-21'), orderId: orderIdOf(3), number: expect.any(String) },
        ...{ ownerId: 'li.na', ownerName: '李娜', checkerId: 'wang.wei', checkerName: '王偉' },
        ...{ state: 'late', listed: true, lateAt: '2025-10-23T01:00:00.000Z', lateBy: 'li.na' },
      },
    ]);
  });

  it('names who stood in on the days of the leave, not on one that was only closed on the day it began', async () => {
    const of = async (monthDay: string) =>
      new Set(
        (await list(office, { day: day(monthDay) })).items
          .slice()
          .map(({ ownerId, checkerId }) => `${ownerId} ${checkerId}`),
      );
    const own = ['li.na li.na', 'sun.li sun.li', 'wang.wei wang.wei'];
    for (const monthDay of ['10-16', '10-17', '10-23']) expect([...(await of(monthDay))].sort()).toEqual(own);
    for (const monthDay of ['10-20', '10-22'])
      expect([...(await of(monthDay))].sort()).toEqual(['li.na wang.wei', 'sun.li sun.li', 'wang.wei wang.wei']);
  });

  it('keeps to whom one answers for, and knows no day that has not begun', async () => {
    expect((await list(office, { day: day('10-09') }, 'zhao.min')).items).toHaveLength(47);
    expect((await list(office, { day: day('10-09') }, 'sun.li')).items).toHaveLength(10);
    expect((await list(office, { day: day('10-21') }, 'li.na')).items).toHaveLength(30);
    expect((await list(office, { day: day('10-21') }, 'wang.wei')).items).toHaveLength(37);
    await expect(list(office, { day: day('11-03') })).rejects.toMatchObject({ code: 'daily-check-not-found' });
    await expect(list(office, { day: day('10-09') }, 'fa.wu')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });
});

/*
 * By hand, 18 workdays. Li Na: 30 orders on 15 days, without 20–22: 450; 1 late, 2 missing. Wang Wei: 31 on 14 days, 32 on 6, 33
 * on 13, 36–40 on 18 each, 42 on 6, Li Na's 30 on 3: 14 + 6 + 13 + 90 + 6 + 90 = 219; 36 and 3 late. Sun Li: 41 and 43–50 on 18
 * each, 42 on 12: 162 + 12 = 174; 43 late, nine missing on the 31st. Together 843, as the table sums up without September.
 */
describe('DailyCheckCompliance of October 2025', () => {
  const report = async (fields: Partial<DailyCheckCompliance> = {}, who = 'gao.feng') =>
    new DailyCheckComplianceHandler(office.reader, office.known).execute(
      await office.question(DailyCheckCompliance, who, { from: day('10-01'), to: day('10-31'), ...fields }),
    );
  const liNa = { month: '2025-10', checkerId: 'li.na', checkerName: '李娜', days: 15, demanded: 450, inTime: 448 };
  const sunLi = { month: '2025-10', checkerId: 'sun.li', checkerName: '孫力', days: 18, demanded: 174, inTime: 164 };
  const wangWei = {
    month: '2025-10',
    checkerId: 'wang.wei',
    checkerName: '王偉',
    days: 18,
    demanded: 219,
    inTime: 217,
  };

  it('counts for each person what was demanded and done', async () => {
    expect(await report()).toMatchObject({
      groups: [
        { ...liNa, late: 1, missing: 1, rate: '0.9956' },
        { ...sunLi, late: 1, missing: 9, rate: '0.9425' },
        { ...wangWei, late: 2, missing: 0, rate: '0.9909' },
      ],
      total: { days: 18, demanded: 843, inTime: 829, late: 4, missing: 10, rate: '0.9834' },
    });
    expect(table.slice(1).reduce((sum, [, demanded]) => sum + demanded, 0)).toBe(843);
  });

  it('keeps to days, person and reach', async () => {
    expect((await report({ from: day('09-01') })).total).toMatchObject({ days: 19, demanded: 889 });
    expect(await report({ from: day('10-01'), to: day('10-08') })).toMatchObject({
      groups: [],
      total: { demanded: 0 },
    });
    expect((await report({ checkerId: 'li.na' })).total).toMatchObject({ demanded: 450 });
    expect((await report({}, 'sun.li')).groups.map(({ checkerId }) => checkerId)).toEqual(['sun.li']);
  });
  it('answers for a year at most: every order counts on every day', async () => {
    await expect(report({ from: '2025-01-01', to: '2026-01-02' })).rejects.toMatchObject({ code: 'too-many-days' });
    expect((await report({ from: '2025-01-01', to: '2026-01-01' })).total).toMatchObject({ days: 19 });
  });
});

describe('a day that goes on', () => {
  const mine = async (who: string) =>
    new MyDailyChecksHandler(office.reader, office.known).execute(
      await office.question(MyDailyChecks, who, { limit: 200 }),
    );
  const remind = async (fields: Partial<CheckersToRemind>) => {
    const question = await office.question(CheckersToRemind, 'x', fields);
    const asked = Object.assign(question, { metadata: { ...question.metadata, actor: { kind: 'process', id: 'x' } } });
    return (await new CheckersToRemindHandler(office.reader, office.known).execute(asked as CheckersToRemind)).items;
  };

  it('lists what is still to do, of one and of all, until it is done', async () => {
    const clock = { kind: 'process', id: 'dailyCheck' } as const;
    office.now = '2025-11-02T16:00:00.000Z'; // Monday 3 November, 00:00
    await office.send({ type: 'OpenDailyCheck', day: '2025-11-03' } as never, clock);
    expect((await mine('wang.wei')).items).toHaveLength(8); // 31, 33, 36–40, 42
    expect((await mine('li.na')).items).toHaveLength(30);
    expect((await mine('zhao.min')).items).toEqual([]);
    expect(await remind({ day: '2025-11-03' })).toEqual(['li.na', 'sun.li', 'wang.wei']);
    expect(await remind({ day: '2025-11-03', limit: 1 })).toEqual(['li.na']);

    office.now = '2025-11-03T01:00:00.000Z';
    for (const n of [31, 33, 36, 37, 38, 39, 40, 42])
      await office.send({ type: 'CheckOrderStatus', orderId: orderIdOf(n) } as never, 'wang.wei');
    expect((await mine('wang.wei')).items).toEqual([]);
    expect(await remind({ day: '2025-11-03' })).toEqual(['li.na', 'sun.li']);
    const its = await list(office, { day: '2025-11-03' });
    expect(its.closedPosition).toBeUndefined();
    expect(new Set(its.items.map(({ state }) => state))).toEqual(new Set(['due', 'inTime']));
  });
});
