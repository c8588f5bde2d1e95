import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import type { ClockId } from '@dealtrail/cases';
import { record } from '../testing/histories.js';
import { SkippedTime, shownKeys, type Answer } from '../testing/time-skipping.js';
import type { Status } from '../follow.js';
import { shownTime } from '../shown-time.js';
import {
  describeComplaintEscalation,
  type ComplaintEscalation,
  type TrackedClock,
} from './complaint-escalation.state.js';

let time: SkippedTime;
let count = 0;
const open: WorkflowHandle[] = [];

beforeAll(async () => (time = await SkippedTime.open()), 60_000);
afterAll(() => time?.close());
afterEach(async () => {
  for (const handle of open.splice(0)) {
    await record(handle, 'complaint-escalation', expect.getState().currentTestName);
    await handle.terminate().catch(() => undefined);
  }
});

const hour = 3_600_000;
const later = (at: string, hours: number): string => new Date(Date.parse(at) + hours * hour).toISOString();

/** A clock that starts now and has so many hours; warned of after these. */
async function clock(name: ClockId, hours: number, warnHours: readonly number[] = []): Promise<TrackedClock> {
  const since = await time.now();
  return {
    clock: name,
    responsibleId: 'li.na',
    since,
    dueAt: later(since, hours),
    warnAt: warnHours.map((warn) => later(since, warn)),
    reminded: [],
    limitMs: hours * hour,
    countedMs: 0,
    overdue: false,
    escalations: [],
  };
}

/** The three clocks of every case, as the first policy has them. */
const three = () =>
  Promise.all([clock('response', 1, [0.5, 5 / 6]), clock('solution', 24, [12, 20]), clock('closing', 72, [48, 66])]);

const met = (one: TrackedClock): TrackedClock => {
  const { dueAt: _, ...rest } = one;
  return { ...rest, warnAt: [], ended: 'met' };
};
const paused = (one: TrackedClock, countedHours: number, cause: TrackedClock['paused']): TrackedClock => {
  const { dueAt: _, ...rest } = one;
  return { ...rest, warnAt: [], countedMs: countedHours * hour, paused: cause };
};
/** Counts what is left from now on; warned of after so many hours more. */
const resumed = async (one: TrackedClock, warnHours: readonly number[] = []): Promise<TrackedClock> => {
  const { paused: _, ended: __, ...rest } = one;
  const now = await time.now();
  return {
    ...rest,
    dueAt: later(now, (one.limitMs - one.countedMs) / hour),
    warnAt: warnHours.map((h) => later(now, h)),
  };
};

