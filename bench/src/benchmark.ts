/** One figure, a ratio of two arms of the same run wherever there are two: absolute numbers say more about the machine than about us. */
export interface Result {
  readonly id: string;
  readonly metric: string;
  /** Median of the figures of the rounds. */
  readonly value: number;
  readonly better: 'higher' | 'lower';
  /** What must be reached. */
  readonly floor: number;
  /** What is aimed at. */
  readonly goal: number;
  /** The figure of each round. */
  readonly samples: readonly number[];
  /** The median of what the value is a ratio to, and its unit. */
  readonly reference: { readonly value: number; readonly unit: string };
}

export interface Effort {
  readonly rounds: number;
  /** How long each arm runs, ms; twice in each round. */
  readonly duration: number;
}

/** One entry of the registry in `benchmarks.ts`. */
export interface Benchmark {
  readonly id: string;
  readonly title: string;
  readonly run: (databaseUrl: string, effort: Effort) => Promise<readonly Result[]>;
}
