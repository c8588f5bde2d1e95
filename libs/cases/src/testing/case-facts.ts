import type { Instant } from '@dealtrail/event-sourcing';
import type { CaseEvent, CaseWhom, ClockChange, ClockEnd, ClockId, PauseCause, StartedClock } from '../case.events.js';

export const caseId = '6d1f0a9e-3c2b-4a58-9e7d-1b2c3d4e5f60';
export const number = 'DMFGN7HW';
export const customerId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
export const orderId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
export const productId = 'GTX-PRO';
export const linkId = '5b0f0b57-6a0b-4f6e-8f0a-0d6c6a1c3e55';
export const otherCaseId = 'c0a8e5f1-7d5e-4f0b-9c36-1c2d3e4f5a6b';

export const policy = { kind: 'case-handling', version: 1 } as const;
/** An issue of Luo Jia's, whose customer Li Na sold to. */
export const whom: CaseWhom = {
  ...{ caseId, number, kind: 'issue', customerId, orderId, productId },
  ...{ ownerId: 'luo.jia', sellerId: 'li.na' },
};
/** The same as a complaint. */
export const whomOfComplaint: CaseWhom = { ...whom, kind: 'complaint' };

/** Monday, 2 March 2026, 10:00 in Shanghai. */
const reportedAt = '2026-03-02T02:00:00.000Z';
/** So many minutes after the report. */
export const after = (minutes: number, since: Instant = reportedAt): Instant =>
  new Date(Date.parse(since) + minutes * 60_000).toISOString();
const ms = (minutes: number): number => minutes * 60_000;

export const fact = <T extends CaseEvent['type']>(
  type: T,
  data: Extract<CaseEvent, { type: T }>['data'],
): Extract<CaseEvent, { type: T }> => ({ type, data }) as unknown as Extract<CaseEvent, { type: T }>;

type Started = Extract<ClockChange, { change: 'started' }>;

/** A clock as the first policy has it, round the clock: warned after so many minutes each, due after so many. */
export const clock = (
  id: ClockId,
  minutes: number,
  warnMinutes: readonly number[],
  { since = reportedAt, responsibleId = 'luo.jia' }: Partial<Pick<StartedClock, 'since' | 'responsibleId'>> = {},
): Started => ({
  change: 'started',
  ...{ clock: id, responsibleId, limitMs: ms(minutes), warnMs: warnMinutes.map(ms) },
  ...{ counts: 'round-the-clock', policy, since, dueAt: after(minutes, since) },
  warnings: warnMinutes.map((warn) => after(warn, since)),
});
export const response = clock('response', 60, [30, 50]);
export const solution = clock('solution', 1440, [720, 1200]);
export const closing = clock('closing', 4320, [2880, 3960]);
/** Of a complaint, from its report on. */
export const intake = clock('stage/intake/1', 60, [30, 45, 54]);
/** A week of a task force that was formed so many minutes after the report. */
export const sync = (n: number, since: Instant, responsibleId = 'luo.jia'): Started =>
  clock(`sync/${n}`, 10_080, [8_640], { since, responsibleId });

/** What a clock is said to have counted is in minutes. */
export const ended = (id: ClockId, minutes: number, counted = minutes, end: ClockEnd = 'met'): ClockChange => ({
  change: 'ended',
  ...{ clock: id, at: after(minutes), countedMs: ms(counted), end },
});
export const paused = (id: ClockId, minutes: number, cause: PauseCause, counted = minutes): ClockChange => ({
  change: 'paused',
  ...{ clock: id, at: after(minutes), countedMs: ms(counted), cause },
});
export const resumed = (
  id: ClockId,
  minutes: number,
  left: number,
  warnAfter: readonly number[] = [],
): ClockChange => ({
  change: 'resumed',
  ...{
    clock: id,
    at: after(minutes),
    dueAt: after(minutes + left),
    warnings: warnAfter.map((n) => after(minutes + n)),
  },
});

