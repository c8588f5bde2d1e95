import { projectAll } from '@dealtrail/event-sourcing/testing';
import type { CaseClockRow } from './case-clock.row.js';
import { caseClocks } from './case-clocks.projection.js';
import { caseEscalations } from './case-escalations.projection.js';
import type { CaseEscalationRow } from './case-escalation.row.js';
import { casePages } from './case-page.projection.js';
import type { CasePageRow } from './case-page.row.js';
import { caseRegister } from './case-register.projection.js';
import type { CaseRow } from './case-register.row.js';
import type { CaseEvent, ClockId } from './case.events.js';
import * as facts from './testing/case-facts.js';
import { told, type Told } from './testing/case-story.js';

const { after, caseId, customerId, number, orderId, productId } = facts;
const at = (minutes: number, fact: CaseEvent): Told => ({ ...fact, occurredAt: after(minutes) });
const minutes = (n: number) => n * 60_000;

const row = (...story: readonly Told[]) => projectAll(caseRegister, told(story)).get(caseId) as CaseRow | undefined;
const clocks = (...story: readonly Told[]) => {
  const rows = [...projectAll(caseClocks, told(story)).values()] as CaseClockRow[];
  return Object.fromEntries(rows.map((one) => [one.clock, one])) as Partial<Record<ClockId, CaseClockRow>>;
};

/** Answered, planned, waited for an hour, resolved, confirmed and closed. */
const loop = [
  at(0, facts.reported),
  at(30, facts.responded),
  at(120, facts.solutionGiven),
  at(180, facts.waited),
  at(240, facts.waitEnded),
] as const;
const breach = [
  { ...facts.fact('CaseClockOverdue', facts.breach(facts.response).data), occurredAt: after(60) },
  { ...facts.fact('CaseEscalated', facts.escalated(facts.response, 'he.ping').data), occurredAt: after(60) },
] as const;

