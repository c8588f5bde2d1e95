import { validateSync } from 'class-validator';
import { addMoney, decimalText, formatMoney, money, parseMoney, sameMoney } from './money.js';
import { MoneyInput } from './money-input.js';
import { rate } from './rate.js';

describe('money', () => {
  it('reads decimal text into minor units', () => {
    expect(parseMoney('1054', 'USD')).toEqual({ amount: 105_400, currency: 'USD' });
    expect(parseMoney('10.05', 'USD')).toEqual({ amount: 1_005, currency: 'USD' });
    expect(parseMoney('0.1', 'CNY')).toEqual({ amount: 10, currency: 'CNY' });
    expect(parseMoney('-3', 'JPY')).toEqual({ amount: -3, currency: 'JPY' });
    expect(parseMoney('1.234', 'KWD')).toEqual({ amount: 1_234, currency: 'KWD' });
  });

  it.each(['', '10.055', '1e3', '1,054', ' 1', '0.30000000000000004', 'NaN', '12345678901234'])('refuses %p', (text) =>
    expect(() => parseMoney(text, 'USD')).toThrow(RangeError),
  );

  it('writes what it reads', () => {
    for (const text of ['0.00', '0.05', '10.05', '-0.01', '10005534.00'])
      expect(decimalText(parseMoney(text, 'USD'))).toBe(text);
    expect(formatMoney(money(1_000_553_400, 'USD'))).toBe('USD 10,005,534.00');
    expect(formatMoney(money(-1_234_567, 'KWD'))).toBe('KWD -1,234.567');
    expect(formatMoney(money(1_000, 'JPY'))).toBe('JPY 1,000');
  });

  it('adds within a currency only', () => {
    expect(addMoney(money(1, 'USD'), money(2, 'USD'))).toEqual(money(3, 'USD'));
    expect(() => addMoney(money(1, 'USD'), money(2, 'CNY'))).toThrow(RangeError);
    expect(sameMoney(money(1, 'USD'), money(1, 'CNY'))).toBe(false);
    expect(sameMoney(undefined, undefined)).toBe(true);
  });

  it('has no fractions of a minor unit', () => {
    expect(() => money(0.1, 'USD')).toThrow(RangeError);
    expect(() => money(1, 'usd')).toThrow(RangeError);
  });

  it('gives rates as decimal text', () => {
    expect(rate(4_238, 6_711)).toBe('0.6315');
    expect(rate(1, 8_000)).toBe('0.0001'); // 0.000125
    expect(rate(1, 20_000)).toBe('0.0001'); // 0.00005, half up
    expect(rate(0, 0)).toBeUndefined();
  });

  it('validates what a client sends', () => {
    const valid = (fields: object): boolean => validateSync(Object.assign(new MoneyInput(), fields)).length === 0;
    expect(valid({ amount: 5, currency: 'USD' })).toBe(true);
    expect(valid({ amount: 5.5, currency: 'USD' })).toBe(false);
    expect(valid({ amount: -1, currency: 'USD' })).toBe(false);
    expect(valid({ amount: 1, currency: 'dollar' })).toBe(false);
  });
});
