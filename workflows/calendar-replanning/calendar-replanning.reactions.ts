import { reactions, send, start, type Action, type ReactionContext, type Recorded } from '@dealtrail/event-sourcing';
import type { ContractEvent, OpenedStep, ReplanContractReviews } from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import { policy, type PolicyEvent } from '@dealtrail/policies';
import { calendarReplanning } from './calendar-replanning.process.js';

/**
 * A version of the calendar races with whatever is planned by an older one, so it is checked from both sides: the process lists
 * what was planned before it began, and every fact that plans asks the log whether a newer version has begun.
 */
export const calendarReplanningReactions = reactions<PolicyEvent | ContractEvent, Known>({
  name: 'calendarReplanning',
  react: {
    PolicyPublished: ({ data: { kind, version } }) =>
      kind === 'calendar' && version > 1 ? [start(calendarReplanning, kind)] : [],
    CalendarApplied: ({ data: { kind } }) => [start(calendarReplanning, kind)], // the next one, if it waits
    ContractSubmitted: (event, context) => replan(event, event.data.steps, context),
    DirectorApprovalRequested: (event, context) => replan(event, [event.data.opened], context),
    ContractReviewerAdded: (event, context) => replan(event, [event.data.opened], context),
  },
});

async function replan(
  { data: { contractId }, position }: Recorded<ContractEvent>,
  steps: readonly OpenedStep[],
  { known, load }: ReactionContext<Known>,
): Promise<readonly Action[]> {
  const planned = Math.min(...steps.map(({ clock }) => clock.calendar.version));
  const newest = known.policies.versions('calendar').at(-1)?.version.version ?? 0;
  if (planned >= newest) return [];
  const { begun: calendarVersion = 0 } = await load(policy, 'calendar');
  if (calendarVersion <= planned) return [];
  return [send<ReplanContractReviews>({ type: 'ReplanContractReviews', contractId, calendarVersion, position })];
}
