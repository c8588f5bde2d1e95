import { cell, displayWidth, record, table } from './table.js';

describe('tables', () => {
  it('aligns Chinese and Latin text', () => {
    const lines = table([
      { name: '華東機械', open: 3 },
      { name: 'Acme', open: 12 },
    ]).split('\n');
    expect(lines.map(displayWidth)).toEqual([14, 14, 14, 14]);
    expect(lines.at(-1)).toBe('Acme        12');
  });

  it('shows an amount with its currency, and names instead of ids', () =>
    expect(
      table([{ number: 'K', amount: 100, currency: 'USD', ownerId: 'li.na', ownerName: '李娜' }]).split('\n'),
    ).toEqual(['number    amount  ownerName', '──────  ────────  ─────────', 'K       USD 1.00  李娜']));

  it('leaves empty columns out', () => expect(table([{ a: 1, b: null, c: undefined }])).not.toContain('b'));

  it.each([
    [{ amount: 1000553400, currency: 'USD' }, 'USD 10,005,534.00'],
    [{ amount: 5, currency: 'JPY' }, 'JPY 5'],
    ['2017-02-28T16:00:00.000Z', '2017-03-01 00:00'],
    [[{ currency: 'USD', open: 0, won: 113467200 }], 'won USD 1,134,672.00'],
    [{ deals: 3, rate: '0.5' }, 'deals 3, rate 0.5'],
    [['a', 'b'], 'a, b'],
    [null, ''],
    ['two\n lines', 'two lines'],
  ])('shows %j as %s', (value, text) => expect(cell(value)).toBe(text));

  it('shows a record with its lists below', () =>
    expect(record({ id: 'x', groups: [{ won: 1 }], none: null })).toBe('id  x\n\ngroups\nwon\n───\n  1'));
});
