import { condition, continueAsNew } from '@temporalio/workflow';
import { reached } from '../clock.js';
import { fanOut } from '../fan-out.js';
import { follow } from '../follow.js';
import { ask, send } from '../send.js';
import {
  describeCalendarReplanning,
  detailsOfCalendarReplanning,
  type CalendarReplanning,
} from './calendar-replanning.state.js';

/** Once a version of the calendar counts, plans anew what older versions planned, and says when all of it is done (U-29). */
export async function calendarReplanning(input: CalendarReplanning): Promise<void> {
  const { state, note, onAttention, isLong } = follow(input, {
    name: 'calendarReplanning',
    describe: describeCalendarReplanning,
    details: detailsOfCalendarReplanning,
  });
  const { version, effectiveFrom, cursor: start } = input;
  const calendar = { kind: 'calendar', version } as const;

  await reached(effectiveFrom, () => true);
  const { position } = await send.BeginCalendarReplanning(calendar); // what is planned after it looks for itself
  let wasRefused = false;
  while (!isLong()) {
    const { upTo, complete } = await fanOut(position, {
      page: (from) => {
        if (from.cursor !== undefined && !wasRefused) note({ cursor: from.cursor });
        return ask.ContractIdsPlannedBefore({ calendarVersion: version, limit: 200, cursor: start, ...from });
      },
      each: async (contractId) => {
        const result = await send.ReplanContractReviews({ contractId, calendarVersion: version, position });
        note({ replanned: state().replanned + 1 });
        return result;
      },
      onAttention: (refused) => {
        wasRefused = true; // a run after this one begins no later than there
        onAttention(refused);
      },
      until: isLong,
    });
    if (complete) {
      await send.RecordCalendarApplied({ ...calendar, upTo, replanned: state().replanned });
      return;
    }
    await condition(isLong, '1 hour'); // what was refused is tried again
  }
  await continueAsNew<typeof calendarReplanning>(state());
}
