import { reactions, send, start, type Action, type ReactionContext, type Recorded } from '@dealtrail/event-sourcing';
import { caseDecider, isOpen, type CaseEvent, type KnownCase, type ReplanCaseClocks } from '@dealtrail/cases';
import type { ContractEvent, OpenedStep, ReplanContractReviews } from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import { policy, type PolicyEvent } from '@dealtrail/policies';
import { calendarReplanning } from './calendar-replanning.process.js';

/**
 * A version of the calendar races with whatever is planned by an older one, so it is checked from both sides: the process lists
 * what was planned before it began, and every fact that plans asks the log whether a newer version has begun.
 */
export const calendarReplanningReactions = reactions<PolicyEvent | ContractEvent | CaseEvent, Known>({
  name: 'calendarReplanning',
  react: {
    PolicyPublished: ({ data: { kind, version } }) =>
      kind === 'calendar' && version > 1 ? [start(calendarReplanning, kind)] : [],
    CalendarApplied: ({ data: { kind } }) => [start(calendarReplanning, kind)], // the next one, if it waits
    ContractSubmitted: (event, context) => replan(event, event.data.steps, context),
    DirectorApprovalRequested: (event, context) => replan(event, [event.data.opened], context),
    ContractReviewerAdded: (event, context) => replan(event, [event.data.opened], context),
    CaseReported: (event, context) => replanCase(event, context),
    CaseWaitEnded: (event, context) => replanCase(event, context),
    CaseResolutionConfirmed: (event, context) => replanCase(event, context),
    CaseResolutionRefused: (event, context) => replanCase(event, context),
    CaseReopened: (event, context) => replanCase(event, context),
    CaseUnmerged: (event, context) => replanCase(event, context),
    CaseClocksReplanned: (event, context) => replanCase(event, context),
  },
});

async function replan(
  { data: { contractId }, position }: Recorded<ContractEvent>,
  steps: readonly OpenedStep[],
  { known, load }: ReactionContext<Known>,
): Promise<readonly Action[]> {
  const planned = Math.min(...steps.map(({ clock }) => clock.calendar.version));
  const calendarVersion = await begunAfter(planned, { known, load });
  if (calendarVersion === undefined) return [];
  return [send<ReplanContractReviews>({ type: 'ReplanContractReviews', contractId, calendarVersion, position })];
}

/** A clock that goes on does so by the calendar it had: while its case was closed or merged, another may have begun. */
async function replanCase(
  { data: { caseId, clocks = [] }, position }: Recorded<CaseEvent>,
  context: Pick<ReactionContext<Known>, 'known' | 'load'>,
): Promise<readonly Action[]> {
  const isPlanned = clocks.some(
    (change) =>
      change.change === 'resumed' || ('counts' in change && change.counts === 'working-time' && change.calendar),
  );
  if (!isPlanned || newestOf(context) <= 1) return [];
  const one = await context.load(caseDecider, caseId);
  const calendarVersion = await begunAfter(one.status === 'none' ? Infinity : plannedBy(one), context);
  if (calendarVersion === undefined) return [];
  return [send<ReplanCaseClocks>({ type: 'ReplanCaseClocks', caseId, calendarVersion, position })];
}

/** The oldest calendar that a clock of a case goes by; of one that counts round the clock there is none. */
const plannedBy = ({ clocks }: KnownCase): number =>
  Math.min(
    ...clocks
      .filter((clock) => isOpen(clock) && clock.counts === 'working-time')
      .map(({ calendar }) => calendar?.version ?? 0),
  );

const newestOf = ({ known: { policies } }: Pick<ReactionContext<Known>, 'known'>): number =>
  policies.versions('calendar').at(-1)?.version.version ?? 0;

/** The version that counts by now, if what is planned by this one has to be planned anew. */
async function begunAfter(
  planned: number,
  context: Pick<ReactionContext<Known>, 'known' | 'load'>,
): Promise<number | undefined> {
  if (planned >= newestOf(context)) return undefined;
  const { begun = 0 } = await context.load(policy, 'calendar');
  return begun > planned ? begun : undefined;
}
