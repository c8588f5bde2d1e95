import type { Process } from '@dealtrail/event-sourcing';
import { deal, type Deal } from '@dealtrail/deals';
import { describeDealFollowUp, type DealFollowUp } from './deal-follow-up.state.js';

/** The follow-up of a deal runs as long as the deal is open (R020, T03). */
export const dealFollowUp: Process<Deal, DealFollowUp> = {
  name: 'dealFollowUp',
  of: deal,
  open: (state, { position }) => {
    if (state.status !== 'open') return undefined;
    const { dealId, number, terms, ownerId, at, grade, followUp, warned, stale } = state;
    return {
      workflowId: `dealFollowUp/${dealId}`,
      input: {
        dealId,
        number,
        ...(terms.customerId !== undefined && { customerId: terms.customerId }),
        ownerId,
        stage: at.stage,
        ...(grade !== undefined && { grade }),
        dueAt: followUp.dueAt,
        warnAt: followUp.warnAt,
        warned,
        stale,
        closed: false,
        position,
      },
    };
  },
  signal: 'dealFollowUpEvent',
  describe: describeDealFollowUp,
};
