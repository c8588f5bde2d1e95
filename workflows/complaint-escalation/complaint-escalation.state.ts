import type { Instant, Position, ProcessDescription } from '@dealtrail/event-sourcing';
import type { CaseStatus, ClockEnd, ClockId, PauseCause } from '@dealtrail/cases';
import type { CaseKind, ComplaintStage, WaitReason } from '@dealtrail/policies';
import { shownTime } from '../shown-time.js';

/** A clock of a case, as its process waits for it. */
export interface TrackedClock {
  readonly clock: ClockId;
  readonly responsibleId: string;
  readonly since: Instant;
  /** The last instant in time; absent while it is paused or ended. */
  readonly dueAt?: Instant;
  /** The warnings that are not on record yet. */
  readonly warnAt: readonly Instant[];
  /** Those on record. */
  readonly reminded: readonly Instant[];
  /** Of counted time, ms: all that it has, and what it had counted when it was last paused, planned or ended. */
  readonly limitMs: number;
  readonly countedMs: number;
  readonly paused?: PauseCause;
  readonly ended?: ClockEnd;
  /** The breach is on record. */
  readonly overdue: boolean;
  /** Who was told of the breach; `answered`: and has said what they do about it. */
  readonly escalations: readonly { readonly to: string; readonly dueAt: Instant; readonly answered: boolean }[];
}

/** What is promised of a case: an after-sales issue or a complaint (R099–R104, R108; T17–T21). */
export interface ComplaintEscalation {
  readonly caseId: string;
  /** The short number people read. */
  readonly number: string;
  readonly kind: CaseKind;
  readonly customerId?: string;
  readonly ownerId: string;
  readonly sellerId?: string;
  readonly status: CaseStatus;
  /** While it waits; what was waited for last stays. */
  readonly waitingFor?: WaitReason;
  /** Of a complaint. */
  readonly stage?: { readonly stage: ComplaintStage; readonly round: number; readonly ownerId: string };
  readonly taskForce?: {
    readonly leadId: string;
    readonly members: readonly string[];
    /** Words to the customer so far, and weeks that passed without one. */
    readonly syncs: number;
    readonly missed: number;
    /** With the case, which was opened again since. */
    readonly ended?: boolean;
  };
  readonly reopened: number;
  /** One that is planned anew replaces the one before. */
  readonly clocks: readonly TrackedClock[];
  /** Nothing is promised any more: closed or merged, and no clock runs. */
  readonly ended: boolean;
  /** Of the last event this knows of. */
  readonly position: Position;
}

/** Whether there is an instant to wait for; a paused clock has none. */
export const isKept = (clock: TrackedClock): clock is TrackedClock & { readonly dueAt: Instant } =>
  clock.ended === undefined && !clock.overdue && clock.dueAt !== undefined;

/** The line and the search attributes of a case: `Stage` is that of a complaint at work, else how the case stands. */
export function describeComplaintEscalation(escalation: ComplaintEscalation): ProcessDescription {
  const { number, kind, customerId, ownerId, status, stage, clocks, ended } = escalation;
  const [nextDue] = clocks
    .filter(isKept)
    .map(({ dueAt }) => dueAt)
    .sort();
  return {
    summary: `${kinds[kind]} ${number}`,
    ...(customerId !== undefined && { customer: customerId }),
    owner: ownerId,
    stage: status === 'open' && stage ? stage.stage : status,
    ...(!ended && nextDue !== undefined && { nextDue }),
    overdue: clocks.some(({ overdue, ended: end }) => overdue && end === undefined),
  };
}

const kinds: Readonly<Record<CaseKind, string>> = { issue: '售後問題 issue', complaint: '投訴 complaint' };

const statuses: Readonly<Record<CaseStatus, string>> = {
  open: '處理中 open',
  waiting: '等待中 waiting',
  resolved: '已解決,待客戶確認 resolved, the customer has the word',
  closed: '已閉環 closed',
  merged: '已合併 merged',
};

const waits: Readonly<Record<WaitReason, string>> = {
  customer: '客戶 the customer',
  vendor: '供應商 the vendor',
  internal: '內部 somebody inside',
};

