import { caseCauses, type CauseSum } from './case-causes.js';
import { escalationGroup } from './escalation-report.js';
import { handOverGroup } from './hand-over-counts.js';
import { promiseGroup } from './promises-kept.js';
import { addressOf, inOrder, perHundred, withinMonth, withTotal } from './case-groups.js';
import { complaintRate } from './complaint-rate.js';
import { serviceStandards, type StandardSum } from './service-standards.js';

const nameOf = (part: string | null) => (part === null ? { key: undefined } : { key: part, label: part });
const hourMs = 3_600_000;

describe('serviceStandards', () => {
  const sum = (part: string | null, more: Partial<StandardSum> = {}): StandardSum => ({
    ...{ part, isTotal: false, clock: 'response', cases: 10, inTime: 4, late: 2, open: 2, overdue: 1, merged: 1 },
    ...{ withinStandard: 5, sumMs: String(10 * hourMs) },
    percentiles: [0.25, 0.5, 2, 3, 4].map((n) => String(n * hourMs)),
    ...more,
  });
  const report = (sums: readonly StandardSum[]) =>
    serviceStandards(sums, nameOf, (clock, part) => `${clock} ${part === undefined ? 'all' : (part ?? 'none')}`);

  it('is in time ÷ what is decided one way or the other; hours are of what ended', () => {
    expect(report([sum('web')]).groups).toEqual([
      {
        ...{
          key: 'web',
          label: 'web',
          clock: 'response',
          cases: 10,
          inTime: 4,
          late: 2,
          open: 2,
          overdue: 1,
          merged: 1,
        },
        inTimeRate: '0.5714', // 4 ÷ (4 + 2 + 1)
        withinStandardRate: '0.8333', // 5 ÷ (4 + 2)
        ...{
          p50Hours: '0.25',
          p75Hours: '0.50',
          p90Hours: '2.00',
          p95Hours: '3.00',
          maxHours: '4.00',
          meanHours: '1.67',
        },
        list: 'response web',
      },
    ]);
  });
  it('has no rates and hours where nothing ended', () => {
    const nothing = { inTime: 0, late: 0, overdue: 0, withinStandard: 0, sumMs: null, percentiles: null };
    expect(report([sum('web', nothing)]).groups[0]).toMatchObject({
      ...{ inTimeRate: undefined, withinStandardRate: undefined, p50Hours: undefined, meanHours: undefined },
    });
    expect(report([sum('web', { ...nothing, overdue: 1 })]).groups[0]?.inTimeRate).toBe('0.0000');
  });
  it('puts the clocks of each group in turn, and what has no group last', () => {
    const { groups, totals } = report([
      sum(null),
      sum('web', { clock: 'closing' }),
      sum(null, { clock: 'closing', isTotal: true }),
      sum('web', { clock: 'solution' }),
      sum('mail'),
      sum(null, { isTotal: true }),
    ]);
    expect(groups.map(({ list }) => list)).toEqual(['response mail', 'solution web', 'closing web', 'response none']);
    expect(totals.map(({ list }) => list)).toEqual(['response all', 'closing all']);
  });
});

describe('complaintRate', () => {
  const sum = (part: string | null, complaints: number, orders: number, isTotal = false) => ({
    ...{ part, isTotal, complaints, aboutOrders: 0, orders },
  });
  it('is for each hundred orders, rounded half up; none without an order', () => {
    const { groups, total } = complaintRate(
      [sum('li.na', 1, 800), sum('wang.wei', 2, 0), sum(null, 0, 3), sum(null, 3, 803, true)],
      nameOf,
      String,
      String,
    );
    expect(groups.map(({ key, per100Orders }) => [key, per100Orders])).toEqual([
      ['li.na', '0.13'], // 0.125
      ['wang.wei', undefined],
      [undefined, '0.00'],
    ]);
    expect(total).toMatchObject({ key: undefined, per100Orders: '0.37', list: 'undefined' });
  });
  it('is decimal, also where a float is not', () => expect(perHundred(1_005, 100_000)).toBe('1.01'));
});