describe('caseRegister', () => {
  it('shows a case as it is reported, with what is due first and whose it is', () => {
    const { known, ...reported } = row(at(0, facts.reported)) ?? ({} as CaseRow);
    expect(known).toMatchObject({ caseId, status: 'open' });
    expect(reported).toEqual({
      ...{ caseId, number, kind: 'issue', status: 'open', subject: 'GTX Pro 無法點亮', category: '硬件故障' },
      ...{ channel: 'hotline', priority: 'high', impact: 2, urgency: 1 },
      ...{ customerId, orderId, productId, ownerId: 'luo.jia', sellerId: 'li.na' },
      ...{ reportedBy: 'luo.jia', reportedAt: after(0), history: false, moreToTell: false },
      ...{ responseDueAt: after(60), responseMs: 0, responseLate: false, responseOf: 'luo.jia' },
      ...{ solutionDueAt: after(1440), solutionMs: 0, solutionLate: false, solutionOf: 'luo.jia' },
      ...{ closingDueAt: after(4320), closingMs: 0, closingLate: false, closingOf: 'luo.jia', closingPausedMs: 0 },
      ...{ handovers: 0, assignments: 0, refusals: 0, reopened: 0, taskForceSuggested: false },
      ...{
        nextClock: 'response',
        nextDueAt: after(60),
        overdue: false,
        responsible: ['luo.jia'],
        holders: ['luo.jia'],
      },
      ...{ openEscalations: 0, assigned: ['luo.jia', 'li.na'], policyVersion: 1 },
      ...{ openSincePosition: 1, revision: 0, lastPosition: '1' },
    });
  });
  it('says when each of the three promises ended, by whom, after how much counted time', () => {
    expect(row(...loop)).toMatchObject({
      ...{ respondedAt: after(30), respondedBy: 'luo.jia', responseMs: minutes(30), responseLate: false },
      ...{ solvedAt: after(120), solvedBy: 'luo.jia', solutionMs: minutes(120) },
      ...{ nextClock: 'closing', nextDueAt: after(4380), closingMs: minutes(180), closingPausedMs: minutes(60) },
    });
    const ended = row(at(0, facts.reported), at(300, facts.resolved), at(360, facts.confirmed), at(360, facts.closed));
    expect(ended).toMatchObject({
      ...{ status: 'closed', resolvedAt: after(300), resolvedBy: 'luo.jia', firstResolvedAt: after(300) },
      ...{ confirmedAt: after(360), confirmedBySilence: false, closedAt: after(360), endedPosition: 4 },
      ...{ closingMs: minutes(300), closingPausedMs: minutes(60) },
    });
    expect(ended?.closingDueAt).toBeUndefined();
  });
  it('is late once the breach is on record, and stays so', () => {
    expect(row(at(0, facts.reported), ...breach)).toMatchObject({
      responseLate: true,
      overdue: true,
      openEscalations: 1,
    });
    const answered = row(at(0, facts.reported), ...breach, at(70, facts.acknowledged), at(90, facts.responded));
    expect(answered).toMatchObject({ responseLate: true, overdue: false, openEscalations: 0, solutionLate: false });
    expect(answered?.assigned).toContain('he.ping');
  });
  it('waits for whom it says, since when', () => {
    expect(row(...loop.slice(0, 4))).toMatchObject({
      status: 'waiting',
      waitingFor: 'customer',
      waitingSince: after(180),
    });
    expect(row(...loop)).toMatchObject({ status: 'open' });
    expect(row(...loop)?.waitingFor).toBeUndefined();
    expect(row(...loop)?.waitingSince).toBeUndefined();
  });
  it('counts who it went through, and opens again', () => {
    const passed = row(
      at(0, facts.reported),
      at(40, facts.assigned),
      at(50, facts.handedOver),
      at(60, facts.reassigned),
    );
    expect(passed).toMatchObject({ handovers: 1, assignments: 2, department: 'technical', ownerId: 'he.ping' });
    expect(passed?.assigned).toEqual(['luo.jia', 'li.na', 'xu.fang', 'qin.tao', 'he.ping']);
    const again = row(
      ...[at(0, facts.reported), at(300, facts.resolved), at(360, facts.confirmed), at(360, facts.closed)],
      at(1440, facts.reopened),
    );
    expect(again).toMatchObject({
      status: 'open',
      reopened: 1,
      firstResolvedAt: after(300),
      closingPausedMs: minutes(1140),
    });
    for (const gone of ['resolvedAt', 'confirmedAt', 'closedAt', 'endedPosition'] as const)
      expect(again?.[gone]).toBeUndefined();
    expect(row(at(0, facts.reported), at(300, facts.resolved), at(360, facts.refused))).toMatchObject({ refusals: 1 });
  });
  it('tells stage, cause, task force and what it was merged into', () => {
    const complaint = facts.complained.map((fact) => at(0, fact));
    expect(row(...complaint, at(10, facts.stageAssigned), at(20, facts.causeRecorded))).toMatchObject({
      ...{ stage: 'intake', stageRound: 1, stageOwnerId: 'xu.fang', kind: 'complaint' },
      ...{ cause: 'product-quality', rootCause: '主板電容', prevention: '來料加測', causeAt: after(20) },
    });
    const force = row(at(0, facts.reported), at(60, facts.suggested), at(60, facts.formed));
    expect(force).toMatchObject({ taskForceSuggested: true, taskForceLeadId: 'luo.jia' });
    expect(force?.assigned).toEqual(['luo.jia', 'li.na', 'qin.tao']);
    expect(force?.holders).toEqual(['luo.jia', 'qin.tao']);
    const told = [facts.breach(facts.response), facts.escalated(facts.response, 'he.ping')];
    const over = [at(0, facts.reported), ...told.map((fact) => at(60, fact)), at(360, facts.closed)];
    expect(row(...over)?.holders).toEqual(['he.ping']);
    expect(row(at(0, facts.reported), at(30, facts.merged))).toMatchObject({
      ...{ status: 'merged', mergedInto: facts.otherCaseId, responsible: [] },
    });
  });
  it('leaves nothing of a case nobody reported, and throws on no fact there is', () => {
    expect(row(...facts.everyFact.slice(1))).toBeUndefined();
    expect(row(...facts.everyFact)).toMatchObject({ status: 'open', revision: facts.everyFact.length - 1 });
  });
});

