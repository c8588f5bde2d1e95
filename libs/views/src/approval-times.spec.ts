import { publishedCalendar } from '@dealtrail/calendar';
import { approvalTimes, type DecidedStep, type StepSum } from './approval-times.js';
import { hours } from './hours.js';

const sum = (part: string | null, more: Partial<StepSum> = {}): StepSum => ({
  part,
  isTotal: false,
  ...{ steps: 4, open: 0, decided: 4, inTime: 4, late: 0, withinTwoDays: 0, rounds: 4, returned: 0, rejected: 0 },
  ...{ sumMs: '7200000', percentiles: ['0', '0', '0', '0', '7200000'] },
  ...more,
});
const total = sum(null, { isTotal: true });
const nameOf = (part: string | null) => (part === null ? { key: undefined } : { key: part, label: part });
const report = (sums: readonly StepSum[], others: readonly DecidedStep[] = []) =>
  approvalTimes(sums, others, nameOf, () => publishedCalendar);
/** Opened on Monday 2 March 2026, 09:00: the second working day ends on Wednesday at 18:00. */
const decided = (part: string, closedAt: string): DecidedStep => ({
  part,
  since: '2026-03-02T01:00:00.000Z',
  closedAt,
  calendarVersion: 1,
});

describe('approvalTimes', () => {
  it('tells two working days of steps with another limit, its last instant included', () => {
    const others = [
      decided('added', '2026-03-04T10:00:00.000Z'),
      decided('added', '2026-03-04T10:00:00.001Z'),
      decided('legal', '2026-03-03T01:00:00.000Z'),
    ];
    const { groups, total: all } = report([sum('added'), sum('legal', { withinTwoDays: 3 }), total], others);
    expect(groups.map(({ key, withinTwoDaysRate }) => [key, withinTwoDaysRate])).toEqual([
      ['added', '0.2500'],
      ['legal', '1.0000'],
    ]);
    expect(all.withinTwoDaysRate).toBe('0.5000');
  });
  it('has no rates and hours where nothing is decided, and puts what has no group last', () => {
    const none = { steps: 0, decided: 0, inTime: 0, sumMs: null, percentiles: null };
    const { groups } = report([sum(null, none), sum('x'), total]);
    expect(groups.map(({ key }) => key)).toEqual(['x', undefined]);
    expect(groups[1]).toMatchObject({ inTimeRate: undefined, withinTwoDaysRate: undefined, returnedRate: undefined });
    expect(groups[1]).toMatchObject({ p50Hours: undefined, maxHours: undefined, meanHours: undefined });
  });
  it('rather fails than shows no sum over all', () => expect(() => report([sum('x')])).toThrow('missing'));
});

describe('hours', () => {
  it.each([
    ['0', 1, '0.00'],
    [18_000, 1, '0.01'], // half a hundredth, rounded up
    [17_999, 1, '0.00'],
    ['9007199254740993', 1, '2501999792.98'],
    ['7200000', 3, '0.67'],
  ] as const)('%s ms ÷ %s is %s', (ms, parts, text) => expect(hours(ms, parts)).toBe(text));
});
