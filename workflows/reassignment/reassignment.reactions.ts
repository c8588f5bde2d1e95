import { reactions, send, signal, start, type Action, type ReactionContext } from '@dealtrail/event-sourcing';
import { deal, type DealEvent, type ReassignDeal } from '@dealtrail/deals';
import type { Known } from '@dealtrail/known';
import type { PersonEvent } from '@dealtrail/staff';
import { reassignment } from './reassignment.process.js';

/**
 * A departure races with whatever assigns a deal, so it is checked from both sides: the departure lists what it finds, and
 * every assignment, imported or not, looks at the directory at or after its position. Whichever is later in the log repairs.
 */
export const reassignmentReactions = reactions<PersonEvent | DealEvent, Known>({
  name: 'reassignment',
  history: true,
  react: {
    PersonDeactivated: ({ data: { staffId } }) => [start(reassignment, staffId)],
    PersonReactivated: (event) => {
      const { staffId, round } = event.data;
      return [signal(reassignment, `${staffId}/${round}`, { ...event, data: { cancelled: true } })];
    },
    LeaveBegun: ({ data: { staffId } }) => [start(reassignment, staffId)],
    LeaveEnded: (event) => {
      const { staffId, round } = event.data;
      return [signal(reassignment, `${staffId}/${round}`, { ...event, data: { cancelled: true } })];
    },
    DealRegistered: ({ data, position }, context) => handOn(data.dealId, data.ownerId, position, context),
    DealOwnerChanged: ({ data, position }, context) => handOn(data.dealId, data.ownerId, position, context),
    DealReassigned: ({ data, position }, context) => handOn(data.dealId, data.ownerId, position, context),
    DealReopened: async ({ data: { dealId }, position }, context) => {
      const reopened = await context.load(deal, dealId);
      return reopened.status === 'open' ? handOn(dealId, reopened.ownerId, position, context) : [];
    },
  },
});

/** Gives a deal on whose owner has left. */
function handOn(dealId: string, from: string, position: number, { known }: ReactionContext<Known>): readonly Action[] {
  const { staff } = known;
  if (staff.isActive(from)) return [];
  const to = staff.superiorOf(from);
  if (to === undefined) throw new Error(`nobody is left to take deal ${dealId} from ${from}`);
  return [send<ReassignDeal>({ type: 'ReassignDeal', dealId, from, to, position })];
}
