import { manyCallers, oneCaller } from './append.bench.js';
import type { Benchmark } from './benchmark.js';

/** Every benchmark, in the order they run. */
export const benchmarks: readonly Benchmark[] = [manyCallers, oneCaller];
