import { ageBrackets } from './age-brackets.js';
import { pipelineReport, quarterGroup, type DealSum } from './pipeline-report.js';

const sum = (status: string, deals: number, more: Partial<DealSum> = {}): DealSum => ({
  ownerId: 'li.na',
  status,
  currency: 'USD',
  part: null,
  partName: null,
  deals: String(deals),
  amount: String(deals * 100),
  ...more,
});

describe('pipelineReport', () => {
  it('keeps currencies apart and counts deals without an amount', () => {
    const sums = [sum('won', 2), sum('won', 1, { currency: 'CNY' }), sum('lost', 1, { currency: null, amount: null })];
    expect(pipelineReport(sums, () => ({ key: 'all', label: 'All' })).groups).toEqual([
      {
        key: 'all',
        label: 'All',
        deals: 4,
        open: 0,
        won: 3,
        lost: 1,
        winRate: '0.7500',
        amounts: [
          { currency: 'CNY', open: 0, won: 100, lost: 0 },
          { currency: 'USD', open: 0, won: 200, lost: 0 },
        ],
      },
    ]);
  });
  it('has no win rate where nothing is closed, and puts what has no group last', () => {
    const { groups } = pipelineReport([sum('open', 1), sum('won', 1, { part: '2017-11' })], quarterGroup);
    expect(groups.map(({ key, winRate }) => [key, winRate])).toEqual([
      ['2017-Q4', '1.0000'],
      [undefined, undefined],
    ]);
  });
  it('rather fails than shows a sum that a number cannot hold', () => {
    const huge = sum('won', 1, { amount: '9007199254740993' });
    expect(() => pipelineReport([huge], quarterGroup)).toThrow(RangeError);
  });
  it('is empty over nothing', () =>
    expect(pipelineReport([], quarterGroup)).toEqual({
      groups: [],
      total: { key: undefined, deals: 0, open: 0, won: 0, lost: 0, winRate: undefined, amounts: [] },
    }));
});

describe('ageBrackets', () => {
  const began = (day: string, deals = '1', currency: string | null = 'USD') => ({
    began: day,
    currency,
    deals,
    overdue: '0',
    amount: currency && '100',
  });
  const now = '2026-03-31T16:00:00.000Z'; // 1 April in Shanghai
  it('counts whole days in Shanghai, borders included', () => {
    const found = ageBrackets([began('2026-04-01'), began('2026-03-02'), began('2026-03-01', '2')], now);
    expect(found.map(({ fromDays, toDays, deals }) => [fromDays, toDays, deals])).toEqual([
      [0, 30, 2],
      [31, 60, 2],
      [61, 90, 0],
      [91, 180, 0],
      [181, 360, 0],
      [361, undefined, 0],
    ]);
  });
  it('takes the registration for a deal without a day, and adds per currency', () => {
    const [youngest] = ageBrackets(
      [began('2026-03-30T16:00:00.000Z'), began('2026-03-30'), began('2026-03-30', '1', null)],
      now,
    );
    expect(youngest).toMatchObject({ deals: 3, amounts: [{ amount: 200, currency: 'USD' }] });
  });
});
