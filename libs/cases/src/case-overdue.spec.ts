import { fold } from '@dealtrail/event-sourcing';
import { overdueBy } from './case-overdue.js';
import type { CaseEvent } from './case.events.js';
import { evolveCase, type Case, type KnownCase } from './case.fold.js';
import { companyWith, days, hours, known, minutes } from './testing/case-company.js';
import {
  after,
  breach,
  closing,
  confirmed,
  ended,
  escalated,
  fact,
  formed,
  reported,
  resolved,
  responded,
  response,
  solution,
  solutionGiven,
  suggested,
  sync,
  waited,
  whom,
} from './testing/case-facts.js';

const given =
  (...facts: readonly CaseEvent[]) =>
  (occurredAt: string, company = known, history = false) =>
    overdueBy(
      fold<Case>({ initialState: { status: 'none' }, evolve: evolveCase }, facts) as KnownCase,
      { occurredAt, history },
      company,
    );

describe('a promise that was missed', () => {
  it('is late strictly after its due instant, which is when it is late, whoever notices when', () => {
    expect(given(reported)(minutes(60))).toEqual([]);
    const late = [breach(response), escalated(response, 'he.ping')];
    expect(given(reported)('2026-03-02T03:00:00.001Z')).toEqual(late);
    expect(given(reported)(hours(23))).toEqual(late);
  });
  it('is told once, earliest first; a plan or a loop that was missed suggests a task force, once', () => {
    const suggestedWhenMissed = { ...suggested, occurredAt: solution.dueAt };
    expect(given(reported)(hours(80))).toEqual([
      ...[breach(response), escalated(response, 'he.ping')],
      ...[breach(solution), escalated(solution, 'gao.feng', 'salesManager'), suggestedWhenMissed],
      ...[breach(closing), escalated(closing, 'gao.feng', 'director')],
    ]);
    const told = given(reported)(hours(80));
    expect(given(reported, ...told)(hours(90))).toEqual([]);
    expect(given(reported, responded, formed)(hours(25)).map(({ type }) => type)).not.toContain('TaskForceSuggested');
  });
  it('is never what has ended, is paused, or only waits for the customer to say something', () => {
    expect(given(reported, responded)(hours(2))).toEqual([]);
    expect(given(reported, responded, solutionGiven, waited)(days(30))).toEqual([]);
    expect(given(reported, responded, solutionGiven, resolved)(days(30))).toEqual([]);
    expect(given(reported, responded, solutionGiven, resolved, confirmed)(days(30))).toEqual([]);
  });
  it('of a weekly word begins the next week, however many passed', () => {
    const [first, second, third] = [sync(1, after(60)), sync(2, after(10_140)), sync(3, after(20_220))];
    const week = (n: 1 | 2, of: typeof first, next: typeof first) => [
      breach(of, [ended(`sync/${n}`, n === 1 ? 10_140 : 20_220, 10_080, 'missed'), next]),
      escalated(of, 'gao.feng', 'salesManager'),
    ];
    const quiet = given(reported, responded, solutionGiven, waited, formed);
    expect(quiet(days(7))).toEqual([]); // formed an hour after the report
    expect(quiet(days(8))).toEqual(week(1, first, second));
    // Nobody is warned of what has passed already.
    const missed = { ...third, warnings: [] };
    expect(quiet(after(20_220 + 9_000))).toEqual([
      ...week(1, first, { ...second, warnings: [] }),
      ...week(2, second, missed),
    ]);
  });
});

describe('who is told of a breach', () => {
  const owned = (ownerId: string) =>
    given(
      fact('CaseReported', {
        ...reported.data,
        ownerId,
        clocks: [response, solution, closing].map((clock) => ({ ...clock, responsibleId: ownerId })),
      }),
    );
  const told = (facts: readonly CaseEvent[]) =>
    facts.flatMap(({ type, data }) => (type === 'CaseEscalated' ? [`${data.clock}: ${data.to}`] : []));

  it('is the nearest one above with the post that the policy names, or with a higher one', () => {
    expect(told(owned('li.na')(hours(80)))).toEqual(['response: zhao.min', 'solution: sun.li', 'closing: gao.feng']);
    expect(told(owned('zhao.min')(hours(80)))).toEqual(['response: sun.li', 'solution: sun.li', 'closing: gao.feng']);
    expect(told(owned('qin.tao')(hours(80)))[0]).toBe('response: gao.feng'); // Tang Yu leads, but has no such post
  });
  it('has nothing to answer where an import tells of it', () => {
    const pasts = (history: boolean) =>
      given(reported)(hours(2), known, history).flatMap(({ type, data }) =>
        type === 'CaseEscalated' ? [data.past] : [],
      );
    expect(pasts(true)).toEqual([true]);
    expect(pasts(false)).toEqual([undefined]);
  });
  it('is somebody who is there', () => {
    const without = companyWith({ 'zhao.min': { active: false }, 'sun.li': { active: false } });
    expect(told(owned('li.na')(hours(2), without))).toEqual(['response: gao.feng']);
  });
  it('is the next superior where nobody has such a post, and nobody where nobody is left', () => {
    const gone = { active: false };
    const without = { 'zhao.min': gone, 'sun.li': gone, 'gao.feng': gone };
    expect(told(owned('li.na')(hours(2), companyWith(without)))).toEqual(['response: admin']);
    expect(told(owned('li.na')(hours(2), companyWith({ ...without, admin: gone })))).toEqual([]);
  });
  it('is found where superiors name each other', () => {
    const circle = companyWith({ 'li.na': { superior: 'wang.wei' }, 'wang.wei': { superior: 'li.na' } });
    expect(told(owned('li.na')(hours(2), circle))).toEqual(['response: gao.feng']);
  });
});

it('tells of a breach the case it is about', () => {
  expect(given(reported)(hours(2))[0]?.data).toMatchObject(whom);
});
