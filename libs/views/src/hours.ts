import { Decimal } from 'decimal.js';

const hourMs = 3_600_000;

/** Working time as people read it: hours as decimal text with two places, rounded half up, e.g. `12.50`. */
export const hours = (ms: number | string, parts = 1): string =>
  new Decimal(ms).div(parts).div(hourMs).toFixed(2, Decimal.ROUND_HALF_UP);
