import { reactions, signal, type Action, type ReactionContext, type Recorded } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { person, type PersonEvent } from '@dealtrail/staff';
import { leave, watchedLeaves } from './leave.process.js';

/** Whatever changes a person's leaves tells their process all that are open now; the first of them starts it. */
export const leaveReactions = reactions<PersonEvent, Known>({
  name: 'leave',
  react: {
    LeavePlanned: (event, context) => tell(event, context),
    LeaveCancelled: (event, context) => tell(event, context),
    LeaveBegun: (event, context) => tell(event, context),
    LeaveEnded: (event, context) => tell(event, context),
  },
});

async function tell(event: Recorded<PersonEvent>, { load }: ReactionContext<Known>): Promise<readonly Action[]> {
  const { staffId } = event.data;
  return [signal(leave, staffId, { ...event, data: { leaves: watchedLeaves(await load(person, staffId)) } })];
}
