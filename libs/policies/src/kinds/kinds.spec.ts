import { dealStages } from './deal-stages.js';
import { followUp } from './follow-up.js';
import { policyKind, policyKindIds } from './policy-kinds.js';
import { productFeedback } from './product-feedback.js';
import { workingCalendar } from './working-calendar.js';
import { writeOff } from './write-off.js';

const codes = (problems: readonly { field: string; code: string }[]) =>
  problems.map(({ field, code }) => `${field} ${code}`);

describe('policy contents', () => {
  it.each(policyKindIds)('%s: nothing is wrong with its first version, nor with what JSON makes of it', (kind) => {
    expect(policyKind(kind).problems(policyKind(kind).first)).toEqual([]);
    expect(policyKind(kind).problems(JSON.parse(JSON.stringify(policyKind(kind).first)))).toEqual([]);
  });

  it.each(policyKindIds)('%s: finds, never throws, whatever it is given', (kind) => {
    for (const content of [undefined, null, 1, 'x', [], {}, { stages: [null], steps: [7], days: [], ungraded: {} }])
      expect(policyKind(kind).problems(content)).not.toEqual([]);
  });
});

describe('follow-up', () => {
  it('has the limits of D13', () => {
    expect(followUp.first.days).toEqual({ A: 30, B: 45, C: 60 });
  });

  it('names each wrong field', () => {
    const problems = followUp.problems({ days: { A: 1.5, B: '45', C: 60, D: 1 }, ungraded: 'B', warnPercent: 100 });
    expect(codes(problems)).toEqual([
      'days.D unknown-field',
      'days.A not-an-integer',
      'days.B not-an-integer',
      'warnPercent not-an-integer',
    ]);
  });
});

describe('deal-stages', () => {
  const { stages, steps } = dealStages.first;

  it('has the four stages of R035 and the seven steps of R037, the quotation behind the needs report', () => {
    expect(stages.map(({ zh }) => zh)).toEqual(['认知', '兴趣', '考虑', '决策']);
    expect(steps.map(({ zh }) => zh)).toEqual([
      '客户开发',
      '初步接触',
      '需求沟通',
      '方案制定',
      '报价',
      '合同签订',
      '售后服务',
    ]);
    expect(steps.filter(({ requires }) => requires.length > 0)).toEqual([
      expect.objectContaining({ id: 'quotation', requires: ['needs-report'] }),
    ]);
  });

  it.each([
    ['a step of no stage', { stages, steps: [...steps, { ...steps[6], id: 'more', stage: 'moon' }] }, 'not-one-of'],
    ['a step that goes back', { stages, steps: [...steps, { ...steps[0], id: 'more' }] }, 'stage-goes-back'],
    ['a step twice', { stages, steps: [...steps, steps[6]] }, 'not-unique'],
    ['a stage twice', { stages: [...stages, stages[3]], steps }, 'not-unique'],
    ['a stage without a step', { stages, steps: steps.slice(0, 5) }, 'stage-without-step'],
    ['a gate that is no key', { stages, steps: [{ ...steps[0], requires: ['A b'] }, ...steps.slice(1)] }, 'not-a-key'],
    ['a title too long', { stages, steps: [{ ...steps[0], zh: '长'.repeat(101) }, ...steps.slice(1)] }, 'not-a-title'],
  ])('refuses %s', (_, content, code) => {
    expect(dealStages.problems(content).map((problem) => problem.code)).toContain(code);
  });
});

describe('calendar', () => {
  const { first, problems } = workingCalendar;
  const hours = (...intervals: readonly [string, string][]) => ({
    ...first,
    intervals: intervals.map(([from, to]) => ({ from, to })),
  });
  const year2027 = (daysOff: readonly string[], makeUpDays: readonly string[]) => ({
    ...first,
    years: { ...first.years, 2027: { daysOff, makeUpDays } },
  });

  it('begins with the published days and the office hours of D02', () => {
    expect(first.intervals.at(-1)?.to).toBe('18:00');
    expect(Object.keys(first.years)).toEqual(expect.arrayContaining(['2004', '2026']));
    expect(JSON.stringify(first).length).toBeLessThan(16_384);
  });

  it('takes the days of a further year, other hours, another zone', () => {
    expect(problems(year2027(['2027-01-01', '2027-02-05'], ['2027-01-30']))).toEqual([]);
    expect(problems(hours(['00:00', '04:00'], ['04:00', '24:00']))).toEqual([]);
    expect(problems({ ...first, zone: 'Asia/Hong_Kong' })).toEqual([]);
  });

  it.each([
    ['no zone', { ...first, zone: 'Shanghai/Asia' }, 'zone not-a-zone'],
    ['an offset as a zone', { ...first, zone: '+08:00' }, 'zone not-a-zone'],
    ['no hours', hours(), 'intervals not-a-list'],
    ['no time', hours(['9:00', '18:00']), 'intervals[0].from not-a-time'],
    ['a time after the last', hours(['09:00', '24:01']), 'intervals[0].to not-a-time'],
    ['an interval backwards', hours(['18:00', '09:00']), 'intervals[0].to not-in-order'],
    ['intervals that overlap', hours(['09:00', '13:00'], ['12:00', '18:00']), 'intervals[1].from not-in-order'],
    ['a Saturday off', year2027(['2027-01-02'], []), 'years.2027.daysOff[0] as-every-week'],
    ['a weekday made up', year2027([], ['2027-01-01']), 'years.2027.makeUpDays[0] as-every-week'],
    ['a day of another year', year2027(['2026-01-01'], []), 'years.2027.daysOff[0] not-a-day'],
    ['a day that does not exist', year2027(['2027-02-29'], []), 'years.2027.daysOff[0] not-a-day'],
    ['a day twice', year2027(['2027-01-01', '2027-01-01'], []), 'years.2027.daysOff[1] not-in-order'],
    ['a year that is none', { ...first, years: { next: { daysOff: [], makeUpDays: [] } } }, 'years.next not-a-year'],
    ['years in a list', { ...first, years: [] }, 'years not-an-object'],
    ['half a year', { ...first, years: { 2027: { daysOff: [] } } }, 'years.2027.makeUpDays not-a-list'],
  ])('refuses %s', (_, content, problem) => {
    expect(codes(problems(content))).toEqual([problem]);
  });
});

describe('write-off', () => {
  it('names each wrong currency and amount', () => {
    const problems = writeOff.problems({ directorFrom: { CNY: 0, yuan: 1, USD: -1, EUR: '1' } });
    expect(codes(problems)).toEqual([
      'directorFrom.yuan not-a-currency',
      'directorFrom.USD not-an-integer',
      'directorFrom.EUR not-an-integer',
    ]);
  });
});

describe('product-feedback', () => {
  it('takes the codes of people, and names what is none', () => {
    expect(productFeedback.problems({ owners: { 'gtx.pro': 'qin.tao' }, owner: 'yu.fei' })).toEqual([]);
    expect(codes(productFeedback.problems({ owners: { 'gtx.pro': '秦濤' }, owner: 7 }))).toEqual([
      'owners.gtx.pro not-a-code',
      'owner not-a-code',
    ]);
  });
});
