import type { Evolve, Instant } from '@dealtrail/event-sourcing';
import type { CaseLevel, CasePriority, ComplaintStage, PolicyVersion, WaitReason } from '@dealtrail/policies';
import type { CaseCause, CaseEvent, CaseWhom, ClockChange, ClockId } from './case.events.js';
import { changeClocks, onClock, toldOf, type CaseClock } from './clock-state.js';

export const caseStatuses = [
  'open', // 處理中
  'waiting', // 等待中
  'resolved', // 已解決,待客戶確認
  'closed', // 已閉環
  'merged', // 已合併
] as const;
export type CaseStatus = (typeof caseStatuses)[number];

/** A stage of a complaint, as often as it was entered. */
export interface Stage {
  readonly stage: ComplaintStage;
  readonly round: number;
  readonly ownerId: string;
}

/** Of a complex case, with the technical team (專項小組). */
export interface TaskForce {
  readonly leadId: string;
  readonly members: readonly string[];
  /** The words to the customer so far, each with its number. */
  readonly syncs: readonly {
    readonly sync: number;
    readonly by: string;
    readonly text: string;
    readonly happenedAt: Instant;
  }[];
  readonly ended: boolean;
}

/** What the customer said of the resolution at hand. */
export interface Confirmation {
  readonly linkId?: string;
  readonly by?: string;
  readonly silence: boolean;
}

/** A case that exists. */
export interface KnownCase extends Omit<CaseWhom, 'ownerId'> {
  readonly status: CaseStatus;
  readonly ownerId: string;
  /** What reporting it said, to tell its repeat from a second one. */
  readonly reported: Extract<CaseEvent, { type: 'CaseReported' }>['data'];
  readonly subject: string;
  readonly description?: string;
  readonly category?: string;
  readonly group?: string;
  /** An import is in the middle of it: its past is not whole, and nothing of it is anybody's breach yet. */
  readonly moreToTell: boolean;
  readonly impact: CaseLevel;
  readonly urgency: CaseLevel;
  readonly priority: CasePriority;
  readonly policy: PolicyVersion;
  /** The customer's tier its clocks were planned for, if they were. */
  readonly tier?: string;
  /** In the order in which they started; none ever goes. */
  readonly clocks: readonly CaseClock[];
  readonly response?: { readonly by: string; readonly note?: string };
  readonly solution?: { readonly by: string; readonly text: string };
  readonly wait?: { readonly for: WaitReason; readonly reason?: string };
  readonly resolution?: { readonly by: string; readonly text: string };
  readonly confirmation?: Confirmation;
  readonly cause?: CaseCause;
  readonly reopened: number;
  /** How it was last opened again, or its resolution refused: to tell a repeat. */
  readonly reopenedFor?: string;
  readonly mergedInto?: string;
  /** How it stood before it was merged. */
  readonly before?: Exclude<CaseStatus, 'merged'>;
  /** Why it was taken out again last: to tell a repeat. */
  readonly unmergedFor?: string;
  /** Of a complaint, oldest first; the last is the one it is in. */
  readonly stages: readonly Stage[];
  readonly taskForceSuggested: boolean;
  readonly taskForce?: TaskForce;
  /** Everybody who ever handled it, in turn; the last does now. */
  readonly handlers: readonly string[];
}

/** What rules read of a case; guards narrow it by `status`. */
export type Case = { readonly status: 'none' } | KnownCase;

/**
 * A fold step that leaves a stream without its first fact as it is, for a fold must not throw; what a fact does to the clocks
 * is the same for all.
 */
const of =
  <E extends CaseEvent>(step: (known: KnownCase, data: E['data']) => Partial<KnownCase>) =>
  (state: Case, event: E): Case => {
    if (state.status === 'none') return state;
    const { clocks = [] } = event.data as { readonly clocks?: readonly ClockChange[] };
    return { ...state, clocks: changeClocks(state.clocks, clocks), ...step(state, event.data) };
  };

/** As `of`, with something to put on the record of one clock besides. */
const ofClock =
  <E extends Extract<CaseEvent, { data: { clock: ClockId } }>>(
    step: (one: CaseClock, data: E['data']) => Partial<CaseClock>,
  ) =>
  (state: Case, event: E): Case => {
    if (state.status === 'none') return state;
    const { data } = event;
    return {
      ...state,
      clocks: changeClocks(
        onClock(state.clocks, data.clock, (one) => step(one, data)),
        data.clocks,
      ),
    };
  };

const handedTo = ({ handlers }: KnownCase, to: string): Pick<KnownCase, 'ownerId' | 'handlers'> => ({
  ownerId: to,
  handlers: [...handlers, to],
});

const inStage = ({ stages }: KnownCase, change: Partial<Stage>): readonly Stage[] =>
  stages.map((one, n) => (n === stages.length - 1 ? { ...one, ...change } : one));

