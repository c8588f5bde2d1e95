import { ContractIdsPlannedBefore, ContractIdsPlannedBeforeHandler } from '@dealtrail/contracts';
import { publishedCalendar } from '@dealtrail/calendar';
import { CalendarImpactHandler, ProvisionalReviewsHandler } from './calendar-impact.handlers.js';
import { OverdueReviewsHandler } from './overdue-reviews.handlers.js';
import { CalendarImpact, OverdueReviews, ProvisionalReviews } from './review-views.queries.js';
import { at, contractIdOf, firstWeekOfMarch, submit } from './testing/approvals.js';
import type { SalesOffice } from './testing/sales-office.js';

let office: SalesOffice;
beforeAll(async () => {
  office = await firstWeekOfMarch();
}, 60_000);
afterAll(() => office.close());

describe('OverdueReviews', () => {
  const late = async (who: string, fields: Partial<OverdueReviews> = {}) =>
    new OverdueReviewsHandler(office.reader, office.known).execute(await office.question(OverdueReviews, who, fields));
  const short = async (who: string, fields?: Partial<OverdueReviews>) =>
    (await late(who, fields)).items
      .map(({ contractId, step, state, lateHours, recorded, escalatedTo }) => {
        const title = ['C', 'D', 'F'].find((one) => contractIdOf(one) === contractId);
        return [title, step, state, lateHours, recorded, escalatedTo].join(' ');
      })
      .sort();
  const c = 'C legal decided 1.00 true mei.lin';
  const d = 'D director decided 0.50 true zhou.jie';
  const f = 'F legal open 10.00 false '; // Thursday's 8 hours and 2 of Friday

  it('lists every breach with its working hours, recorded or not', async () => {
    expect(await short('gao.feng')).toEqual([c, d, f]);
    const [first] = (await late('gao.feng', { department: 'director' })).items;
    expect(first).toMatchObject({
      department: 'director',
      ownerName: '李娜',
      customerName: '明遠科技',
      reviewerName: '高峰',
      escalatedToName: '周杰',
      dueAt: at('03-04 18:00'),
      closedAt: at('03-05 09:30'),
      verdict: 'approved',
      decidedBy: 'gao.feng',
    });
  });

  it('keeps to what is open, to a department, a reviewer and days', async () => {
    expect(await short('gao.feng', { open: true })).toEqual([f]);
    expect(await short('gao.feng', { open: false })).toEqual([c, d]);
    expect(await short('gao.feng', { department: 'legal' })).toEqual([c, f]);
    expect(await short('gao.feng', { reviewerId: 'gao.feng' })).toEqual([d]);
    expect(await short('gao.feng', { from: '2026-03-04', to: '2026-03-04' })).toHaveLength(3);
    expect(await short('gao.feng', { from: '2026-03-05' })).toEqual([]);
    expect(await short('gao.feng', { to: '2026-03-03' })).toEqual([]);
  });

  it('keeps to whom one answers for', async () => {
    expect(await short('mei.lin')).toEqual([c, f]);
    expect(await short('fa.wu')).toEqual([c, f]);
    expect(await short('luo.wen')).toEqual([]);
    expect(await short('shen.ji')).toEqual([c, d, f]);
    await expect(late('li.na')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });

  it('pages, and answers as of an instant', async () => {
    const first = await late('gao.feng', { limit: 2 });
    const rest = await late('gao.feng', { limit: 2, cursor: first.nextCursor });
    expect(new Set([...first.items, ...rest.items].map(({ stepKey }) => stepKey)).size).toBe(3);
    expect(await short('gao.feng', { asOf: at('03-05 09:00') })).toEqual([
      'C legal open 0.00 false ',
      'D director open 0.00 true zhou.jie',
      'F legal open 0.00 false ',
    ]);
  });
});

describe('a draft of the calendar', () => {
  const { zone, intervals, years } = publishedCalendar;
  const impact = async (draft: number, who = 'gao.feng') =>
    new CalendarImpactHandler(office.reader, office.known).execute(
      await office.question(CalendarImpact, who, { draft }),
    );
  const provisional = async (who = 'hu.xue') =>
    new ProvisionalReviewsHandler(office.reader, office.known).execute(await office.question(ProvisionalReviews, who));
  const planDraft = (changed: object, worked = intervals) =>
    office.send(
      {
        type: 'DraftPolicy',
        kind: 'calendar',
        content: { zone, intervals: worked, years: { ...years, ...changed } },
      } as never,
      'hu.xue',
    );
  const plannedBefore = async (calendarVersion: number) => {
    const question = await office.question(ContractIdsPlannedBefore, 'hu.xue', { calendarVersion });
    return (await new ContractIdsPlannedBeforeHandler(office.reader, office.known).execute(question)).items;
  };

  it('is refused where there is none, and to whom it is no business', async () => {
    await expect(impact(1)).rejects.toMatchObject({ code: 'draft-not-found' });
    await expect(impact(1, 'li.na')).rejects.toMatchObject({ code: 'role-not-permitted' });
    await expect(provisional('mei.lin')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });

  it('lists the open steps it would move; a breach stands', async () => {
    const year = years[2026] ?? { daysOff: [], makeUpDays: [] };
    const daysOff = [...year.daysOff, '2026-03-06'].sort();
    await planDraft({ 2026: { ...year, daysOff } });
    const { items, nextCursor } = await impact(1);
    expect(items).toEqual([
      {
        stepKey: `${contractIdOf('E')}/1/legal`,
        contractId: contractIdOf('E'),
        round: 1,
        step: 'legal',
        number: expect.any(String) as string,
        customerId: expect.any(String) as string,
        customerName: '明遠科技',
        reviewerId: 'fa.wu',
        reviewerName: '方悟',
        since: at('03-03 19:00'),
        workingDays: 2,
        calendarVersion: 1,
        dueAt: at('03-06 18:00'),
        provisional: false,
        dueThen: at('03-09 18:00'),
        provisionalThen: false,
      },
    ]);
    expect(nextCursor).toBeUndefined();
    await expect(impact(2)).rejects.toMatchObject({ code: 'draft-not-found' });
  });

  it('leaves out what would be due by now: nobody is late by a calendar that was not known', async () => {
    await planDraft({}, [{ from: '09:00', to: '09:45' }]); // it is Friday 11:00, and E would be due that day
    expect((await impact(2)).items).toEqual([]);
  });

  it('names what was planned with a year not yet published, and makes it certain', async () => {
    expect((await provisional()).items).toEqual([]);
    await submit(office, '12-30 10:00', 'H', { legal: 'luo.wen', finance: 'qian.cai' });
    const planned = (await provisional()).items.map(({ contractId, step, dueAt }) => [contractId, step, dueAt]);
    const due = new Date('2027-01-04T18:00:00+08:00').toISOString(); // New Year's Day off, then a weekend
    expect(planned.sort()).toEqual([
      [contractIdOf('H'), 'finance', due],
      [contractIdOf('H'), 'legal', due],
    ]);
    await planDraft({ 2027: { daysOff: ['2027-01-01'], makeUpDays: ['2027-01-03'] } });
    const { items } = await impact(3);
    const sunday = new Date('2027-01-03T18:00:00+08:00').toISOString();
    expect(items.map(({ step, dueThen, provisionalThen }) => [step, dueThen, provisionalThen]).sort()).toEqual([
      ['finance', sunday, false],
      ['legal', sunday, false],
    ]);
  });

  it('names each contract planned before a version once', async () => {
    expect(await plannedBefore(1)).toEqual([]);
    expect([...(await plannedBefore(2))].sort()).toEqual(['E', 'F', 'H'].map(contractIdOf).sort());
  });
});
