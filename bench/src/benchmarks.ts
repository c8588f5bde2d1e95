import { manyCallers, oneCaller } from './append.bench.js';
import type { Benchmark } from './benchmark.js';
import { overload } from './overload.bench.js';

/** Every benchmark, in the order they run. */
export const benchmarks: readonly Benchmark[] = [manyCallers, oneCaller, overload];
