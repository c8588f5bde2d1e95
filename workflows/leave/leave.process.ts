import type { Process } from '@dealtrail/event-sourcing';
import { openLeaves, person, type PersonState } from '@dealtrail/staff';
import { describeLeave, type LeaveWatch, type WatchedLeave } from './leave.state.js';

/** What of a person's leaves is to be waited for. */
export const watchedLeaves = (state: PersonState | undefined): readonly WatchedLeave[] =>
  state
    ? openLeaves(state).map(({ leaveId, beginsAt, endsAt, state }) => ({
        leaveId,
        beginsAt,
        endsAt,
        begun: state === 'begun',
      }))
    : [];

/** The leaves of a person are watched as long as one is planned or has begun; one run for all of them (G-031). */
export const leave: Process<PersonState | undefined, LeaveWatch> = {
  name: 'leave',
  of: person,
  open: (state, { id, position }) => {
    const leaves = watchedLeaves(state);
    return leaves.length === 0 ? undefined : { workflowId: `leave/${id}`, input: { staffId: id, leaves, position } };
  },
  signal: 'leaveEvent',
  describe: describeLeave,
};
