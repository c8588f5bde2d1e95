import { fold } from '@dealtrail/event-sourcing';
import { followUp, type FollowUpPolicy } from './kinds/follow-up.js';
import { policyFold } from './policy.fold.js';
import type { PolicyEvent } from './policy.events.js';

const stricter: FollowUpPolicy = { ...followUp.first, warnPercent: 70 };
const published = (version: number, effectiveFrom: string, content: FollowUpPolicy): PolicyEvent => ({
  type: 'PolicyPublished',
  data: {
    kind: 'follow-up',
    version,
    draft: version,
    content,
    effectiveFrom,
    draftedBy: 'qian',
    publishedBy: 'zhou',
  },
});
const book = fold(policyFold, [
  published(1, '2026-01-01T00:00:00.000Z', followUp.first),
  published(2, '2026-04-01T00:00:00.000Z', stricter),
]);

describe('the policy in force', () => {
  it.each([
    ['2016-10-20T00:00:00.000Z', 1],
    ['2026-03-31T23:59:59.999Z', 1],
    ['2026-04-01T00:00:00.000Z', 2],
    ['2031-01-01T00:00:00.000Z', 2],
  ])('at %s is version %i', (instant, version) => {
    expect(book.inForce('follow-up', instant).version).toEqual({ kind: 'follow-up', version });
  });

  it('says what it says', () => {
    expect(book.inForce('follow-up', '2026-05-01T00:00:00.000Z').value.warnPercent).toBe(70);
    expect(book.inForce('follow-up', '2026-02-01T00:00:00.000Z').value.days.B).toBe(45);
  });

  it('is unavailable, not wrong, before the first start', () => {
    expect(() => book.inForce('deal-stages', '2026-05-01T00:00:00.000Z')).toThrow('no policy deal-stages');
  });

  it('finds a pinned version', () => {
    expect(book.version('follow-up', 1)?.value).toBe(followUp.first);
    expect(book.version('follow-up', 3)).toBeUndefined();
  });
});
