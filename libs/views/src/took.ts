import { sql, type RawBuilder } from 'kysely';
import { hours } from './hours.js';

/** How long things took, as SQL measures it: ms as decimal text; null where nothing is measured. */
export interface Took {
  /** p50, p90 and the greatest. */
  readonly percentiles: readonly string[] | null;
  readonly sumMs: string | null;
  readonly measured: number;
}

export interface TookHours {
  readonly p50Hours?: string;
  readonly p90Hours?: string;
  readonly maxHours?: string;
  readonly meanHours?: string;
}

/** Hours as decimal text with two places; a percentile is one than which at least that share took no longer. */
export function tookHours({ percentiles, sumMs, measured }: Took): TookHours {
  const [p50, p90, max] = (percentiles ?? []).map((ms) => hours(ms));
  const mean = sumMs === null ? undefined : hours(sumMs, measured);
  return { p50Hours: p50, p90Hours: p90, maxHours: max, meanHours: mean };
}

/** ms between two instants; none is below nothing. */
export const msBetween = (from: RawBuilder<unknown>, to: RawBuilder<unknown>): RawBuilder<string> =>
  sql`greatest(0, (extract(epoch from (${to})::timestamptz - (${from})::timestamptz) * 1000)::bigint)`;

/** `Took`, of a column of ms that is null where nothing is measured. */
export const tookOf = (ms: RawBuilder<unknown>): RawBuilder<unknown> => sql`sum(${ms})::text as "sumMs",
  count(${ms})::int as measured,
  (percentile_disc(array[0.5, 0.9, 1]) within group (order by ${ms}) filter (where ${ms} is not null))::text[] as percentiles`;
