import { decide, evolve, fold, Unavailable } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import type { CalendarContent } from '@dealtrail/calendar';
import { caseHandling, policyKind, type CaseHandlingPolicy } from '@dealtrail/policies';
import { caseDecider } from './case.decider.js';
import type { CaseEvent } from './case.events.js';
import type { Case } from './case.fold.js';
import { asked, byProcess, companyWith, days, hours, known, minutes } from './testing/case-company.js';
import {
  acknowledged,
  after,
  breach,
  caseId,
  closed,
  clock,
  closing,
  complained,
  confirmed,
  dueSoon,
  ended,
  escalated,
  fact,
  formed,
  intake,
  merged,
  paused,
  reassigned,
  refused,
  replanned,
  reported,
  resolved,
  responded,
  response,
  resumed,
  silence,
  solution,
  solutionGiven,
  suggested,
  sync,
  waited,
  whom,
  whomOfComplaint,
} from './testing/case-facts.js';

const given = specification(caseDecider, known);

describe('RemindCaseClock', () => {
  const [first, second] = response.warnings;
  const ask = (at = first, dueAt = response.dueAt, occurredAt = minutes(30)) =>
    asked({ type: 'RemindCaseClock', caseId, clock: 'response', at: at ?? '', dueAt }, byProcess(occurredAt));

  it('tells whose it is', () => given(reported).when(ask()).then(dueSoon(response)));
  it('tells the second time as well, and brings along what was missed by then', () => {
    given(reported, dueSoon(response))
      .when(ask(second, response.dueAt, minutes(50)))
      .then(dueSoon(response, second));
    given(...complained)
      .when(
        asked(
          { type: 'RemindCaseClock', caseId, clock: 'closing', at: closing.warnings[0] ?? '', dueAt: closing.dueAt },
          byProcess(hours(48)),
        ),
      )
      .then(
        ...[response, intake, solution].flatMap((missed) => [
          of(breach(missed)),
          of(
            escalated(
              missed,
              missed === solution ? 'gao.feng' : 'he.ping',
              missed === solution ? 'salesManager' : 'supervisor',
            ),
          ),
          ...(missed === solution ? [of({ ...suggested, occurredAt: solution.dueAt })] : []),
        ]),
        of(dueSoon(closing)),
      );
  });
  it('stays quiet about what was said, was not planned, has ended, stands still, or is too late', () => {
    given(reported, dueSoon(response)).when(ask()).thenNothing();
    given(reported)
      .when(ask(minutes(40)))
      .thenNothing();
    given(reported)
      .when(ask(first, minutes(90)))
      .thenNothing();
    given(reported, responded).when(ask()).thenNothing();
    given(reported, merged).when(ask()).thenNothing();
    given(reported)
      .when(ask(first, response.dueAt, minutes(61)))
      .thenNothing();
  });
  it('refuses a case that does not exist', () => given().when(ask()).thenRefuses('case-not-found'));
});

/** The same of the complaint. */
const of = <E extends CaseEvent>(event: E): E => ({ ...event, data: { ...event.data, ...whomOfComplaint } });

