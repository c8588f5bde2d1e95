import { condition, continueAsNew } from '@temporalio/workflow';
import { fanOut } from '../fan-out.js';
import { follow } from '../follow.js';
import { ask, send } from '../send.js';
import { describeReassignment, detailsOfReassignment, type Reassignment } from './reassignment.state.js';

/** Gives every open deal of a departed person to the superior and says when all are gone (R252). */
export async function reassignment(input: Reassignment): Promise<void> {
  const { state, note, onAttention, isLong } = follow(input, {
    name: 'reassignment',
    describe: describeReassignment,
    details: detailsOfReassignment,
  });
  const { staffId, round, to, position } = input;
  const until = (): boolean => state().cancelled || isLong();

  while (!until()) {
    const { upTo, complete } = await fanOut(position, {
      page: (from) => ask.OpenDealIdsOf({ ownerId: staffId, limit: 200, ...from }),
      each: async (dealId) => {
        const result = await send.ReassignDeal({ dealId, from: staffId, to, position });
        note({ moved: state().moved + 1 });
        return result;
      },
      onAttention,
      until,
    });
    if (complete) {
      await send.RecordHandOver({ staffId, round, upTo });
      return;
    }
    await condition(until, '1 hour'); // what was refused is tried again
  }
  if (!state().cancelled) await continueAsNew<typeof reassignment>(state());
}
