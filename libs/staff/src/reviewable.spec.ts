import { fold, type Role } from '@dealtrail/event-sourcing';
import { losesReview, reviewable } from './reviewable.js';
import { staffFold } from './staff.fold.js';

/** People by code: `l1` is in legal, `f1` in finance, `d1` a director, `a1` an admin, `r1` a rep. */
const roleOf: Record<string, Role> = { l: 'legal', f: 'finance', d: 'director', a: 'admin', r: 'rep' };
const company = (...ids: readonly string[]) =>
  fold(
    staffFold,
    ids.map((staffId) => ({
      type: 'PersonRegistered' as const,
      data: { staffId, name: staffId, roles: [roleOf[staffId.charAt(0)] ?? 'rep'] },
    })),
  );

describe('a company can review', () => {
  it.each([
    [['l1', 'f1', 'd1'], undefined, true],
    [['l1', 'f1'], undefined, false],
    [['d1'], undefined, false],
    [['d1', 'a1'], undefined, true],
    [['d1', 'a1'], 'a1', false],
    [['l1', 'd1'], undefined, true],
    [['l1', 'd1'], 'd1', false],
    [['l1', 'f1', 'd1'], 'l1', true],
    [['l1', 'd1', 'r1'], 'r1', true],
    [[], undefined, false],
  ] as const)('%j without %s: %s', (people, without, expected) =>
    expect(reviewable(company(...people), without)).toBe(expected),
  );
});

describe('review is lost', () => {
  const leaves = (staffId: string, ...people: readonly string[]) =>
    losesReview(company(...people), company(...people.filter((id) => id !== staffId)), staffId);

  it.each([
    ['d1', ['l1', 'f1', 'd1'], 'with the only director'],
    ['l1', ['l1', 'd1'], 'with the only other reviewer'],
    ['a1', ['l1', 'f1', 'd1', 'a1'], 'for the one director who is left'],
    ['l1', ['l1', 'a1', 'd1'], 'for each of two who are left'],
  ] as const)('when %s leaves %j: %s', (id, people, _) => expect(leaves(id, ...people)).toBe(true));

  it.each([
    ['r1', ['l1', 'f1', 'd1', 'r1'], 'nobody who reviews'],
    ['l1', ['l1', 'l2', 'f1', 'd1', 'd2'], 'others are there'],
    ['l1', ['l1', 'f1', 'd1', 'd2'], 'directors stand in'],
    ['a1', ['a1', 'r1'], 'too small before'],
    ['d1', ['l1', 'l2', 'd1', 'r1', 'a1', 'a2'], 'admins stand in'],
  ] as const)('not when %s leaves %j: %s', (id, people, _) => expect(leaves(id, ...people)).toBe(false));
});
