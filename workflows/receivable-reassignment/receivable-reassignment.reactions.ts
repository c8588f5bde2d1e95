import { reactions, send, type Action, type ReactionContext, type Recorded } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { ReassignReceivable, ReceivableEvent } from '@dealtrail/payments';

/**
 * A departure races with whatever gives an account to somebody: it lists what it finds, and every fact that gives looks at the
 * directory at or after its position. Whichever is later in the log repairs.
 */
export const receivableReassignmentReactions = reactions<ReceivableEvent, Known>({
  name: 'receivableReassignment',
  history: true,
  react: {
    PaymentsPlanned: (event, context) => handOver(event, event.data.ownerId, context),
    ReceivableReassigned: (event, context) => handOver(event, event.data.to, context),
  },
});

/** Gives an account on whose owner has left. */
function handOver(
  { data: { contractId }, position }: Recorded<ReceivableEvent>,
  from: string,
  { known: { staff } }: ReactionContext<Known>,
): readonly Action[] {
  if (staff.isActive(from)) return [];
  return [send<ReassignReceivable>({ type: 'ReassignReceivable', contractId, from, position })];
}
