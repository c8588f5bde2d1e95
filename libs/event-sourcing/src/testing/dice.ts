/** Chance that repeats itself: the same seed throws the same numbers (mulberry32). */
export interface Dice {
  /** 0 ≤ n < sides */
  readonly upTo: (sides: number) => number;
  /** True so many times of a hundred. */
  readonly percent: (chance: number) => boolean;
  /** One of a list that is not empty. */
  readonly one: <T>(of: readonly T[]) => T;
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const throwOnce = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (sides: number): number => Math.floor(throwOnce() * sides);
  return {
    upTo,
    percent: (chance) => upTo(100) < chance,
    one: (of) => {
      const chosen = of[upTo(of.length)];
      if (chosen === undefined) throw new RangeError('nothing to choose from');
      return chosen;
    },
  };
}
