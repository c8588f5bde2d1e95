import { shownTime } from './shown-time.js';

describe('the time a manager reads', () => {
  it('is that of the business, over midnight too', () => {
    expect(shownTime('2026-03-04T10:00:00.000Z')).toBe('2026-03-04 18:00');
    expect(shownTime('2026-12-31T16:00:00.000Z')).toBe('2027-01-01 00:00');
  });
});
