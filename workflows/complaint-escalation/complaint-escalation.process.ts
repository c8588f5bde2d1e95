import type { Position, Process } from '@dealtrail/event-sourcing';
import {
  caseDecider,
  clockAbout,
  isOpen,
  isRunning,
  isUnanswered,
  type Case,
  type CaseClock,
  type ClockId,
  type KnownCase,
} from '@dealtrail/cases';
import {
  describeComplaintEscalation,
  type ComplaintEscalation,
  type TrackedClock,
} from './complaint-escalation.state.js';

/** Runs for each case from its report on, while it is open or a clock of it runs; once more when it is opened again. */
export const complaintEscalation: Process<Case, ComplaintEscalation> = {
  name: 'complaintEscalation',
  of: caseDecider,
  open: (state, { position }) =>
    state.status === 'none' || !isFollowed(state)
      ? undefined
      : { workflowId: `complaintEscalation/${state.caseId}`, input: followed(state, position) },
  signal: 'complaintEscalationEvent',
  describe: describeComplaintEscalation,
};

/** What its process knows of it. */
const followed = (state: KnownCase, position: Position): ComplaintEscalation => {
  const { caseId, number, kind, customerId, ownerId, sellerId, status, wait, reopened, clocks } = state;
  const stage = state.stages.at(-1);
  return {
    ...{ caseId, number, kind, ownerId, status, reopened },
    ...(customerId !== undefined && { customerId }),
    ...(sellerId !== undefined && { sellerId }),
    ...(wait && { waitingFor: wait.for }),
    ...(stage && { stage }),
    ...(state.taskForce && { taskForce: taskForceOf(state, state.taskForce) }),
    clocks: clocks.filter(isShown).map(tracked),
    ended: !isFollowed(state),
    position,
  };
};

/** What a process hears: how the case stands, `ended` when nothing is promised of it any more; whoever looks at the run sees that too. */
export const standingOf = (state: Case, position: Position): Partial<ComplaintEscalation> =>
  state.status === 'none' ? { ended: true } : followed(state, position);

/** In the middle of an import nobody is late: what was done in time may be told next, when the worker or the import come back. */
const isFollowed = ({ status, clocks, moreToTell }: KnownCase): boolean =>
  !moreToTell && ((status !== 'closed' && status !== 'merged') || clocks.some(isRunning));

const lasting: readonly ClockId[] = ['response', 'solution', 'closing'];

/** Of a case of many months, the stages and weeks that are over and owe nobody an answer are left out. */
const isShown = (one: CaseClock): boolean =>
  isOpen(one) || lasting.includes(one.clock) || one.escalations.some(isUnanswered);

const taskForceOf = (
  { clocks }: KnownCase,
  { leadId, members, syncs, ended }: NonNullable<KnownCase['taskForce']>,
): ComplaintEscalation['taskForce'] => ({
  leadId,
  members,
  syncs: syncs.length,
  missed: clocks.filter((one) => clockAbout(one.clock).kind === 'sync' && one.ended === 'missed').length,
  ...(ended && { ended }),
});

function tracked(one: CaseClock): TrackedClock {
  const { clock, responsibleId, since, dueAt, warnings, reminded, limitMs, countedMs, paused, ended } = one;
  return {
    ...{ clock, responsibleId, since },
    ...(dueAt !== undefined && { dueAt }),
    warnAt: warnings.filter((at) => !reminded.includes(at)),
    ...{ reminded, limitMs, countedMs },
    ...(paused !== undefined && { paused }),
    ...(ended !== undefined && { ended }),
    overdue: one.overdue,
    escalations: one.escalations.map(({ to, dueAt: of, answer }) => ({
      to,
      dueAt: of,
      answered: answer !== undefined,
    })),
  };
}
