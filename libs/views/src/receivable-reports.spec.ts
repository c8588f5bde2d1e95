import { dayAfter } from '@dealtrail/calendar';
import {
  ageing,
  ageingBrackets,
  collectionRate,
  type AgeingBracket,
  type ReceivableSum,
} from './receivable-reports.js';

const sum = (more: object = {}): ReceivableSum<AgeingBracket> => ({
  ...{ ownerId: 'li.na', currency: 'CNY', part: null, instalments: '1' },
  ...{ notDue: '1', days1to30: '20', days31to60: '300', days61to90: '4000', over90: '50000' },
  ...more,
});
const byPart = ({ part }: { readonly part: string | null }) => ({ key: part ?? undefined });

describe('ageing', () => {
  it('adds per currency, and puts what has no group last', () => {
    const { groups, totals } = ageing([sum(), sum({ part: 'a' }), sum({ currency: 'USD' }), sum()], byPart);
    expect(groups.map(({ key, currency, instalments, open }) => [key, currency, instalments, open])).toEqual([
      ['a', 'CNY', 1, 54_321],
      [undefined, 'CNY', 2, 108_642],
      [undefined, 'USD', 1, 54_321],
    ]);
    expect(totals.map(({ currency, overdue, notDue }) => [currency, overdue, notDue])).toEqual([
      ['CNY', 162_960, 3],
      ['USD', 54_320, 1],
    ]);
  });
  it('rather fails than shows a sum that a number cannot hold', () =>
    expect(() => ageing([sum({ over90: '9007199254740993' })], byPart)).toThrow(RangeError));
  it('is empty over nothing', () => expect(ageing([], byPart)).toEqual({ groups: [], totals: [] }));
  it('has one bracket for every day', () => {
    const today = '2026-03-01';
    const brackets = Object.entries(ageingBrackets(today));
    const of = (day: string) =>
      brackets.filter(([, [from = '', to = '9999']]) => from <= day && day <= to).map(([name]) => name);
    for (let late = -400; late <= 400; late++) {
      const expected = [0, 30, 60, 90, Infinity].findIndex((to) => late <= to);
      expect(of(dayAfter(today, -late))).toEqual([brackets[expected]?.[0]]);
    }
  });
});

describe('collectionRate', () => {
  const due = (amounts: readonly [string, string, string], currency = 'CNY') => ({
    ...{ ownerId: 'li.na', currency, part: null, instalments: '1' },
    ...{ due: amounts[0], received: amounts[1], writtenOff: amounts[2] },
  });
  it('is received ÷ due, in each currency', () => {
    const { totals } = collectionRate(
      [due(['200', '50', '1']), due(['100', '50', '0']), due(['7', '7', '0'], 'USD')],
      byPart,
    );
    expect(totals).toEqual([
      {
        key: undefined,
        currency: 'CNY',
        instalments: 2,
        due: 300,
        received: 100,
        writtenOff: 1,
        open: 199,
        rate: '0.3333',
      },
      { key: undefined, currency: 'USD', instalments: 1, due: 7, received: 7, writtenOff: 0, open: 0, rate: '1.0000' },
    ]);
  });
});
