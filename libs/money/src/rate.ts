import { Decimal } from 'decimal.js';

/** A share as decimal text with four places, rounded half up, e.g. `rate(4238, 6711)` is `0.6315`; none when the whole is 0. */
export const rate = (part: number, whole: number): string | undefined =>
  whole === 0 ? undefined : new Decimal(part).div(whole).toFixed(4, Decimal.ROUND_HALF_UP);