const report = {
  reportedBy: 'luo.jia',
  channel: 'hotline',
  subject: 'GTX Pro 無法點亮',
  description: '開機後十分鐘自動關機',
  reportedAt,
  impact: 2,
  urgency: 1,
  priority: 'high',
  category: '硬件故障',
  policy,
} as const;
export const reported = fact('CaseReported', { ...whom, ...report, clocks: [response, solution, closing] });
/** A complaint, which is at its first stage from the start. */
export const complaintReported = fact('CaseReported', {
  ...whomOfComplaint,
  ...report,
  clocks: [response, solution, closing],
});
export const intakeEntered = fact('ComplaintStageEntered', {
  ...whomOfComplaint,
  ...{ stage: 'intake', round: 1, stageOwnerId: 'luo.jia', clocks: [intake] },
});
/** A complaint as every other begins. */
export const complained = [complaintReported, intakeEntered] as const;

export const edited = fact('CaseEdited', { ...whom, by: 'luo.jia', changes: { subject: 'GTX Pro 反覆關機' } });
export const priorityChanged = fact('CasePriorityChanged', {
  ...whom,
  ...{ by: 'luo.jia', impact: 1, urgency: 1, priority: 'critical', reason: '產線停擺' },
});
/** Half an hour after the report. */
export const responded = fact('CaseResponded', {
  ...whom,
  ...{ by: 'luo.jia', channel: 'hotline', note: '已受理', late: false, clocks: [ended('response', 30)] },
});
export const assigned = fact('CaseAssigned', {
  ...whom,
  ...{ ownerId: 'xu.fang', from: 'luo.jia', to: 'xu.fang', by: 'luo.jia', reason: '換班' },
  clocks: (['response', 'solution', 'closing'] as const).map((id) => ({ change: 'given', clock: id, to: 'xu.fang' })),
});
/** After it was answered. */
export const handedOver = fact('CaseHandedOver', {
  ...whom,
  ...{
    ownerId: 'qin.tao',
    from: 'luo.jia',
    to: 'qin.tao',
    department: 'technical',
    by: 'luo.jia',
    reason: '需更換主板',
  },
  clocks: (['solution', 'closing'] as const).map((id) => ({ change: 'given', clock: id, to: 'qin.tao' })),
});
/** Two hours after the report. */
export const solutionGiven = fact('PreliminarySolutionGiven', {
  ...whom,
  ...{ by: 'luo.jia', solution: '更換主板', late: false, clocks: [ended('solution', 120)] },
});
/** For the customer, three hours after the report. */
export const waited = fact('CaseWaitBegun', {
  ...whom,
  ...{ for: 'customer', by: 'luo.jia', reason: '等待客戶寄回' },
  clocks: [paused('closing', 180, 'wait/customer')],
});
/** An hour later. */
export const waitEnded = fact('CaseWaitEnded', {
  ...whom,
  ...{ for: 'customer', by: 'luo.jia', note: '已收到' },
  clocks: [resumed('closing', 240, 4140, [2700, 3780])],
});
/** The customer's silence, from five hours after the report on. */
export const silence = clock('silence', 4320, [], { since: after(300) });
/** Answered and planned before, never waited: five hours after the report. */
export const resolved = fact('CaseResolved', {
  ...whom,
  ...{ by: 'luo.jia', resolution: '主板已更換,烤機 24 小時通過' },
  clocks: [paused('closing', 300, 'resolved'), silence],
});
/** By the customer's link, six hours after the report. */
export const confirmed = fact('CaseResolutionConfirmed', {
  ...whom,
  ...{ linkId, silence: false, clocks: [ended('silence', 360, 60)] },
});
export const refused = fact('CaseResolutionRefused', {
  ...whom,
  ...{ linkId, reason: '仍然關機' },
  clocks: [ended('silence', 360, 60, 'superseded'), resumed('closing', 360, 4020, [2580, 3660])],
});
export const closed = fact('CaseClosed', { ...whom, late: false, clocks: [ended('closing', 360, 300)] });
/** A day after the report. */
export const reopened = fact('CaseReopened', {
  ...whom,
  ...{ by: 'luo.jia', reason: '故障再現', times: 1, clocks: [resumed('closing', 1440, 4020, [2580, 3660])] },
});
export const merged = fact('CaseMerged', {
  ...whom,
  ...{ into: otherCaseId, by: 'luo.jia', reason: '同一故障' },
  clocks: (['response', 'solution', 'closing'] as const).map((id) => paused(id, 30, 'merged')),
});
/** An hour after the report. */
export const unmerged = fact('CaseUnmerged', {
  ...whom,
  ...{ from: otherCaseId, by: 'luo.jia', reason: '並非同一故障' },
  clocks: [
    resumed('response', 60, 30, [20]),
    resumed('solution', 60, 1410, [690, 1170]),
    resumed('closing', 60, 4290, [2850, 3930]),
  ],
});
export const causeRecorded = fact('CaseCauseRecorded', {
  ...whomOfComplaint,
  ...{ category: 'product-quality', rootCause: '主板電容', prevention: '來料加測', by: 'luo.jia' },
});
export const stageAssigned = fact('ComplaintStageAssigned', {
  ...whomOfComplaint,
  ...{ stage: 'intake', round: 1, from: 'luo.jia', to: 'xu.fang', by: 'he.ping' },
  clocks: [{ change: 'given', clock: 'stage/intake/1', to: 'xu.fang' }],
});

