import { reactions, signal, start, type Action, type Recorded } from '@dealtrail/event-sourcing';
import type { DealEvent, FollowUp } from '@dealtrail/deals';
import { dealFollowUp } from './deal-follow-up.process.js';
import type { DealFollowUp } from './deal-follow-up.state.js';

/** What happens to a deal is told to its follow-up: ids, stages and instants, no titles and no texts. */
export const dealFollowUpReactions = reactions<DealEvent>({
  name: 'dealFollowUp',
  react: {
    DealRegistered: ({ data: { dealId } }) => [start(dealFollowUp, dealId)],
    DealEdited: (event) => {
      const { customerId } = event.data.changes;
      return customerId === undefined ? [] : tell(event, { customerId });
    },
    DealOwnerChanged: (event) => tell(event, { ownerId: event.data.ownerId }),
    DealReassigned: (event) => tell(event, { ownerId: event.data.ownerId }),
    DealAdvanced: (event) => tell(event, { stage: event.data.to.stage, ...promised(event.data.followUp) }),
    DealMovedBack: (event) => tell(event, { stage: event.data.to.stage }),
    DealGraded: (event) => tell(event, { grade: event.data.grade, ...promised(event.data.followUp) }),
    DealGoingStale: (event) => tell(event, { warned: true }),
    DealGoneStale: (event) => tell(event, { stale: true }),
    DealWon: (event) => tell(event, { closed: true }),
    DealLost: (event) => tell(event, { closed: true }),
    DealReopened: (event) => tell(event, { closed: false, ...promised(event.data.followUp) }),
  },
});

/** A signal with what the event changes for the follow-up. */
const tell = (event: Recorded<DealEvent>, data: Partial<DealFollowUp>): Action[] => [
  signal(dealFollowUp, event.data.dealId, { ...event, data }),
];

const promised = ({ dueAt, warnAt }: FollowUp) => ({ dueAt, warnAt, warned: false, stale: false });