describe('RecordCaseClockOverdue', () => {
  const ask = (started = response, occurredAt = started.dueAt) =>
    asked(
      { type: 'RecordCaseClockOverdue', caseId, clock: started.clock, dueAt: started.dueAt },
      byProcess(occurredAt),
    );
  const late = [breach(response), escalated(response, 'he.ping')];

  it('is a breach at the instant it was due, and goes to the superior, however late it is noticed', () => {
    given(reported)
      .when(ask())
      .then(...late);
    given(reported)
      .when(ask(response, hours(20)))
      .then(...late);
  });
  it('brings along what else was missed, each at its own instant', () =>
    given(reported)
      .when(ask(closing, days(4)))
      .then(
        ...late,
        ...[breach(solution), escalated(solution, 'gao.feng', 'salesManager')],
        { ...suggested, occurredAt: solution.dueAt },
        ...[breach(closing), escalated(closing, 'gao.feng', 'director')],
      ));
  it('of a weekly word begins the next week', () => {
    const missed = sync(1, after(60));
    const next = sync(2, missed.dueAt);
    given(reported, responded, solutionGiven, waited, formed)
      .when(ask(missed))
      .then(
        breach(missed, [ended('sync/1', 10_140, 10_080, 'missed'), next]),
        escalated(missed, 'gao.feng', 'salesManager'),
      );
  });
  it('suggests no task force where there is one', () =>
    given(reported, responded, formed)
      .when(ask(solution))
      .then(breach(solution), escalated(solution, 'gao.feng', 'salesManager')));
  it('stays quiet about what is on record, has ended, stands still or is due another time', () => {
    given(reported, ...late)
      .when(ask())
      .thenNothing();
    given(reported, responded).when(ask()).thenNothing();
    given(reported, merged).when(ask()).thenNothing();
    given(reported)
      .when(ask({ ...response, dueAt: minutes(90) }))
      .thenNothing();
    given(reported)
      .when(ask({ ...response, clock: 'sync/1' }))
      .thenNothing();
  });
  it('comes again when its timer was early, for the clocks of machines differ', () => {
    const early = () => decide(caseDecider, ask(response, minutes(59)), fold(caseDecider, [reported]), known);
    expect(early).toThrow(Unavailable);
  });
  it('refuses a case that does not exist', () => given().when(ask()).thenRefuses('case-not-found'));
});

const gone = (id: string) => specification(caseDecider, companyWith({ [id]: { active: false } }));

