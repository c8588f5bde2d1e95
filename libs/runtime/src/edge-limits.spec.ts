import { edgeLimits } from './edge-limits.js';

describe('the limits of the edge', () => {
  it('have defaults, and can be turned off', () => {
    const wrong: string[] = [];
    const limits = edgeLimits({ MAX_REQUESTS_UNDER_WAY: '0', MAX_LOOP_DELAY_MS: '' }, wrong);
    expect(limits).toMatchObject({ requestsUnderWay: 0, loopDelayMs: 100, failedPerMinute: 300 });
    expect(wrong).toEqual([]);
  });

  it.each(['-1', '1.5', 'many'])('refuse %s', (given) => {
    const wrong: string[] = [];
    edgeLimits({ MAX_FAILED_ATTEMPTS: given }, wrong);
    expect(wrong).toEqual([`MAX_FAILED_ATTEMPTS is neither 0 nor a whole number: ${given}`]);
  });
});