describe('caseClocks', () => {
  it('has a row for each, with whose it is and until when', () => {
    const all = clocks(at(0, facts.reported));
    expect(Object.keys(all)).toEqual(['response', 'solution', 'closing']);
    const { its, ...response } = all.response ?? ({} as CaseClockRow);
    expect(its).toMatchObject({ clock: 'response', plans: [{ cause: 'started' }] });
    expect(response).toEqual({
      ...{ clockKey: `${caseId}/response`, caseId, clock: 'response', clockKind: 'response', number, kind: 'issue' },
      ...{
        responsibleId: 'luo.jia',
        since: after(0),
        dueAt: after(60),
        state: 'running',
        limitMs: minutes(60),
        counts: 'round-the-clock',
      },
      ...{ policyVersion: 1, countedMs: 0, pausedMs: 0, reminded: 0, escalatedTo: [], plannedAnew: 0 },
      ...{ history: false, revision: 0 },
    });
  });
  it('pauses, goes on and ends as its case says', () => {
    expect(clocks(...loop.slice(0, 4)).closing).toMatchObject({ state: 'paused', pausedFor: 'wait/customer' });
    expect(clocks(...loop.slice(0, 4)).closing?.dueAt).toBeUndefined();
    expect(clocks(...loop).closing).toMatchObject({ state: 'running', pausedMs: minutes(60), plannedAnew: 1 });
    expect(clocks(...loop).response).toMatchObject({ state: 'met', endedAt: after(30), countedMs: minutes(30) });
    const again = clocks(
      at(0, facts.reported),
      at(300, facts.resolved),
      at(360, facts.closed),
      at(1440, facts.reopened),
    );
    expect(again.closing).toMatchObject({ state: 'running' });
    expect(again.closing?.endedAt).toBeUndefined();
  });
  it('has each clock as its case has it, also where another was told in the place of a leaver', () => {
    const again = at(90, facts.fact('CaseEscalated', facts.escalated(facts.response, 'gao.feng').data));
    const story = [at(0, facts.reported), ...breach, again];
    expect(clocks(...story).response?.its).toEqual(row(...story)?.known.clocks[0]);
    expect(clocks(...story).response?.escalatedTo).toEqual(['gao.feng']);
  });
  it('keeps warnings, the breach, who was told and what they answered', () => {
    const story = [at(0, facts.reported), at(30, facts.dueSoon(facts.response)), ...breach, at(70, facts.acknowledged)];
    expect(clocks(...story).response).toMatchObject({
      ...{ reminded: 1, overdueAt: after(60), escalatedTo: ['he.ping'], state: 'running' },
      its: { escalations: [{ to: 'he.ping', dueAt: after(60), answer: '已聯繫客戶' }] },
    });
    expect(clocks(...story).solution).toMatchObject({ reminded: 0, escalatedTo: [] });
  });
  it('knows stages, rounds and weekly words by their names', () => {
    const complaint = facts.complained.map((fact) => at(0, fact));
    expect(clocks(...complaint)['stage/intake/1']).toMatchObject({ clockKind: 'stage', stage: 'intake', round: 1 });
    const force = clocks(at(0, facts.reported), at(60, facts.formed), at(1500, facts.synced));
    expect(force['sync/1']).toMatchObject({ clockKind: 'sync', sync: 1, state: 'met' });
    expect(force['sync/2']).toMatchObject({ sync: 2, state: 'running', since: after(1500) });
  });
  it('has the clocks as the fold of the case has them, after every fact', () => {
    for (let n = 1; n <= facts.everyFact.length; n++) {
      const story = facts.everyFact.slice(0, n);
      const its = Object.fromEntries((row(...story)?.known.clocks ?? []).map((one) => [one.clock, one]));
      expect(Object.fromEntries(Object.entries(clocks(...story)).map(([id, one]) => [id, one?.its]))).toEqual(its);
    }
  });
});