describe('ReassignCase', () => {
  const ask = (from = 'luo.jia', occurredAt = minutes(30)) =>
    asked({ type: 'ReassignCase', caseId, from, position: 4711 }, byProcess(occurredAt));

  it('gives the case and all its promises to the superior of who has left', () =>
    gone('luo.jia')(reported).when(ask()).then(reassigned));
  it('gives the stage of a complaint along, and of a case that is somebody else’s nothing but that', () => {
    gone('luo.jia')(...complained)
      .when(ask())
      .then(
        fact('CaseReassigned', {
          ...{ ...reassigned.data, ...whomOfComplaint, ownerId: 'he.ping', stage: true },
          clocks: [...(reassigned.data.clocks ?? []), { change: 'given', clock: 'stage/intake/1', to: 'he.ping' }],
        }),
      );
    const stage = fact('ComplaintStageAssigned', {
      ...whomOfComplaint,
      ...{ stage: 'intake', round: 1, from: 'luo.jia', to: 'xu.fang', by: 'he.ping' },
      clocks: [{ change: 'given', clock: 'stage/intake/1', to: 'xu.fang' }],
    });
    gone('xu.fang')(...complained, stage)
      .when(ask('xu.fang'))
      .then(
        fact('CaseReassigned', {
          ...{ ...whomOfComplaint, from: 'xu.fang', to: 'he.ping', position: 4711, owner: false, stage: true },
          clocks: [{ change: 'given', clock: 'stage/intake/1', to: 'he.ping' }],
        }),
      );
  });
  it('gives a part in the task force along, the lead with its promise', () => {
    gone('luo.jia')(reported, responded, formed)
      .when(ask('luo.jia', minutes(60)))
      .then(
        fact('CaseReassigned', {
          ...reassigned.data,
          ...{ leadId: 'he.ping', members: ['he.ping', 'qin.tao'] },
          clocks: (['solution', 'closing', 'sync/1'] as const).map((id) => ({
            change: 'given',
            clock: id,
            to: 'he.ping',
          })),
        }),
      );
    gone('qin.tao')(reported, responded, formed)
      .when(ask('qin.tao', minutes(60)))
      .then(
        fact('CaseReassigned', {
          ...{ ...whom, from: 'qin.tao', to: 'tang.yu', position: 4711, owner: false, stage: false },
          ...{ leadId: 'luo.jia', members: ['luo.jia', 'tang.yu'] },
        }),
      );
  });
  it('tells the next one above of a breach that nobody has answered for', () => {
    const again = (to: string): CaseEvent => fact('CaseEscalated', { ...escalated(response, to).data });
    const late = [reported, breach(response), escalated(response, 'he.ping')];
    gone('he.ping')(...late)
      .when(ask('he.ping', hours(2)))
      .then(again('gao.feng'));
    gone('he.ping')(...late, acknowledged)
      .when(ask('he.ping', hours(2)))
      .thenNothing();
  });
  it('tells nobody of what an import told of the past', () => {
    const told = fact('CaseEscalated', { ...escalated(response, 'he.ping').data, past: true });
    gone('he.ping')(reported, breach(response), told, closed)
      .when(ask('he.ping', hours(2)))
      .thenNothing();
  });
  it('tells the next one above of it where the case is closed by now, of which nothing else goes on', () => {
    const late = [reported, breach(response), escalated(response, 'he.ping'), closed];
    gone('he.ping')(...late)
      .when(ask('he.ping', hours(2)))
      .then(fact('CaseEscalated', escalated(response, 'gao.feng').data));
    gone('luo.jia')(...late)
      .when(ask('luo.jia', hours(2)))
      .thenNothing();
  });
  it('is late who had it then', () =>
    gone('luo.jia')(reported)
      .when(ask('luo.jia', hours(2)))
      .then(breach(response), escalated(response, 'he.ping'), reassigned));
  it('stays quiet of who is there, holds nothing, or held what is closed', () => {
    given(reported).when(ask()).thenNothing();
    gone('xu.fang')(reported).when(ask('xu.fang')).thenNothing();
    gone('luo.jia')(reported, closed).when(ask()).thenNothing();
  });
  it('is for a merged case as well: it may be taken out again', () =>
    gone('luo.jia')(reported, merged)
      .when(ask())
      .then(fact('CaseReassigned', { ...reassigned.data, merged: true })));
  it('refuses where nobody is left', () => {
    const nobody = Object.fromEntries(
      ['luo.jia', 'he.ping', 'gao.feng', 'admin'].map((id) => [id, { active: false }] as const),
    );
    specification(caseDecider, companyWith(nobody))(reported).when(ask()).thenRefuses('nobody-to-hand-over-to');
  });
});

/** Key customers are answered in half an hour, within working time; the second version of the calendar is from April on. */
const { first } = caseHandling;
const forKeyCustomers: CaseHandlingPolicy = {
  ...first,
  limits: [
    {
      tiers: ['重點', 'A'],
      counts: 'working-time',
      response: { minutes: 30, warnMinutes: [20] },
      solution: { minutes: 240, warnMinutes: [] },
      closing: { minutes: 960, warnMinutes: [] },
    },
    ...first.limits,
  ],
};
const calendar = policyKind('calendar').first as CalendarContent;
const withTiers = companyWith({}, [
  { kind: 'case-handling', version: 2, content: forKeyCustomers, effectiveFrom: '2026-01-01T00:00:00.000Z' },
  { kind: 'calendar', version: 2, content: calendar, effectiveFrom: '2026-04-01T00:00:00.000Z' },
]);
const pinned = { kind: 'case-handling', version: 2 } as const;
const byTiers = specification(caseDecider, withTiers);
/** As reported under the second version. */
const ofTiers = fact('CaseReported', {
  ...reported.data,
  policy: pinned,
  clocks: [response, solution, closing].map((one) => ({ ...one, policy: pinned })),
});

