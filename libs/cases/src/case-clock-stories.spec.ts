import { decide, evolve } from '@dealtrail/event-sourcing';
import type { CommandMetadata, Decided, Intention } from '@dealtrail/event-sourcing';
import { caseDecider } from './case.decider.js';
import { countedBy } from './case-clock.js';
import type { AnyCaseCommand } from './case.commands.js';
import type { CaseEvent, ClockId } from './case.events.js';
import type { Case, KnownCase } from './case.fold.js';
import type { CaseClock } from './clock-state.js';
import { asked, by, byLink, byProcess, hours, known, minutes, monday } from './testing/case-company.js';
import { caseId } from './testing/case-facts.js';

type Moment = readonly [command: Intention<AnyCaseCommand>, metadata: Partial<CommandMetadata>];

const report = { type: 'ReportCase', caseId, kind: 'issue', channel: 'hotline', subject: '無法點亮' } as const;
const respond = { type: 'RespondToCase', caseId, note: '已受理' } as const;
const give = { type: 'GivePreliminarySolution', caseId, solution: '更換主板' } as const;
const wait = { type: 'AwaitCase', caseId, for: 'customer' } as const;
const resume = { type: 'ResumeCase', caseId } as const;
const resolve = { type: 'ResolveCase', caseId, resolution: '已更換' } as const;
const confirm = { type: 'ConfirmCaseResolution', caseId } as const;
const luoJia = (at: string) => by('luo.jia', at);

/** What comes of these commands, one after the other. */
function story(...moments: readonly Moment[]): {
  readonly one: KnownCase;
  readonly facts: readonly Decided<CaseEvent>[];
} {
  let state: Case = caseDecider.initialState;
  const facts: Decided<CaseEvent>[] = [];
  for (const [command, metadata] of moments)
    for (const fact of decide(caseDecider, asked(command, metadata), state, known)) {
      facts.push(fact);
      state = evolve(caseDecider, state, fact);
    }
  if (state.status === 'none') throw new Error('nothing came of it');
  return { one: state, facts };
}

const clockIn = ({ clocks }: KnownCase, id: ClockId): CaseClock => {
  const clock = clocks.find((one) => one.clock === id);
  if (!clock) throw new Error(`no clock ${id}`);
  return clock;
};
const breaches = (facts: readonly Decided<CaseEvent>[]): string[] =>
  facts.flatMap((fact) => (fact.type === 'CaseClockOverdue' ? [`${fact.data.clock} ${fact.occurredAt}`] : []));

/** Counted and paused stretches follow each other without a gap, and are what has elapsed (U-28). */
function addsUp({ clocks }: KnownCase, now: string): void {
  for (const clock of clocks) {
    const { intervals, since } = clock;
    intervals.forEach(({ from }, n) => expect(from).toBe(n === 0 ? since : intervals[n - 1]?.to));
    const paused = intervals
      .filter(({ counted }) => !counted)
      .reduce((sum, { from, to = now }) => sum + Date.parse(to) - Date.parse(from), 0);
    const end = clock.ended === undefined ? now : (intervals.at(-1)?.to ?? now);
    expect(countedBy(clock, end, known) + paused).toBe(Date.parse(end) - Date.parse(since));
  }
}

describe('1, 24 and 72 hours over a weekend', () => {
  it('go on through Saturday and Sunday: reported on Friday at 17:30, they end on Friday, Saturday and Monday', () => {
    const friday = '2026-03-06T09:30:00.000Z'; // 17:30 in Shanghai
    const { one } = story([report, luoJia(friday)]);
    expect(one.clocks.map(({ clock, dueAt }) => [clock, dueAt])).toEqual([
      ['response', '2026-03-06T10:30:00.000Z'], // Friday 18:30
      ['solution', '2026-03-07T09:30:00.000Z'], // Saturday 17:30
      ['closing', '2026-03-09T09:30:00.000Z'], // Monday 17:30
    ]);
  });
});