/** How facts become the state of a case. */
export const evolveCase: Evolve<Case, CaseEvent> = {
  CaseReported: (_, { data }) => {
    const { caseId, number, kind, customerId, orderId, productId, ownerId, sellerId } = data;
    const {
      subject,
      description,
      category,
      group,
      impact,
      urgency,
      priority,
      policy,
      clocks,
      moreToTell = false,
    } = data;
    return {
      status: 'open',
      reported: data,
      ...{ caseId, number, kind, customerId, orderId, productId, ownerId, sellerId },
      ...{ subject, description, category, group, impact, urgency, priority, policy, moreToTell },
      clocks: changeClocks([], clocks),
      reopened: 0,
      stages: [],
      taskForceSuggested: false,
      handlers: [ownerId],
    };
  },
  CaseEdited: of((_, { changes }) => changes),
  CasePriorityChanged: of((_, { impact, urgency, priority }) => ({ impact, urgency, priority })),
  CaseResponded: of((_, { by, note }) => ({ response: { by, note } })),
  CaseAssigned: of((known, { to, group = known.group }) => ({ ...handedTo(known, to), group })),
  CaseHandedOver: of((known, { to, group, sellerId }) => ({ ...handedTo(known, to), group, sellerId })),
  PreliminarySolutionGiven: of((_, { by, solution }) => ({ solution: { by, text: solution } })),
  CaseWaitBegun: of((_, { for: reason, reason: why }) => ({ status: 'waiting', wait: { for: reason, reason: why } })),
  CaseWaitEnded: of(() => ({ status: 'open', wait: undefined })),
  CaseResolved: of((_, { by, resolution }) => ({
    status: 'resolved',
    wait: undefined,
    resolution: { by, text: resolution },
    confirmation: undefined,
  })),
  CaseResolutionConfirmed: of((_, { linkId, by, silence }) => ({ confirmation: { linkId, by, silence } })),
  CaseResolutionRefused: of((_, { reason }) => ({ status: 'open', confirmation: undefined, reopenedFor: reason })),
  CaseClosed: of(({ cause }, { cause: named = cause }) => ({ status: 'closed', wait: undefined, cause: named })),
  CaseReopened: of((_, { reason, times }) => ({
    status: 'open',
    confirmation: undefined,
    reopened: times,
    reopenedFor: reason,
  })),
  CaseMerged: of(({ status }, { into }) => ({
    status: 'merged',
    mergedInto: into,
    ...(status !== 'merged' && { before: status }),
  })),
  CaseUnmerged: of(({ before = 'open' }, { reason }) => ({
    status: before,
    mergedInto: undefined,
    before: undefined,
    unmergedFor: reason,
  })),
  CaseCauseRecorded: of((_, { category, rootCause, prevention }) => ({ cause: { category, rootCause, prevention } })),

  ComplaintStageEntered: of(({ stages }, { stage, round, stageOwnerId }) => ({
    stages: [...stages, { stage, round, ownerId: stageOwnerId }],
  })),
  ComplaintStageAssigned: of((known, { to }) => ({ stages: inStage(known, { ownerId: to }) })),

  TaskForceSuggested: of(() => ({ taskForceSuggested: true })),
  TaskForceFormed: of((_, { leadId, members }) => ({ taskForce: { leadId, members, syncs: [], ended: false } })),
  TaskForceChanged: of(({ taskForce }, { leadId, members }) => ({
    taskForce: taskForce && { ...taskForce, leadId, members },
  })),
  ProgressSynced: of(({ taskForce }, { sync, by, text, happenedAt }) => ({
    taskForce: taskForce && { ...taskForce, syncs: [...taskForce.syncs, { sync, by, text, happenedAt }] },
  })),
  TaskForceEnded: of(({ taskForce }) => ({
    taskForce: taskForce && { ...taskForce, ended: true },
    taskForceSuggested: false,
  })),

  CaseClocksReplanned: of((_, { cause, tier }) => (cause === 'tier' ? { tier } : {})),
  CaseReassigned: of((known, { to, owner, stage, leadId, members }) => ({
    ...(owner && handedTo(known, to)),
    ...(stage && { stages: inStage(known, { ownerId: to }) }),
    ...(known.taskForce &&
      leadId !== undefined && {
        taskForce: { ...known.taskForce, leadId, members: members ?? known.taskForce.members },
      }),
  })),

  CaseClockDueSoon: ofClock(({ reminded }, { at }) => ({ reminded: [...reminded, at] })),
  CaseClockOverdue: ofClock(() => ({ overdue: true })),
  CaseEscalated: ofClock((clock, told) => toldOf(clock, told)),
  CaseEscalationAcknowledged: ofClock(({ escalations }, { by, dueAt, answer }) => ({
    escalations: escalations.map((one) => (one.to === by && one.dueAt === dueAt ? { ...one, answer } : one)),
  })),
};
