import { projection, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import { caseKey, endedIn, folded, ofEveryFact, pausedMs } from './case-folding.js';
import { partInCase } from './case-reach.js';
import type { CaseRow } from './case-register.row.js';
import type { CaseEvent, ClockId } from './case.events.js';
import type { KnownCase } from './case.fold.js';
import { isOpen, isRunning, isUnanswered } from './clock-state.js';

/** One of the three clocks as reports ask for it. */
function standard({ clocks, ownerId }: KnownCase, name: ClockId) {
  const its = clocks.find(({ clock }) => clock === name);
  return {
    ...{ dueAt: its?.dueAt, ms: its?.countedMs ?? 0, late: its?.overdue ?? false },
    ...{ of: its?.responsibleId ?? ownerId, pausedMs: its ? pausedMs(its) : 0 },
  };
}

/**
 * Who has a part of it today: it is handed on when they leave, and so is what they were told of and have not answered, which is all
 * that waits for somebody of a case that is closed.
 */
const holdersOf = ({ status, ownerId, stages, taskForce, clocks }: KnownCase): readonly string[] => {
  const force = taskForce && !taskForce.ended ? [taskForce.leadId, ...taskForce.members] : [];
  const parts = status === 'closed' ? [] : [ownerId, ...stages.slice(-1).map((stage) => stage.ownerId), ...force];
  const told = clocks.flatMap(({ escalations }) => escalations).filter(isUnanswered);
  return [...new Set([...parts, ...told.map(({ to }) => to)])];
};

/** What a case comes to for who looks at many. */
function summary(known: KnownCase) {
  const [response, solution, closing] = [
    standard(known, 'response'),
    standard(known, 'solution'),
    standard(known, 'closing'),
  ];
  const promises = known.clocks.filter(({ clock }) => clock !== 'silence');
  const running = promises.filter(isRunning).sort((a, b) => ((a.dueAt ?? '') < (b.dueAt ?? '') ? -1 : 1));
  const stage = known.stages.at(-1);
  const { caseId, number, kind, status, subject, category, group, priority, impact, urgency } = known;
  const { customerId, orderId, productId, ownerId, sellerId, reported, cause, taskForce } = known;
  return {
    ...{ caseId, number, kind, status, subject, category, group, priority, impact, urgency },
    ...{ customerId, orderId, productId, ownerId, sellerId },
    ...{ channel: reported.channel, reportedBy: reported.reportedBy, reportedAt: reported.reportedAt },
    ...{ responseDueAt: response.dueAt, responseMs: response.ms, responseLate: response.late, responseOf: response.of },
    ...{ solutionDueAt: solution.dueAt, solutionMs: solution.ms, solutionLate: solution.late, solutionOf: solution.of },
    ...{ closingDueAt: closing.dueAt, closingMs: closing.ms, closingLate: closing.late, closingOf: closing.of },
    closingPausedMs: closing.pausedMs,
    waitingFor: known.wait?.for,
    reopened: known.reopened,
    mergedInto: known.mergedInto,
    ...{ stage: stage?.stage, stageRound: stage?.round, stageOwnerId: stage?.ownerId },
    ...{ cause: cause?.category, rootCause: cause?.rootCause, prevention: cause?.prevention },
    taskForceSuggested: known.taskForceSuggested,
    taskForceLeadId: taskForce?.leadId,
    ...{ nextClock: running[0]?.clock, nextDueAt: running[0]?.dueAt },
    overdue: promises.some((one) => isOpen(one) && one.overdue),
    responsible: [...new Set(running.map(({ responsibleId }) => responsibleId))],
    holders: holdersOf(known),
    openEscalations: known.clocks.flatMap(({ escalations }) => escalations).filter(isUnanswered).length,
    moreToTell: known.moreToTell,
    dataQuality: reported.dataQuality,
    policyVersion: known.policy.version,
    known,
  };
}

type Told = Pick<
  CaseRow,
  | 'respondedAt'
  | 'respondedBy'
  | 'solvedAt'
  | 'solvedBy'
  | 'resolvedAt'
  | 'resolvedBy'
  | 'firstResolvedAt'
  | 'confirmedAt'
  | 'confirmedBySilence'
  | 'closedAt'
  | 'closedBy'
  | 'waitingSince'
  | 'department'
  | 'causeAt'
  | 'endedPosition'
>;

/** What only the fact itself says: when, and who. */
function told(event: Recorded<CaseEvent>): Partial<Told> {
  const { type, data, position } = event;
  const at: Instant = event.metadata.occurredAt;
  const by = 'by' in data ? data.by : undefined;
  const respondedAt = endedIn(event, 'response');
  const solvedAt = endedIn(event, 'solution');
  return {
    ...(respondedAt !== undefined && { respondedAt, respondedBy: by }),
    ...(solvedAt !== undefined && { solvedAt, solvedBy: by }),
    ...(type === 'CaseWaitBegun' && { waitingSince: at }),
    ...(type === 'CaseHandedOver' && { department: data.department }),
    ...(type === 'CaseResolved' && { resolvedAt: at, resolvedBy: by, confirmedAt: undefined }),
    ...(type === 'CaseResolutionConfirmed' && { confirmedAt: at, confirmedBySilence: data.silence }),
    ...(type === 'CaseClosed' && { closedAt: at, closedBy: by, endedPosition: position }),
    ...((type === 'CaseCauseRecorded' || (type === 'CaseClosed' && data.cause)) && { causeAt: at }),
    ...((type === 'CaseReopened' || type === 'CaseResolutionRefused') && {
      ...{ resolvedAt: undefined, resolvedBy: undefined, confirmedAt: undefined, confirmedBySilence: undefined },
      ...{ closedAt: undefined, closedBy: undefined, endedPosition: undefined },
    }),
  };
}

/** How often each kind of thing happened. */
const counted = (row: CaseRow | undefined, { type, data }: Recorded<CaseEvent>) => ({
  handovers: (row?.handovers ?? 0) + (type === 'CaseHandedOver' ? 1 : 0),
  assignments: (row?.assignments ?? 0) + (type === 'CaseAssigned' || (type === 'CaseReassigned' && data.owner) ? 1 : 0),
  refusals: (row?.refusals ?? 0) + (type === 'CaseResolutionRefused' ? 1 : 0),
});

/** 售後案件名冊: every case ever reported, as it stands. */
export const caseRegister = projection<CaseRow, CaseEvent>({
  name: 'caseRegister',
  version: 2,
  key: 'caseId',
  columns: {
    caseId: 'text',
    number: 'text',
    kind: 'text',
    status: 'text',
    subject: 'text',
    channel: 'text',
    category: 'text',
    group: 'text',
    priority: 'text',
    impact: 'integer',
    urgency: 'integer',
    customerId: 'text',
    orderId: 'text',
    productId: 'text',
    ownerId: 'text',
    sellerId: 'text',
    reportedBy: 'text',
    reportedAt: 'instant',
    history: 'boolean',
    moreToTell: 'boolean',
    responseDueAt: 'instant',
    responseMs: 'amount',
    responseLate: 'boolean',
    responseOf: 'text',
    solutionDueAt: 'instant',
    solutionMs: 'amount',
    solutionLate: 'boolean',
    solutionOf: 'text',
    closingDueAt: 'instant',
    closingMs: 'amount',
    closingLate: 'boolean',
    closingOf: 'text',
    respondedAt: 'instant',
    respondedBy: 'text',
    solvedAt: 'instant',
    solvedBy: 'text',
    resolvedAt: 'instant',
    resolvedBy: 'text',
    firstResolvedAt: 'instant',
    confirmedAt: 'instant',
    confirmedBySilence: 'boolean',
    closedAt: 'instant',
    closedBy: 'text',
    closingPausedMs: 'amount',
    waitingFor: 'text',
    waitingSince: 'instant',
    handovers: 'integer',
    assignments: 'integer',
    department: 'text',
    refusals: 'integer',
    reopened: 'integer',
    mergedInto: 'text',
    stage: 'text',
    stageRound: 'integer',
    stageOwnerId: 'text',
    cause: 'text',
    rootCause: 'text',
    prevention: 'text',
    causeAt: 'instant',
    taskForceSuggested: 'boolean',
    taskForceLeadId: 'text',
    nextClock: 'text',
    nextDueAt: 'instant',
    overdue: 'boolean',
    responsible: 'texts',
    holders: 'texts',
    openEscalations: 'integer',
    assigned: 'texts',
    dataQuality: 'texts',
    policyVersion: 'integer',
    known: 'json',
    openSincePosition: 'amount',
    endedPosition: 'amount',
    revision: 'integer',
    lastPosition: 'text',
  },
  indexes: [
    ['status', 'ownerId'],
    ['kind', 'status'],
    ['ownerId'],
    ['sellerId'],
    ['customerId'],
    ['orderId'],
    ['productId'],
    ['mergedInto'],
    ['number'],
    ['cause'],
    ['assigned'],
    ['holders'],
    ['priority'],
    ['reportedAt'],
    ['closedAt'],
    ['nextDueAt'],
  ],
  keys: ofEveryFact(caseKey),
  project: ofEveryFact((row: CaseRow | undefined, event: Recorded<CaseEvent>): CaseRow | undefined => {
    const known = folded(row?.known, event);
    if (!known) return undefined;
    const { position, revision, metadata } = event;
    const now = { ...row, ...told(event) };
    const { respondedAt, respondedBy, solvedAt, solvedBy, resolvedAt, resolvedBy, confirmedAt } = now;
    const { confirmedBySilence, closedAt, closedBy, waitingSince, department, causeAt, endedPosition } = now;
    return {
      ...summary(known),
      ...counted(row, event),
      history: row?.history ?? metadata.history === true,
      ...{ respondedAt, respondedBy, solvedAt, solvedBy, resolvedAt, resolvedBy, confirmedAt },
      ...{ confirmedBySilence, closedAt, closedBy, department, causeAt, endedPosition },
      firstResolvedAt: row?.firstResolvedAt ?? resolvedAt,
      waitingSince: known.wait && waitingSince,
      assigned: [...new Set([...(row?.assigned ?? []), ...partInCase(known)])],
      openSincePosition: row?.openSincePosition ?? position,
      revision,
      lastPosition: String(position),
    };
  }),
});