export const suggested = fact('TaskForceSuggested', { ...whom, cause: 'solution-overdue' });
/** An hour after the report; led by Luo Jia. */
export const formed = fact('TaskForceFormed', {
  ...whom,
  ...{ by: 'luo.jia', reason: '三次維修未解決', leadId: 'luo.jia', members: ['luo.jia', 'qin.tao'] },
  clocks: [sync(1, after(60))],
});
export const forceChanged = fact('TaskForceChanged', {
  ...whom,
  ...{ by: 'luo.jia', leadId: 'luo.jia', members: ['luo.jia', 'qin.tao', 'ma.chao'], added: ['ma.chao'], removed: [] },
});
/** A day after it was formed. */
export const synced = fact('ProgressSynced', {
  ...whom,
  ...{ sync: 1, by: 'luo.jia', channel: 'hotline', text: '備件已到倉', happenedAt: after(1_500), late: false },
  clocks: [ended('sync/1', 1_500, 1_440), sync(2, after(1_500))],
});
export const forceEnded = fact('TaskForceEnded', { ...whom, clocks: [ended('sync/1', 360, 300, 'superseded')] });

export const replanned = fact('CaseClocksReplanned', { ...whom, cause: 'tier', tier: '重點' });
export const reassigned = fact('CaseReassigned', {
  ...whom,
  ...{ ownerId: 'he.ping', from: 'luo.jia', to: 'he.ping', position: 4711, owner: true, stage: false },
  clocks: (['response', 'solution', 'closing'] as const).map((id) => ({ change: 'given', clock: id, to: 'he.ping' })),
});

const late = ({ clock: id, responsibleId, dueAt }: Started) => ({ ...whom, clock: id, responsibleId, dueAt });
export const dueSoon = (started: Started, at = started.warnings[0] ?? '') =>
  fact('CaseClockDueSoon', { ...late(started), at });
/** The breach at its due instant, and where it goes. */
export const breach = (started: Started, clocks?: readonly ClockChange[]) => ({
  ...fact('CaseClockOverdue', { ...late(started), ...(clocks && { clocks }) }),
  occurredAt: started.dueAt,
});
export const escalated = (
  started: Started,
  to: string,
  post: Extract<CaseEvent, { type: 'CaseEscalated' }>['data']['post'] = 'supervisor',
) => ({
  ...fact('CaseEscalated', { ...late(started), to, post }),
  occurredAt: started.dueAt,
});
export const acknowledged = fact('CaseEscalationAcknowledged', {
  ...whom,
  ...{ clock: 'response', dueAt: response.dueAt, by: 'he.ping', answer: '已聯繫客戶' },
});

/** One of every fact there is, in an order in which they may have happened to some case or other. */
export const everyFact: readonly CaseEvent[] = [
  reported,
  intakeEntered,
  edited,
  priorityChanged,
  dueSoon(response),
  fact('CaseClockOverdue', breach(response).data),
  fact('CaseEscalated', escalated(response, 'he.ping').data),
  acknowledged,
  responded,
  assigned,
  handedOver,
  stageAssigned,
  solutionGiven,
  suggested,
  formed,
  forceChanged,
  synced,
  waited,
  waitEnded,
  replanned,
  reassigned,
  merged,
  unmerged,
  resolved,
  refused,
  causeRecorded,
  confirmed,
  closed,
  forceEnded,
  reopened,
];
