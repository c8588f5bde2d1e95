import type { Process } from '@dealtrail/event-sourcing';
import { person, type PersonState } from '@dealtrail/staff';
import { describeReassignment, type Reassignment } from './reassignment.state.js';

/** The hand-over of a person runs from the departure until it is on record as complete; each departure is a round. */
export const reassignment: Process<PersonState | undefined, Reassignment> = {
  name: 'reassignment',
  of: person,
  open: (state, { id, position }) => {
    if (!state?.inactive || state.inactive.handedOver) return undefined;
    const { round, inactive } = state;
    return {
      workflowId: `reassignment/${id}/${round}`,
      input: { staffId: id, round, to: inactive.handOverTo, cancelled: false, moved: 0, position },
    };
  },
  signal: 'reassignmentEvent',
  describe: describeReassignment,
};
