import { reactions, send, type Action, type ReactionContext, type Recorded } from '@dealtrail/event-sourcing';
import { caseDecider, isUnanswered, type CaseEvent, type ReassignCase } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';

/**
 * Nobody's case does not exist, nor a stage, a clock, a place in a task force or a breach to answer for that waits for nobody: a departure races with
 * whatever gives them to somebody. The departure lists what it finds; every fact that gives looks at the directory at or after its
 * position. Whichever is later repairs.
 */
export const caseReassignmentReactions = reactions<CaseEvent, Known>({
  name: 'caseReassignment',
  history: true,
  react: {
    CaseReported: (event, context) => handOver(event, [event.data.ownerId], context),
    CaseAssigned: (event, context) => handOver(event, [event.data.to], context),
    CaseHandedOver: (event, context) => handOver(event, [event.data.to], context),
    CaseReassigned: (event, context) => handOver(event, [event.data.to], context),
    ComplaintStageEntered: (event, context) => handOver(event, [event.data.stageOwnerId], context),
    ComplaintStageAssigned: (event, context) => handOver(event, [event.data.to], context),
    TaskForceFormed: (event, context) => handOver(event, event.data.members, context),
    TaskForceChanged: (event, context) => handOver(event, event.data.added, context),
    CaseEscalated: (event, context) => handOver(event, [event.data.to], context),
    /** While it was closed it was handed to nobody. */
    CaseReopened: async (event, context) => {
      const again = await context.load(caseDecider, event.data.caseId);
      const { taskForce, clocks } = again.status === 'none' ? { taskForce: undefined, clocks: [] } : again;
      const told = clocks.flatMap(({ escalations }) => escalations).filter(isUnanswered);
      const people = [...(taskForce?.members ?? []), ...told.map(({ to }) => to)];
      return handOver(event, [event.data.ownerId, ...people], context);
    },
  },
});

/** Gives on what was given to somebody who has left. */
const handOver = (
  { data: { caseId }, position }: Recorded<CaseEvent>,
  people: readonly string[],
  { known: { staff } }: ReactionContext<Known>,
): readonly Action[] =>
  [...new Set(people)]
    .filter((from) => !staff.isActive(from))
    .map((from) => send<ReassignCase>({ type: 'ReassignCase', caseId, from, position }));
