import type { Effort } from './benchmark.js';

/** One operation of one caller. */
export type Operation = (caller: number) => Promise<unknown>;

/** What one arm did in one round. */
export interface Measured {
  readonly perSecond: number;
  /** Latencies in ms, sorted. */
  readonly latencies: Float64Array;
}

/** Callers in a closed loop: each begins its next operation when the one before is answered. */
async function load(operation: Operation, callers: number, duration: number): Promise<Measured> {
  const latencies: number[] = [];
  const began = performance.now();
  const end = began + duration;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let start = performance.now(); start < end;) {
        await operation(caller);
        const done = performance.now();
        latencies.push(done - start);
        start = done;
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: latencies.length / seconds, latencies: Float64Array.from(latencies).sort() };
}

const together = (a: Measured, b: Measured): Measured => ({
  perSecond: (a.perSecond + b.perSecond) / 2,
  latencies: Float64Array.from([...a.latencies, ...b.latencies]).sort(),
});

/** Two arms interleaved (ours, theirs, theirs, ours), so that a slow minute of the machine meets both; warmed up first. */
export async function rounds(
  ours: Operation,
  theirs: Operation,
  callers: number,
  { rounds: count, duration }: Effort,
): Promise<readonly { readonly ours: Measured; readonly theirs: Measured }[]> {
  for (const arm of [ours, theirs]) await load(arm, callers, Math.min(duration, 1_000));
  const measured = [];
  for (let round = 0; round < count; round++) {
    const first = await load(ours, callers, duration);
    const middle = together(await load(theirs, callers, duration), await load(theirs, callers, duration));
    measured.push({ ours: together(first, await load(ours, callers, duration)), theirs: middle });
  }
  return measured;
}

export const percentile = ({ latencies }: Measured, share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
