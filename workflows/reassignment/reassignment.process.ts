import type { Process } from '@dealtrail/event-sourcing';
import { person, type PersonState } from '@dealtrail/staff';
import { describeReassignment, type Reassignment } from './reassignment.state.js';

/** The hand-over of a person runs from the departure or leave until it is on record as complete; each of them is a round. */
export const reassignment: Process<PersonState | undefined, Reassignment> = {
  name: 'reassignment',
  of: person,
  open: (state, { id, position }) => {
    if (!state?.handOver || state.handOver.done) return undefined;
    const { round, cause, handOverTo } = state.handOver;
    const to = handOverTo === undefined ? {} : { to: handOverTo };
    return {
      workflowId: `reassignment/${id}/${round}`,
      input: { staffId: id, round, cause, ...to, cancelled: false, moved: 0, position },
    };
  },
  signal: 'reassignmentEvent',
  describe: describeReassignment,
};