describe('PlanCaseForTier', () => {
  const ask = (tiers: string[], occurredAt = minutes(10)) =>
    asked({ type: 'PlanCaseForTier', caseId, tiers }, byProcess(occurredAt));
  const calendar1 = { kind: 'calendar', version: 1 };
  const plan = (id: 'response' | 'solution' | 'closing', countedMinutes: number, limit: number, warn: number[]) => ({
    ...{ change: 'replanned' as const, clock: id, at: minutes(10), countedMs: countedMinutes * 60_000 },
    ...{ limitMs: limit * 60_000, warnMs: warn.map((n) => n * 60_000), counts: 'working-time' as const },
    ...{ calendar: calendar1, cause: 'tier' as const },
  });

  it('plans what runs by the limits of the tier; what has counted stays', () =>
    byTiers(ofTiers)
      .when(ask(['重點']))
      .then(
        fact('CaseClocksReplanned', {
          ...replanned.data,
          clocks: [
            { ...plan('response', 10, 30, [20]), dueAt: minutes(30), warnings: [minutes(20)] },
            // From 10:10, 1 h 50 min to noon, the rest of 4 h from 13:00 on.
            { ...plan('solution', 10, 240, []), dueAt: '2026-03-02T07:00:00.000Z', warnings: [] },
            // Monday has 6 h 50 min left, Tuesday 8 h of 15 h 50 min.
            { ...plan('closing', 10, 960, []), dueAt: '2026-03-04T02:00:00.000Z', warnings: [] },
          ],
        }),
      ));
  it('plans what is paused as well, and leaves what has ended or was missed', () => {
    const facts = [ofTiers, responded, solutionGiven, waited];
    const { dueAt: _, ...still } = { ...plan('closing', 180, 960, []), at: hours(5), dueAt: '' };
    byTiers(...facts)
      .when(ask(['A'], hours(5)))
      .then(fact('CaseClocksReplanned', { ...replanned.data, tier: 'A', clocks: [{ ...still, warnings: [] }] }));
    const missed = { ...response, policy: pinned };
    byTiers(ofTiers)
      .when(ask(['A'], hours(1.5)))
      .then(
        breach(missed),
        escalated(missed, 'he.ping'),
        expect.objectContaining({
          type: 'CaseClocksReplanned',
          data: expect.objectContaining({
            clocks: [expect.objectContaining({ clock: 'solution' }), expect.objectContaining({ clock: 'closing' })],
          }),
        }) as CaseEvent,
      );
  });
  it('is of no tier any more once its customer has none', () => {
    const after = (state: Case, tiers: string[], at: string): Case =>
      decide(caseDecider, ask(tiers, at), state, withTiers).reduce(
        (one, fact) => evolve(caseDecider, one, fact),
        state,
      );
    const planned = after(fold(caseDecider, [ofTiers]), ['重點'], minutes(10));
    expect(planned).toMatchObject({ tier: '重點' });
    expect(after(planned, [], minutes(20))).toMatchObject({ tier: undefined });
  });
  it('stays quiet of tiers without limits of their own, of other versions of the policy, and of closed cases', () => {
    byTiers(ofTiers)
      .when(ask(['普通', 'C']))
      .thenNothing();
    byTiers(reported)
      .when(ask(['重點']))
      .thenNothing();
    byTiers(ofTiers, responded, solutionGiven, closed)
      .when(ask(['重點'], hours(10)))
      .thenNothing();
  });
  it('refuses a case that does not exist', () =>
    byTiers()
      .when(ask(['A']))
      .thenRefuses('case-not-found'));
});