describe('caseEscalations', () => {
  const escalation = (...story: readonly Told[]) =>
    [...projectAll(caseEscalations, told(story)).values()] as CaseEscalationRow[];
  const open = {
    ...{ escalationKey: `${caseId}/response/${after(60)}`, caseId, number, kind: 'issue' },
    ...{ clock: 'response', clockKind: 'response', responsibleId: 'luo.jia', to: 'he.ping', post: 'supervisor' },
    ...{ dueAt: after(60), toldAt: after(60), told: [{ to: 'he.ping', post: 'supervisor', at: after(60) }] },
    ...{ state: 'open', history: false, revision: 2 },
  };

  it('is open until who was told acknowledges it, and keeps the answer', () => {
    expect(escalation(at(0, facts.reported), ...breach)).toEqual([open]);
    expect(escalation(at(0, facts.reported), ...breach, at(70, facts.acknowledged))).toEqual([
      {
        ...{ ...open, state: 'acknowledged', acknowledgedAt: after(70), acknowledgedBy: 'he.ping' },
        ...{ answer: '已聯繫客戶', revision: 3 },
      },
    ]);
  });
  it('keeps who was told first and had left before they answered, and in whose place somebody else was', () => {
    const again = (minute: number, to: string) => at(minute, facts.fact('CaseEscalated', toldTo(to)));
    const toldTo = (to: string) => facts.escalated(facts.response, to, 'director').data;
    const [row] = escalation(at(0, facts.reported), ...breach, again(90, 'gao.feng'), again(95, 'tang.yu'));
    const left = { cause: 'left' };
    expect(row).toMatchObject({ state: 'open', to: 'tang.yu', post: 'director', toldAt: after(95) });
    expect(row?.told).toEqual([
      { to: 'he.ping', post: 'supervisor', at: after(60), replacedBy: 'gao.feng', replacedAt: after(90), ...left },
      { to: 'gao.feng', post: 'director', at: after(90), replacedBy: 'tang.yu', replacedAt: after(95), ...left },
      { to: 'tang.yu', post: 'director', at: after(95) },
    ]);
    const many = Array.from({ length: 25 }, (_, n) => again(90 + n, `director.${n}`));
    const [full] = escalation(at(0, facts.reported), ...breach, ...many);
    expect(full?.told).toHaveLength(20);
    expect(full?.told.at(-1)).toEqual({ to: 'director.24', post: 'director', at: after(114) });
  });
  it('waits for nobody where an import told it', () => {
    const { data } = facts.escalated(facts.response, 'he.ping');
    const past = at(60, facts.fact('CaseEscalated', { ...data, past: true }));
    expect(escalation(at(0, facts.reported), past)[0]).toMatchObject({ state: 'past', to: 'he.ping' });
  });
  it('leaves nothing of an answer to nothing', () => expect(escalation(at(70, facts.acknowledged))).toEqual([]));
});

describe('casePages', () => {
  const page = (...story: readonly Told[]) => projectAll(casePages, told(story)).get(caseId) as CasePageRow | undefined;

  it('tells everything that happened, in its own words', () => {
    const { happened = [], ...rest } = page(...loop) ?? {};
    expect(rest).toMatchObject({ ownerId: 'luo.jia', sellerId: 'li.na', revision: 4, lastPosition: '5' });
    expect(happened.map(({ type, at: when }) => [type, when])).toEqual([
      ['CaseReported', after(0)],
      ['CaseResponded', after(30)],
      ['PreliminarySolutionGiven', after(120)],
      ['CaseWaitBegun', after(180)],
      ['CaseWaitEnded', after(240)],
    ]);
    expect(happened[3]?.said).toEqual({ for: 'customer', by: 'luo.jia', reason: '等待客戶寄回' });
    expect(happened[0]?.said).toMatchObject({ customerId, subject: 'GTX Pro 無法點亮' });
    expect(happened.some(({ said }) => 'clocks' in said || 'policy' in said)).toBe(false);
  });
  it('throws on no fact there is', () =>
    expect(page(...facts.everyFact)?.happened).toHaveLength(facts.everyFact.length));
});