async function aCase(clocks: readonly TrackedClock[], over: Partial<ComplaintEscalation> = {}) {
  const caseId = `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
  const input: ComplaintEscalation = {
    caseId,
    number: 'JPM4R2TX',
    kind: 'issue',
    customerId: 'a-customer',
    ownerId: 'li.na',
    status: 'open',
    reopened: 0,
    clocks,
    ended: false,
    position: 10,
    ...over,
  };
  return run(input);
}

async function run(input: ComplaintEscalation) {
  const id = `complaintEscalation/${input.caseId}`;
  const handle = await time.start('complaintEscalation', id, input, describeComplaintEscalation(input));
  open.push(handle);
  let { position } = input;
  return {
    input,
    handle,
    hears: (type: string, data: Partial<ComplaintEscalation>) =>
      handle.signal('complaintEscalationEvent', { type, position: ++position, data }),
    status: () => handle.query<Status<ComplaintEscalation>>('complaintEscalationStatus'),
  };
}

type Line = readonly [type: string, clock: string, at: string, dueAt: string];
const reminds = (one: TrackedClock, at = one.warnAt[0] ?? ''): Line => [
  'RemindCaseClock',
  one.clock,
  at,
  one.dueAt ?? '',
];
const breaches = (one: TrackedClock): Line => ['RecordCaseClockOverdue', one.clock, one.dueAt ?? '', one.dueAt ?? ''];

/** What was sent, whatever the order of siblings at one instant, each within a minute after its instant. */
function expectSent(...expected: readonly Line[]) {
  const sent = time.sent.map(({ type, body, at }) => {
    const { clock: name = 'silence', dueAt, at: planned } = body as { clock?: string; dueAt: string; at?: string };
    const late = Date.parse(at) - Date.parse(planned ?? dueAt);
    expect([type, name, late >= 0 && late < 60_000]).toEqual([type, name, true]);
    return [type, name, planned ?? dueAt, dueAt].join(' ');
  });
  expect(sent.sort()).toEqual(expected.map((line) => line.join(' ')).sort());
}

const quietly: Record<string, Answer> = {
  RemindCaseClock: () => undefined,
  RecordCaseClockOverdue: () => undefined,
  CloseSilentCase: () => undefined,
};

describe('the clocks of a case', () => {
  it('that is answered, solved and closed in time remind of nothing, and it ends', async () => {
    await time.serve(quietly);
    const [response, solution, closing] = await three();
    const { handle, hears } = await aCase([response, solution, closing]);
    await time.env.sleep('20 minutes');
    await hears('CaseResponded', { clocks: [met(response), solution, closing] });
    await time.env.sleep('11 hours');
    await hears('PreliminarySolutionGiven', { clocks: [met(response), met(solution), closing] });
    await time.env.sleep('1 day');
    const silence = await clock('silence', 72);
    const waits = [met(response), met(solution), paused(closing, 35.33, 'resolved'), silence];
    await hears('CaseResolved', { status: 'resolved', clocks: waits });
    await time.env.sleep('2 days');
    await hears('CaseClosed', { ended: true });
    await handle.result();
    expectSent();
  }, 20_000);

  it('are reminded of twice each, and on record as late at their due instants', async () => {
    await time.serve(quietly);
    const clocks = await three();
    await aCase(clocks);
    await time.env.sleep('30 days');
    expectSent(...clocks.flatMap((one) => [...one.warnAt.map((at) => reminds(one, at)), breaches(one)]));
  }, 20_000);

  it('that came due while nobody worked are late by their due instants, without a warning', async () => {
    await time.serve(quietly);
    const since = later(await time.now(), -30);
    const response = { ...(await clock('response', 1)), since, dueAt: later(since, 1), warnAt: [later(since, 0.5)] };
    const solution = { ...(await clock('solution', 24)), since, dueAt: later(since, 24), warnAt: [later(since, 12)] };
    const { hears, status } = await aCase([response, solution]);
    await time.env.sleep('1 minute');
    const named = time.sent.map(({ type, body }) => `${type} ${(body as { dueAt: string }).dueAt}`);
    expect(named.sort()).toEqual([response, solution].map(({ dueAt }) => `RecordCaseClockOverdue ${dueAt}`));
    await hears('CaseClockOverdue', {
      clocks: [
        { ...response, overdue: true },
        { ...solution, overdue: true },
      ],
    });
    await time.env.sleep('10 days');
    expect(time.sent).toHaveLength(2);
    expect((await status()).attention).toEqual([]);
  }, 20_000);

  it('that pause across their due instant are late only by the new one', async () => {
    await time.serve(quietly);
    const closing = await clock('closing', 72, [48, 66]);
    const { hears } = await aCase([closing]);
    await time.env.sleep('40 hours');
    await hears('CaseWaitBegun', {
      status: 'waiting',
      waitingFor: 'customer',
      clocks: [paused(closing, 40, 'wait/customer')],
    });
    await time.env.sleep('5 days'); // past 72 h
    expectSent();
    const goesOn = await resumed(paused(closing, 40, 'wait/customer'), [8, 26]);
    await hears('CaseWaitEnded', { status: 'open', clocks: [goesOn] });
    await time.env.sleep('3 days');
    expectSent(...goesOn.warnAt.map((at) => reminds(goesOn, at)), breaches(goesOn));
  }, 20_000);

  it('that pause after a warning do not repeat it, resumed after the old due instant', async () => {
    await time.serve(quietly);
    const closing = await clock('closing', 72, [48, 66]);
    const { hears } = await aCase([closing]);
    await time.env.sleep('50 hours');
    const reminded = { ...closing, warnAt: closing.warnAt.slice(1), reminded: closing.warnAt.slice(0, 1) };
    await hears('CaseClockDueSoon', { clocks: [reminded] });
    const waits = paused(reminded, 50, 'wait/customer');
    await hears('CaseWaitBegun', { status: 'waiting', waitingFor: 'customer', clocks: [waits] });
    await time.env.sleep('30 hours');
    const goesOn = await resumed(waits, [16]);
    await hears('CaseWaitEnded', { status: 'open', clocks: [goesOn] });
    await time.env.sleep('2 days');
    expectSent(reminds(closing), reminds(goesOn), breaches(goesOn));
  }, 20_000);

  it('that pause and go on twice within a second are kept by the last plan', async () => {
    await time.serve(quietly);
    const closing = await clock('closing', 72, [48]);
    const { hears } = await aCase([closing]);
    await time.env.sleep('10 hours');
    const waits = paused(closing, 10, 'wait/customer');
    let goesOn = closing;
    for (let n = 0; n < 2; n++) {
      await hears('CaseWaitBegun', { status: 'waiting', clocks: [waits] });
      goesOn = await resumed(waits, [38]);
      await hears('CaseWaitEnded', { status: 'open', clocks: [goesOn] });
    }
    await time.env.sleep('10 days');
    expectSent(reminds(goesOn), breaches(goesOn));
  }, 20_000);

  it('go on with what is left when a resolution is refused, and end when it is confirmed', async () => {
    await time.serve(quietly);
    const closing = await clock('closing', 72, [66]);
    const { handle, hears } = await aCase([closing]);
    await time.env.sleep('20 hours');
    const silence = await clock('silence', 72);
    const waits = paused(closing, 20, 'resolved');
    await hears('CaseResolved', { status: 'resolved', clocks: [waits, silence] });
    await time.env.sleep('10 hours');
    const goesOn = await resumed(waits, [46]);
    const over = { ...met(silence), ended: 'superseded' } as const;
    await hears('CaseResolutionRefused', { status: 'open', clocks: [goesOn, over] });
    await time.env.sleep('50 hours');
    const again = paused({ ...goesOn, reminded: goesOn.warnAt }, 70, 'resolved');
    await hears('CaseResolved', { status: 'resolved', clocks: [again, await clock('silence', 72)] });
    await time.env.sleep('10 hours');
    await hears('CaseClosed', { ended: true });
    await handle.result();
    expectSent(reminds(goesOn));
  }, 20_000);

  it('go on with what was left in a case that is opened again, silence and all', async () => {
    await time.serve(quietly);
    const closing = await resumed({ ...met(await clock('closing', 72)), countedMs: 30 * hour }, [36]);
    const stage = { stage: 'handling', round: 2, ownerId: 'li.na' } as const;
    const handling = await clock('stage/handling/2', 24, [12]);
    const { handle, hears, status } = await aCase([closing, handling], { kind: 'complaint', reopened: 1, stage });
    await time.env.sleep('40 hours');
    const late = [
      { ...closing, warnAt: [], reminded: closing.warnAt },
      { ...handling, overdue: true },
    ];
    await hears('CaseClockOverdue', { clocks: late });
    expect((await status()).reopened).toBe(1);
    await time.env.sleep('1 hour');
    const silence = await clock('silence', 72);
    await hears('CaseResolved', { status: 'resolved', clocks: [paused(closing, 71, 'resolved'), silence] });
    await time.env.sleep('4 days');
    await hears('CaseClosed', { ended: true });
    await handle.result();
    const ends = silence.dueAt ?? '';
    expectSent(reminds(closing), reminds(handling), breaches(handling), ['CloseSilentCase', 'silence', ends, ends]);
  }, 20_000);

  it('of a task force miss a week, and the next week begins where that one ended', async () => {
    await time.serve(quietly);
    const week = 7 * 24;
    const first = await clock('sync/1', week, [week - 24]);
    const taskForce = { leadId: 'qin.tao', members: ['qin.tao', 'yu.fei'], syncs: 0, missed: 0 };
    const { hears, status } = await aCase([first], { taskForce });
    await time.env.sleep('169 hours');
    const second = {
      ...first,
      clock: 'sync/2',
      since: first.dueAt ?? '',
      dueAt: later(first.dueAt ?? '', week),
    } as const;
    const next = { ...second, warnAt: [later(second.since, week - 24)] };
    await hears('CaseClockOverdue', { clocks: [next], taskForce: { ...taskForce, missed: 1 } });
    await time.env.sleep('2 days');
    const third = await clock('sync/3', week, [week - 24]);
    await hears('ProgressSynced', { clocks: [third], taskForce: { ...taskForce, syncs: 1, missed: 1 } });
    await time.env.sleep('145 hours');
    expectSent(reminds(first), breaches(first), reminds(third));
    expect((await status()).taskForce).toMatchObject({ syncs: 1, missed: 1 });
  }, 20_000);

  it('end with the silence of the customer, which is nobody’s breach', async () => {
    await time.serve(quietly);
    const closing = await clock('closing', 72, [48, 66]);
    const { handle, hears } = await aCase([closing]);
    await time.env.sleep('1 hour');
    const silence = await clock('silence', 72);
    await hears('CaseResolved', { status: 'resolved', clocks: [paused(closing, 1, 'resolved'), silence] });
    await time.env.sleep('4 days');
    expectSent(['CloseSilentCase', 'silence', silence.dueAt ?? '', silence.dueAt ?? '']);
    await hears('CaseClosed', { ended: true });
    await handle.result();
  }, 20_000);

  it('of a complaint are kept stage by stage beside the others', async () => {
    await time.serve(quietly);
    const [response, solution, closing] = await three();
    const intake = await clock('stage/intake/1', 1, [0.9]);
    const stage = { stage: 'intake', round: 1, ownerId: 'li.na' } as const;
    const { hears } = await aCase([response, solution, closing, intake], { kind: 'complaint', stage });
    await time.env.sleep('10 minutes');
    const investigation = await clock('stage/investigation/1', 23, [11.5]);
    await hears('ComplaintStageEntered', {
      clocks: [met(response), solution, closing, investigation],
      stage: { ...stage, stage: 'investigation' },
    });
    await time.env.sleep('13 hours');
    expectSent(reminds(investigation), reminds(solution));
  }, 20_000);

  it('of a case that is merged into another are kept no more', async () => {
    await time.serve(quietly);
    const { handle, hears } = await aCase([await clock('closing', 72, [48])]);
    await time.env.sleep('10 hours');
    await hears('CaseMerged', { ended: true });
    await handle.result();
    await time.env.sleep('5 days');
    expectSent();
  }, 20_000);

  it('of which one is refused are marked for an operator, and a manager reads how each stands', async () => {
    await time.serve({
      ...quietly,
      RecordCaseClockOverdue: (body) => {
        if ((body as { clock: string }).clock !== 'response') return undefined;
        throw ApplicationFailure.create({ type: 'case-not-found', message: 'case-not-found', nonRetryable: true });
      },
    });
    const [response, solution] = [await clock('response', 1), await clock('solution', 24)];
    const { handle, hears, status } = await aCase([response, solution], { sellerId: 'wang.wei' });
    await time.env.sleep('25 hours');
    expectSent(breaches(response), breaches(solution));
    expect((await status()).attention).toEqual([{ step: `response breach ${response.dueAt}`, code: 'case-not-found' }]);
    const dueAt = solution.dueAt ?? '';
    const escalations = [
      { to: 'zhao.min', dueAt, answered: true },
      { to: 'gao.feng', dueAt, answered: false },
    ];
    const late = { ...solution, overdue: true, escalations };
    const closing = await clock('closing', 72);
    const waits = paused(closing, 25, 'wait/customer');
    const stage = { stage: 'handling', round: 2, ownerId: 'qin.tao' } as const;
    const taskForce = { leadId: 'qin.tao', members: ['qin.tao'], syncs: 1, missed: 2 };
    await hears('CaseWaitBegun', {
      status: 'waiting',
      waitingFor: 'customer',
      stage,
      taskForce,
      clocks: [late, waits],
    });
    await handle.query('complaintEscalationStatus');
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    for (const line of [
      '### 售後問題 issue JPM4R2TX',
      '- 負責人 owner: li.na; 跟進銷售 following seller: wang.wei',
      '- 狀態 status: 等待中 waiting',
      '- 等待 waiting for: 客戶 the customer',
      '- 階段 stage: 處理 handling, 第 2 輪 round 2; 階段負責人 stage owner: qin.tao',
      '- 專項小組 task force: 組長 lead qin.tao; 成員 members qin.tao; 已同步 words to the customer: 1; **缺週報 weeks without one: 2**',
      `- **初步方案 preliminary solution**: li.na; 開始 since ${shownTime(late.since)}; 到期 due ${shownTime(dueAt)}; ` +
        `**已逾期 overdue**; 已上報 escalated to zhao.min ${shownTime(dueAt)} (已答覆 answered); ` +
        `已上報 escalated to gao.feng ${shownTime(dueAt)} (**待答覆 not answered**)`,
      `- **閉環 closed loop**: li.na; 開始 since ${shownTime(waits.since)}; ` +
        '**暫停 paused**: 等待客戶 waiting for the customer; 已計 counted 25 h / 72 h',
    ])
      expect(currentDetails).toContain(line);
    const { typedSearchAttributes } = await handle.describe();
    expect(typedSearchAttributes.get(shownKeys.owner)).toBe('li.na');
    expect(typedSearchAttributes.get(shownKeys.stage)).toBe('waiting');
    expect(typedSearchAttributes.get(shownKeys.overdue)).toBe(true);
    expect(typedSearchAttributes.get(shownKeys.nextDue)).toBeUndefined();
    await hears('CaseClosed', { ended: true });
    await handle.result();
  }, 20_000);
});
