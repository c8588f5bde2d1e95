import { ApprovalTimesHandler } from './approval-times.handlers.js';
import { ApprovalTimes } from './approval-times.queries.js';
import { at, firstWeekOfMarch } from './testing/approvals.js';
import type { SalesOffice } from './testing/sales-office.js';

let office: SalesOffice;
beforeAll(async () => {
  office = await firstWeekOfMarch();
}, 60_000);
afterAll(() => office.close());

const report = async (fields: Partial<ApprovalTimes>, who = 'gao.feng') =>
  new ApprovalTimesHandler(office.reader, office.known).execute(await office.question(ApprovalTimes, who, fields));
const march = { from: '2026-03-01', to: '2026-03-31' };

/*
 * Working hours counted by hand, 09–12 and 13–18.
 * Legal: A Mon 09:00–11:30 2.5; B Mon 10:00–Tue 09:30 7.5; C Mon 14:00–Thu 10:00 4 + 8 + 8 + 1 = 21; D Tue 09:00–10:00 1.
 * Finance: A Mon 09:00–Tue 10:00 9; C Mon 14:00–Wed 17:00 19; D Tue 09:00–12:00 3; F Mon 15:00–Tue 09:00 3;
 * E Tue 19:00–Fri 09:30 8 + 8 + 0.5 = 16.5. Director: D Tue 12:00–Thu 09:30 5 + 8 + 0.5 = 13.5.
 */
describe('ApprovalTimes', () => {
  it('measures each step of March as counted by hand', async () => {
    const { groups, total } = await report({ groupBy: 'step', ...march });
    expect(groups).toEqual([
      {
        key: 'legal',
        label: '法務',
        ...{ steps: 6, open: 2, decided: 4, superseded: 0, late: 2, inTimeRate: '0.6000', withinTwoDaysRate: '0.7500' },
        ...{ p50Hours: '2.50', p75Hours: '7.50', p90Hours: '21.00', p95Hours: '21.00', maxHours: '21.00' },
        ...{ meanHours: '8.00', rounds: 6, returned: 1, rejected: 0, returnedRate: '0.2500' },
      },
      {
        key: 'director',
        label: '總監',
        ...{ steps: 1, open: 0, decided: 1, superseded: 0, late: 1, inTimeRate: '0.0000' },
        withinTwoDaysRate: '1.0000', // beyond its own day, by Thursday evening
        ...{ p50Hours: '13.50', p75Hours: '13.50', p90Hours: '13.50', p95Hours: '13.50', maxHours: '13.50' },
        ...{ meanHours: '13.50', rounds: 1, returned: 0, rejected: 0, returnedRate: '0.0000' },
      },
      {
        key: 'finance',
        label: '財務',
        ...{ steps: 6, open: 0, decided: 5, superseded: 1, late: 0, inTimeRate: '1.0000', withinTwoDaysRate: '1.0000' },
        ...{ p50Hours: '9.00', p75Hours: '16.50', p90Hours: '19.00', p95Hours: '19.00', maxHours: '19.00' },
        ...{ meanHours: '10.10', rounds: 6, returned: 0, rejected: 0, returnedRate: '0.0000' },
      },
    ]);
    expect(total).toEqual({
      key: undefined,
      ...{ steps: 13, open: 2, decided: 10, superseded: 1, late: 3, inTimeRate: '0.7273', withinTwoDaysRate: '0.9000' },
      ...{ p50Hours: '7.50', p75Hours: '16.50', p90Hours: '19.00', p95Hours: '21.00', maxHours: '21.00' },
      ...{ meanHours: '9.60', rounds: 6, returned: 1, rejected: 0, returnedRate: '0.1000' },
    });
  });

  it('groups by reviewer, by department and by month of opening in Shanghai', async () => {
    const short = async (fields: Partial<ApprovalTimes>) =>
      (await report(fields)).groups.map(({ key, label, steps, decided, late, maxHours }) => [
        key,
        label,
        steps,
        decided,
        late,
        maxHours,
      ]);
    expect(await short({ groupBy: 'reviewer', ...march })).toEqual([
      ['fa.wu', '方悟', 4, 2, 2, '21.00'],
      ['luo.wen', '羅文', 2, 2, 0, '7.50'],
      ['cai.wu', '蔡武', 6, 5, 0, '19.00'],
      ['gao.feng', '高峰', 1, 1, 1, '13.50'],
    ]);
    expect(await short({ groupBy: 'unit', ...march })).toEqual([
      ['law', '法務部', 6, 4, 2, '21.00'],
      ['fin', '財務部', 6, 5, 0, '19.00'],
      [undefined, undefined, 1, 1, 1, '13.50'],
    ]);
    expect(await short({ groupBy: 'month' })).toEqual([
      ['2026-02', '2026-02', 2, 2, 0, '2.00'],
      ['2026-03', '2026-03', 13, 10, 3, '21.00'],
    ]);
  });

  it('keeps to days of opening, step and reviewer', async () => {
    const total = async (fields: Partial<ApprovalTimes>) => (await report({ groupBy: 'step', ...fields })).total;
    expect(await total({ to: '2026-02-01' })).toMatchObject({ steps: 2, maxHours: '2.00' });
    expect(await total({ from: '2026-03-03' })).toMatchObject({ steps: 5, open: 1 });
    expect(await total({ department: 'director' })).toMatchObject({ steps: 1, late: 1 });
    expect(await total({ reviewerId: 'luo.wen', ...march })).toMatchObject({ steps: 2, returned: 1 });
    expect(await total({ from: '2026-04-01' })).toMatchObject({ steps: 0, rounds: 0 });
    expect(await report({ groupBy: 'reviewer', from: '2026-04-01' })).toMatchObject({ groups: [] });
  });

  it('keeps to whom one answers for', async () => {
    const steps = async (who: string) => (await report({ groupBy: 'reviewer', ...march }, who)).total.steps;
    expect(await steps('shen.ji')).toBe(13);
    expect(await steps('mei.lin')).toBe(6);
    expect(await steps('luo.wen')).toBe(2);
    expect(await steps('zhao.min')).toBe(0);
    await expect(steps('li.na')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });

  it('answers as of an instant: what had been decided, and what was late by then', async () => {
    const asOf = async (time: string) => (await report({ groupBy: 'step', ...march, asOf: at(time) })).total;
    expect(await asOf('03-02 12:00')).toMatchObject({ steps: 4, open: 3, decided: 1, late: 0, p50Hours: '2.50' });
    expect(await asOf('03-04 18:00')).toMatchObject({ late: 1 }); // the director’s, on record; the others’ last instant
    expect(await asOf('03-04 18:01')).toMatchObject({ late: 3, open: 5 });
  });
});