describe('caseCauses', () => {
  const sum = (part: string | null, cause: string | null, cases: number, isTotal = false): CauseSum => ({
    ...{ part, isTotal, cause, cases, complaints: 0, closed: 0, reopened: 0, recurred: 0 },
  });
  it('shares only among cases with a cause, the commonest first and those without last', () => {
    const { groups, totals } = caseCauses(
      [
        sum('x', null, 9),
        sum('x', 'billing', 1),
        sum('x', 'delivery', 2),
        sum(null, 'billing', 5),
        ...[sum(null, 'billing', 6, true), sum(null, 'delivery', 2, true), sum(null, null, 9, true)],
      ],
      nameOf,
      (cause) => cause.toUpperCase(),
      (part, cause) => `${part === undefined ? 'all' : (part ?? 'none')} ${cause ?? 'none'}`,
    );
    expect(groups.map(({ list, causeName, share }) => [list, causeName, share])).toEqual([
      ['x delivery', 'DELIVERY', '0.6667'],
      ['x billing', 'BILLING', '0.3333'],
      ['x none', undefined, undefined],
      ['none billing', 'BILLING', '1.0000'],
    ]);
    expect(totals.map(({ list, share }) => [list, share])).toEqual([
      ['all billing', '0.7500'],
      ['all delivery', '0.2500'],
      ['all none', undefined],
    ]);
  });
});

describe('what follows a case', () => {
  const part = { part: 'x', isTotal: false };
  const took = { percentiles: ['1800000', '7200000', '7200000'], sumMs: '9000000', measured: 2 };
  it('takes the open ones of escalations for unanswered', () =>
    expect(
      escalationGroup(
        { key: 'x' },
        { ...part, ...took, escalations: 5, cases: 2, acknowledged: 2, past: 2, longestOpenMs: '90000000' },
        '/x',
      ),
    ).toEqual({
      ...{
        key: 'x',
        escalations: 5,
        cases: 2,
        open: 1,
        acknowledged: 2,
        past: 2,
        acknowledgedRate: '0.6667',
        list: '/x',
      },
      ...{ p50Hours: '0.50', p90Hours: '2.00', maxHours: '2.00', meanHours: '1.25', longestOpenHours: '25.00' },
    }));
  it('adds stretches up', () => {
    const counts = { reported: 1, assigned: 0, handedOver: 1, reassigned: 0, reopened: 0 };
    const more = { stretches: 2, cases: 1, ...counts, toService: 0, toTechnical: 1, goOn: 1 };
    expect(handOverGroup({}, { ...part, ...took, ...more }, '/x')).toEqual({
      ...{ ...more, heldHours: '2.50', list: '/x' },
      ...{ p50Hours: '0.50', p90Hours: '2.00', maxHours: '2.00', meanHours: '1.25' },
    });
    const none = { percentiles: null, sumMs: null, measured: 0 };
    expect(handOverGroup({}, { ...part, ...none, ...more }, '/x')).toMatchObject({
      ...{ heldHours: '0.00', meanHours: undefined },
    });
  });
  it('counts a promise kept late as kept, but not in time', () => {
    const sum = { ...part, promises: 10, kept: 3, keptLate: 1, broken: 2, open: 2, overdue: 2 };
    expect(promiseGroup({}, sum, '/x')).toMatchObject({ keptRate: '0.6667', inTimeRate: '0.3750' });
    const untouched = { ...sum, kept: 0, keptLate: 0, broken: 0, overdue: 0 };
    expect(promiseGroup({}, untouched, '/x')).toMatchObject({ keptRate: undefined, inTimeRate: undefined });
  });
});

describe('groups', () => {
  it('rather fail than show no sum over all', () =>
    expect(() => withTotal([{ part: 'x', isTotal: false }], () => ({}))).toThrow('missing'));
  it('keep rows of one label as they were', () =>
    expect(inOrder([{ key: 'b' }, {}, { key: 'a', label: 'z', n: 1 }, { key: 'c', label: 'z', n: 2 }])).toEqual([
      ...[{ key: 'b' }, { key: 'a', label: 'z', n: 1 }, { key: 'c', label: 'z', n: 2 }, {}],
    ]));
  it('say where their rows are, and nothing that was not asked', () => {
    expect(addressOf('/reports/cases', { group: '二線 & 三線', kind: undefined, merged: false })).toBe(
      '/reports/cases?group=%E4%BA%8C%E7%B7%9A+%26+%E4%B8%89%E7%B7%9A&merged=false',
    );
    expect(addressOf('/reports/cases', {})).toBe('/reports/cases');
  });
  it.each([
    ['2026-02', {}, '2026-02-01', '2026-02-28'],
    ['2028-02', {}, '2028-02-01', '2028-02-29'],
    ['2026-12', { from: '2026-12-10' }, '2026-12-10', '2026-12-31'],
    ['2026-12', { from: '2026-01-01', to: '2026-12-05' }, '2026-12-01', '2026-12-05'],
  ] as const)('of %s keep to the period %j', (month, period, from, to) =>
    expect(withinMonth(month, period)).toEqual({ from, to }),
  );
});
