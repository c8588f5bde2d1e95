import type { ClockChange } from './case.events.js';
import { explained } from './clock-explained.js';
import { changeClocks, type CaseClock } from './clock-state.js';
import { known } from './testing/case-company.js';
import { after, closing, ended, paused, resumed, response } from './testing/case-facts.js';

const minutes = (n: number) => n * 60_000;
const after1 = (...changes: readonly ClockChange[]): CaseClock => {
  const [one] = changeClocks([], changes);
  if (!one) throw new Error('no clock');
  return one;
};
const waits = [closing, paused('closing', 180, 'wait/customer'), resumed('closing', 240, 4140)] as const;

describe('a clock explained', () => {
  it('counts up to when it is asked, while it runs', () => {
    const at = explained(after1(response), after(40), known);
    expect(at).toMatchObject({
      ...{ clock: 'response', kind: 'response', state: 'running', dueAt: after(60), overdue: false },
      ...{ since: after(0), until: after(40), elapsedMs: minutes(40), countedMs: minutes(40), pausedMs: 0, offMs: 0 },
      ...{ limitMs: minutes(60), leftMs: minutes(20), overMs: 0 },
      intervals: [
        { from: after(0), to: after(40), goesOn: true, counted: true, ms: minutes(40), countedMs: minutes(40) },
      ],
    });
  });
  it('is overdue strictly after its due instant, on record or not', () => {
    expect(explained(after1(response), after(60), known)).toMatchObject({ overdue: false, leftMs: 0, overMs: 0 });
    const late = explained(after1(response), '2026-03-02T03:00:00.001Z', known);
    expect(late).toMatchObject({ overdue: true, breachOnRecord: false, overMs: 1 });
  });
  it('tells counted and paused stretches with their causes, which add up to what has elapsed', () => {
    expect(explained(after1(...waits.slice(0, 2)), after(200), known)).toMatchObject({
      ...{ state: 'paused', pausedFor: 'wait/customer', elapsedMs: minutes(200), countedMs: minutes(180) },
      pausedMs: minutes(20),
    });
    const all = explained(after1(...waits), after(300), known);
    expect(all).toMatchObject({ elapsedMs: minutes(300), countedMs: minutes(240), pausedMs: minutes(60), offMs: 0 });
    expect(all.intervals.map(({ ms, counted, cause }) => [ms / 60_000, counted, cause])).toEqual([
      [180, true, undefined],
      [60, false, 'wait/customer'],
      [60, true, undefined],
    ]);
    expect(all.plans.map(({ cause, dueAt }) => [cause, dueAt])).toEqual([
      ['started', after(4320)],
      ['resumed', after(4380)],
    ]);
  });
  it('ends with its end, whenever it is asked, also one that ended as it began', () => {
    const over = explained(after1(...waits, ended('closing', 300, 240)), after(9_999), known);
    expect(over).toMatchObject({ state: 'met', until: after(300), elapsedMs: minutes(300), countedMs: minutes(240) });
    const atOnce = explained(after1(response, ended('response', 0)), after(9_999), known);
    expect(atOnce).toMatchObject({ until: after(0), elapsedMs: 0, countedMs: 0, offMs: 0, intervals: [] });
  });
  it('takes the time outside working hours apart', () => {
    // Saturday 7 March 2026, 00:00 to Monday 10:00 in Shanghai: one hour of working time (09:00 to 18:00).
    const since = '2026-03-06T16:00:00.000Z';
    const working = { ...response, since, dueAt: '2026-03-09T02:00:00.000Z', warnings: [] } as const;
    const calendar = { kind: 'calendar', version: 1 } as const;
    const one = after1({ ...working, counts: 'working-time', calendar });
    const at = explained(one, '2026-03-09T02:00:00.000Z', known);
    expect(at).toMatchObject({ elapsedMs: 58 * minutes(60), countedMs: minutes(60), pausedMs: 0, calendarVersion: 1 });
    expect(at.offMs).toBe(57 * minutes(60));
    expect(at.intervals).toMatchObject([{ ms: 58 * minutes(60), countedMs: minutes(60) }]);
  });
  it('is never shorter than nothing where the clocks of two machines differ', () => {
    const early = explained(after1(...waits), after(239), known);
    expect(early).toMatchObject({
      until: after(240),
      elapsedMs: minutes(240),
      countedMs: minutes(180),
      pausedMs: minutes(60),
    });
  });
});
