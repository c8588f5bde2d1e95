import { Overload, type OverloadLimits } from './overload.js';

const limits: OverloadLimits = { requestsUnderWay: 4, loopDelayMs: 100, appendWaitMs: 1_000 };

/** At a process with so many requests under way. */
function busy(underWay: number, signs: { loopDelay?: number; appendWait?: number } = {}, changed = {}) {
  const { loopDelay = 0, appendWait = 0 } = signs;
  const overload = new Overload(
    { ...limits, ...changed },
    { loopDelay: () => loopDelay, appendWait: () => appendWait },
  );
  const leave = Array.from({ length: underWay }, () => overload.enter());
  return { overload, leave };
}

describe('the load at the edge', () => {
  it.each([
    ['has room', 3, {}, false, undefined],
    ['is full', 4, {}, false, 'requests-under-way'],
    ['is late, but not too late', 3, { loopDelay: 100 }, false, undefined],
    ['is twice as late as it may be: half of its room is left', 2, { loopDelay: 200 }, false, 'loop-delay'],
    ['has that half free', 1, { loopDelay: 200 }, false, undefined],
    ['is hopelessly late, but does nothing', 0, { loopDelay: 60_000 }, false, undefined],
    ['cannot append, when somebody reads', 3, { appendWait: 1_001 }, false, undefined],
    ['cannot append, when somebody writes', 0, { appendWait: 1_001 }, true, 'append-wait'],
  ] as const)('that %s: %d under way', (_name, underWay, signs, writes, because) => {
    expect(busy(underWay, signs).overload.refuses(writes)).toBe(because);
  });

  it('has no limit that is turned off', () => {
    const off = { requestsUnderWay: 0, loopDelayMs: 0, appendWaitMs: 0 };
    expect(busy(1_000, { loopDelay: 1_000, appendWait: 60_000 }, off).overload.refuses(true)).toBeUndefined();
  });

  it('has room again when one has left, once', () => {
    const { overload, leave } = busy(4);
    leave[0]?.();
    leave[0]?.();
    expect(overload.status().underWay).toBe(3);
    expect(overload.refuses(true)).toBeUndefined();
  });

  it('counts what it refuses', () => {
    const { overload } = busy(4);
    overload.refuses(true);
    overload.refuses(false);
    expect(overload.status().shed).toEqual({ 'requests-under-way': 2, 'loop-delay': 0, 'append-wait': 0 });
  });
});
