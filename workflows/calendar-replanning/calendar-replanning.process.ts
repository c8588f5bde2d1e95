import type { Process } from '@dealtrail/event-sourcing';
import { policy, type PolicyState } from '@dealtrail/policies';
import { describeCalendarReplanning, type CalendarReplanning } from './calendar-replanning.state.js';

/** Each version of the calendar after the first runs until its end is on record, one version after the other. */
export const calendarReplanning: Process<PolicyState, CalendarReplanning> = {
  name: 'calendarReplanning',
  of: policy,
  open: ({ pending: [next] }, { id, position }) =>
    next && {
      workflowId: `calendarReplanning/${id}/${next.version}`,
      input: { version: next.version, effectiveFrom: next.effectiveFrom, replanned: 0, position },
    },
  signal: 'calendarReplanningEvent',
  describe: describeCalendarReplanning,
};