const stages: Readonly<Record<ComplaintStage, string>> = {
  intake: '受理 intake',
  investigation: '調查 investigation',
  handling: '處理 handling',
  feedback: '反饋 feedback',
};

const ends: Readonly<Record<ClockEnd, string>> = {
  met: '已完成 met',
  superseded: '已失效 superseded',
  missed: '已錯過 missed',
};

const pauses: Readonly<Record<PauseCause, string>> = {
  'wait/customer': '等待客戶 waiting for the customer',
  'wait/vendor': '等待供應商 waiting for the vendor',
  'wait/internal': '等待內部 waiting for somebody inside',
  resolved: '待客戶確認 resolved, the customer has the word',
  closed: '已閉環 closed',
  merged: '已合併 merged',
};

/** What a manager reads of a case in Temporal's UI. */
export const detailsOfComplaintEscalation = (escalation: ComplaintEscalation): string => {
  const { number, kind, ownerId, sellerId, status, waitingFor, stage, taskForce, reopened, clocks, ended } = escalation;
  return [
    `### ${kinds[kind]} ${number}`,
    `- 負責人 owner: ${ownerId}${sellerId === undefined ? '' : `; 跟進銷售 following seller: ${sellerId}`}`,
    `- 狀態 status: ${statuses[status]}${ended ? '; 已結束 ended' : ''}`,
    ...(status !== 'waiting' || waitingFor === undefined ? [] : [`- 等待 waiting for: ${waits[waitingFor]}`]),
    ...(stage === undefined
      ? []
      : [`- 階段 stage: ${roundOf(stages[stage.stage], stage.round)}; 階段負責人 stage owner: ${stage.ownerId}`]),
    ...(reopened === 0 ? [] : [`- 重開次數 opened again: ${reopened}`]),
    ...(taskForce === undefined ? [] : [`- 專項小組 task force: ${standingOf(taskForce)}`]),
    ...clocks.map((one) => `- **${titleOf(one.clock)}**: ${one.responsibleId}; ${standing(one)}`),
  ].join('\n');
};

const standingOf = ({ leadId, members, syncs, missed, ended }: NonNullable<ComplaintEscalation['taskForce']>): string =>
  [
    `組長 lead ${leadId}; 成員 members ${members.join(', ')}; 已同步 words to the customer: ${syncs}`,
    ...(missed === 0 ? [] : [`**缺週報 weeks without one: ${missed}**`]),
    ...(ended ? ['已結束 ended'] : []),
  ].join('; ');

const titles: Readonly<Record<string, string>> = {
  response: '響應 response',
  solution: '初步方案 preliminary solution',
  closing: '閉環 closed loop',
  silence: '客戶靜默 silence of the customer',
};

function titleOf(clock: ClockId): string {
  const [of = '', which = '', round = ''] = clock.split('/');
  if (of === 'stage') return `階段 stage ${roundOf(stages[which as ComplaintStage], Number(round))}`;
  return of === 'sync' ? `週報 weekly word ${which}` : (titles[of] ?? of);
}

const roundOf = (stage: string, round: number): string =>
  round === 1 ? stage : `${stage}, 第 ${round} 輪 round ${round}`;

const hours = (ms: number): string => `${Math.round(ms / 360_000) / 10} h`;

function standing(one: TrackedClock): string {
  const { since, dueAt, limitMs, countedMs, reminded, paused, ended, overdue, escalations } = one;
  const counted = `已計 counted ${hours(countedMs)} / ${hours(limitMs)}`;
  return [
    `開始 since ${shownTime(since)}`,
    ...(dueAt === undefined ? [] : [`到期 due ${shownTime(dueAt)}`]),
    ...(paused === undefined ? [] : [`**暫停 paused**: ${pauses[paused]}; ${counted}`]),
    ...(reminded.length === 0 ? [] : [`已提醒 reminded ${reminded.map(shownTime).join(', ')}`]),
    ...(overdue ? ['**已逾期 overdue**'] : []),
    ...escalations.map(
      ({ to, dueAt: of, answered }) =>
        `已上報 escalated to ${to} ${shownTime(of)} (${answered ? '已答覆 answered' : '**待答覆 not answered**'})`,
    ),
    ...(ended === undefined ? [] : [`${ends[ended]}; ${counted}`]),
  ].join('; ');
}