describe('a clock that pauses', () => {
  const begun: readonly Moment[] = [
    [report, luoJia(monday)],
    [respond, luoJia(minutes(10))],
    [give, luoJia(minutes(20))],
  ];

  it('is not late at the instant it was due before, and later by as long as it stood', () => {
    const { one, facts } = story(...begun, [wait, luoJia(hours(71))], [resume, luoJia(hours(100))]);
    expect(breaches(facts)).toEqual([]);
    expect(clockIn(one, 'closing')).toMatchObject({ dueAt: hours(101), countedMs: 71 * 3_600_000 });
    addsUp(one, hours(100));
    const after = story(
      ...begun,
      [wait, luoJia(hours(71))],
      [resume, luoJia(hours(100))],
      [resolve, luoJia(hours(102))],
    );
    expect(breaches(after.facts)).toEqual([`closing ${hours(101)}`]);
    addsUp(after.one, hours(103));
  });

  it('warns of what is left when it paused after a warning, not of what was said before', () => {
    const { one } = story(...begun, [wait, luoJia(hours(50))], [resume, luoJia(hours(60))]);
    // Warned after 48 hours; the second warning, after 66, is 16 hours of counted time away.
    expect(clockIn(one, 'closing')).toMatchObject({ warnings: [hours(76)], dueAt: hours(82) });
    const again = story(
      ...begun,
      [wait, luoJia(hours(50))],
      [resume, luoJia(hours(60))],
      [{ type: 'RemindCaseClock', caseId, clock: 'closing', at: hours(48), dueAt: hours(82) }, byProcess(hours(60))],
    );
    expect(again.facts.filter(({ type }) => type === 'CaseClockDueSoon')).toEqual([]);
  });

  it('tells a process that wakes at the old due instant to go to sleep again', () => {
    const overdue = { type: 'RecordCaseClockOverdue', caseId, clock: 'closing', dueAt: hours(72) } as const;
    const { facts } = story(
      ...begun,
      [wait, luoJia(hours(71))],
      [overdue, byProcess(hours(72))],
      [resume, luoJia(hours(80))],
      [overdue, byProcess(hours(80))],
    );
    expect(breaches(facts)).toEqual([]);
  });

  it('may pause twice in a second, and twice in one instant', () => {
    const at = (ms: number) => new Date(Date.parse(hours(5)) + ms).toISOString();
    const { one } = story(
      ...begun,
      [wait, luoJia(at(0))],
      [resume, luoJia(at(300))],
      [wait, luoJia(at(700))],
      [resume, luoJia(at(900))],
      [wait, luoJia(at(900))],
      [resume, luoJia(at(900))],
      [{ ...wait, for: 'vendor' }, luoJia(at(900))],
      [wait, luoJia(at(900))],
      [resume, luoJia(at(1_000))],
    );
    const closing = clockIn(one, 'closing');
    expect(closing.dueAt).toBe(new Date(Date.parse(hours(72)) + 600).toISOString());
    expect(closing.intervals.filter(({ counted }) => !counted).map(({ from, to }) => [from, to])).toEqual([
      [at(0), at(300)],
      [at(700), at(900)],
      [at(900), at(1_000)],
    ]);
    addsUp(one, at(1_000));
  });

  it('never runs backwards where the time of one process lags behind that of another', () => {
    const { one } = story(
      ...begun,
      [wait, luoJia(hours(5))],
      [resume, luoJia(new Date(Date.parse(hours(5)) - 40).toISOString())],
    );
    expect(clockIn(one, 'closing')).toMatchObject({ runningSince: hours(5), dueAt: hours(72) });
    addsUp(one, hours(6));
  });

  it('goes on where it stood after it was refused, reopened and merged, each time with what was left', () => {
    const into = 'd1b9f602-8e6f-4c1b-8d47-2d3e4f5a6b7c';
    const moments: readonly Moment[] = [
      ...begun,
      [wait, luoJia(hours(10))],
      [resolve, luoJia(hours(20))], // from one pause to another: 10 hours counted
      [{ type: 'RefuseCaseResolution', caseId, reason: '仍然關機' }, byLink(hours(30))],
      [{ type: 'MergeCase', caseId, into }, luoJia(hours(35))], // 15
      [{ type: 'UnmergeCase', caseId, reason: '並非同一故障' }, luoJia(hours(45))],
      [wait, luoJia(hours(50))], // 20
      [{ type: 'MergeCase', caseId, into }, luoJia(hours(55))],
      [{ type: 'UnmergeCase', caseId, reason: '仍非同一故障' }, luoJia(hours(60))], // waits as before
      [resume, luoJia(hours(65))],
      [resolve, luoJia(hours(70))], // 25
      [confirm, byLink(hours(80))],
      [{ type: 'ReopenCase', caseId, reason: '故障再現' }, luoJia(hours(200))],
    ];
    const { one, facts } = story(...moments);
    expect(clockIn(one, 'closing')).toMatchObject({ countedMs: 25 * 3_600_000, dueAt: hours(247) });
    expect(one.status).toBe('open');
    expect(breaches(facts)).toEqual([]);
    addsUp(one, hours(201));
    const late = story(...moments, [resolve, luoJia(hours(248))], [confirm, byLink(hours(249))]);
    expect(breaches(late.facts)).toEqual([`closing ${hours(247)}`]);
    expect(late.facts.findLast(({ type }) => type === 'CaseClosed')?.data).toMatchObject({ late: true });
    addsUp(late.one, hours(249));
  });

  it('is late once, however often it goes on after that', () => {
    const { one, facts } = story(
      ...begun,
      [wait, luoJia(hours(73))],
      [resume, luoJia(hours(80))],
      [wait, luoJia(hours(90))],
      [resume, luoJia(hours(95))],
      [resolve, luoJia(hours(96))],
      [confirm, byLink(hours(97))],
      [{ type: 'ReopenCase', caseId, reason: '故障再現' }, luoJia(hours(100))],
      [respond, luoJia(hours(101))],
    );
    expect(breaches(facts)).toEqual([`closing ${hours(72)}`]);
    addsUp(one, hours(101));
  });
});

describe('an answer after every worker was down', () => {
  const late = story([report, luoJia(monday)], [resolve, luoJia(hours(80))]);
  it('brings every breach along, once, at its due instant, earliest first', () => {
    expect(breaches(late.facts)).toEqual([`response ${hours(1)}`, `solution ${hours(24)}`, `closing ${hours(72)}`]);
    const told = late.facts.filter(({ type }) => type === 'CaseEscalated').map(({ occurredAt }) => occurredAt);
    expect(told).toEqual([hours(1), hours(24), hours(72)]);
  });
  it('leaves nothing to the processes that wake after it', () => {
    for (const [clock, dueAt] of [
      ['response', hours(1)],
      ['solution', hours(24)],
      ['closing', hours(72)],
    ] as const) {
      const command = asked({ type: 'RecordCaseClockOverdue', caseId, clock, dueAt }, byProcess(hours(81)));
      expect(decide(caseDecider, command, late.one, known)).toEqual([]);
    }
  });
  it('is in time at the due instant itself', () => {
    const { facts } = story(
      [report, luoJia(monday)],
      [respond, luoJia(hours(1))],
      [give, luoJia(hours(24))],
      [resolve, luoJia(hours(72))],
    );
    expect(breaches(facts)).toEqual([]);
  });
});
