/** An amount in integer minor units of one ISO 4217 currency: `{ amount: 1005, currency: 'USD' }` is ten dollars five. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** Currencies whose minor unit is not a hundredth. */
const minorDigits: Readonly<Record<string, number>> = {
  BHD: 3,
  CLP: 0,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  OMR: 3,
  TND: 3,
  UGX: 0,
  VND: 0,
  XAF: 0,
  XOF: 0,
};

/** How many decimal places a currency has. */
export const decimalPlaces = (currency: string): number => minorDigits[currency] ?? 2;

/** Throws RangeError unless the amount is a whole number of minor units and the currency looks like one. */
export function money(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`an amount is a whole number of minor units: ${amount}`);
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`a currency is three capital letters: ${currency}`);
  return { amount, currency };
}

/** Reads decimal text, e.g. `1054` or `10.05`; RangeError for anything else, more places than the currency has included. */
export function parseMoney(text: string, currency: string): Money {
  const [, sign = '', whole, fraction = ''] = /^(-?)(\d{1,13})(?:\.(\d+))?$/.exec(text) ?? [];
  const places = decimalPlaces(currency);
  if (whole === undefined || fraction.length > places) throw new RangeError(`not an amount in ${currency}: ${text}`);
  return money(Number(`${sign}${whole}${fraction.padEnd(places, '0')}`) || 0, currency);
}

/** The amount as decimal text without the currency, e.g. `10.05`; what `parseMoney` reads back. */
export function decimalText({ amount, currency }: Money): string {
  const places = decimalPlaces(currency);
  const digits = String(Math.abs(amount)).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return `${amount < 0 ? '-' : ''}${whole}${places > 0 ? `.${digits.slice(-places)}` : ''}`;
}

/** For people, e.g. `USD 10,005,534.00`; the same on every machine. */
export const formatMoney = (value: Money): string =>
  `${value.currency} ${decimalText(value).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',')}`;

/** RangeError across currencies: they are never added. */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} cannot be added`);
  return money(a.amount + b.amount, a.currency);
}

/** The same amount of the same currency; two missing values are the same. */
export const sameMoney = (a: Money | undefined, b: Money | undefined): boolean =>
  a?.amount === b?.amount && a?.currency === b?.currency;