describe('ReplanCaseClocks', () => {
  const inApril = '2026-04-01T02:00:00.000Z';
  const ask = (calendarVersion = 2, occurredAt = inApril) =>
    asked({ type: 'ReplanCaseClocks', caseId, calendarVersion, position: 4711 }, byProcess(occurredAt));
  const version = (n: number) => ({ kind: 'calendar', version: n });
  /** A clock in working time, from the morning of 1 April on. */
  const working: ReturnType<typeof clock> = {
    ...clock('closing', 960, [], { since: '2026-04-01T01:30:00.000Z' }),
    ...{ counts: 'working-time', calendar: version(1), dueAt: '2026-04-03T01:30:00.000Z' },
  };
  const counting = fact('CaseReported', { ...reported.data, clocks: [working] });
  const plan = {
    ...{ change: 'replanned', clock: 'closing', at: inApril, limitMs: working.limitMs, warnMs: [] },
    ...{ counts: 'working-time', calendar: version(2), cause: 'calendar', warnings: [] },
  } as const;
  const planned = (change: object): CaseEvent =>
    fact('CaseClocksReplanned', {
      ...whom,
      ...{ cause: 'calendar', calendar: version(2) },
      clocks: [{ ...plan, ...change } as never],
    });

  it('plans what counts working time by the calendar in force', () =>
    byTiers(counting)
      .when(ask())
      .then(planned({ countedMs: 30 * 60_000, dueAt: expect.any(String) as string })));
  it('plans what is paused as well', () =>
    byTiers(
      counting,
      fact('CaseWaitBegun', {
        ...whom,
        for: 'customer',
        by: 'luo.jia',
        clocks: [
          { ...paused('closing', 0, 'wait/customer'), at: '2026-04-01T01:45:00.000Z', countedMs: 15 * 60_000 } as never,
        ],
      }),
    )
      .when(ask())
      .then(planned({ countedMs: 15 * 60_000 })));
  it('stays quiet of clocks that count round the clock, of what was missed, and of a calendar that is overtaken', () => {
    byTiers(reported, responded, solutionGiven, waited).when(ask()).thenNothing();
    byTiers(counting, breach(working)).when(ask()).thenNothing();
    byTiers(counting).when(ask(1)).thenNothing();
  });
  it('refuses a calendar nobody published, and a case that does not exist', () => {
    byTiers(counting).when(ask(3)).thenRefuses('calendar-version-not-found');
    byTiers().when(ask()).thenRefuses('case-not-found');
  });
});

describe('CloseSilentCase', () => {
  const ask = (dueAt = silence.dueAt, occurredAt = dueAt) =>
    asked({ type: 'CloseSilentCase', caseId, dueAt }, byProcess(occurredAt));
  const until = [reported, responded, solutionGiven] as const;
  const silent = fact('CaseResolutionConfirmed', {
    ...whom,
    ...{ silence: true, clocks: [ended('silence', 300 + 4_320, 4_320)] },
  });

  it('takes silence for the word that the customer is content', () =>
    given(...until, resolved)
      .when(ask())
      .then(silent, fact('CaseClosed', { ...whom, late: false, clocks: [ended('closing', 300 + 4_320, 300)] })));
  it('leaves a complaint whose cause nobody knows to its owner, whose time goes on', () =>
    given(...complained, responded, solutionGiven, resolved)
      .when(ask())
      .then(
        ...[of(breach(intake)), of(escalated(intake, 'he.ping'))],
        of(
          fact('CaseResolutionConfirmed', {
            ...silent.data,
            clocks: [...(silent.data.clocks ?? []), resumed('closing', 300 + 4_320, 4_020, [2_580, 3_660])],
          }),
        ),
      ));
  it('stays quiet once the customer has said something, or another silence runs', () => {
    given(...until, resolved, refused)
      .when(ask())
      .thenNothing();
    given(...until, resolved, confirmed, closed)
      .when(ask())
      .thenNothing();
    given(...until, resolved)
      .when(ask(days(5)))
      .thenNothing();
    given(reported).when(ask()).thenNothing();
  });
  it('comes again when its timer was early', () => {
    const state = fold(caseDecider, [...until, resolved]);
    expect(() => decide(caseDecider, ask(silence.dueAt, days(3)), state, known)).toThrow(Unavailable);
  });
  it('refuses a case that does not exist', () => given().when(ask()).thenRefuses('case-not-found'));
});
