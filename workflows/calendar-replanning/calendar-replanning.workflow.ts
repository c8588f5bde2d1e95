import { condition, continueAsNew, patched } from '@temporalio/workflow';
import { reached } from '../clock.js';
import { fanOut, type FanOut } from '../fan-out.js';
import { follow } from '../follow.js';
import { ask, send } from '../send.js';
import {
  describeCalendarReplanning,
  detailsOfCalendarReplanning,
  type CalendarReplanning,
} from './calendar-replanning.state.js';

/** One kind of thing that is planned by a calendar: where to find it, what to do with each, and where a run had come to. */
type Planned = Pick<FanOut, 'page' | 'each'> & { readonly cursor: 'cursor' | 'caseCursor' };

/** Once a version of the calendar counts, plans anew what older versions planned, and says when all of it is done (U-29). */
export async function calendarReplanning(input: CalendarReplanning): Promise<void> {
  const { state, note, onAttention, isLong } = follow(input, {
    name: 'calendarReplanning',
    describe: describeCalendarReplanning,
    details: detailsOfCalendarReplanning,
  });
  const { version: calendarVersion, effectiveFrom } = input;
  const calendar = { kind: 'calendar', version: calendarVersion } as const;

  await reached(effectiveFrom, () => true);
  const { position } = await send.BeginCalendarReplanning(calendar); // what is planned after it looks for itself
  const contracts: Planned = {
    page: (from) => ask.ContractIdsPlannedBefore({ calendarVersion, limit: 200, ...from }),
    each: (contractId) => send.ReplanContractReviews({ contractId, calendarVersion, position }),
    cursor: 'cursor',
  };
  const cases: Planned = {
    page: (from) => ask.CaseIdsPlannedBefore({ calendarVersion, limit: 200, ...from }),
    each: (caseId) => send.ReplanCaseClocks({ caseId, calendarVersion, position }),
    cursor: 'caseCursor',
  };
  const kinds = patched('2026-12-cases') ? [contracts, cases] : [contracts];

  const refusedOf = new Set<Planned>();
  while (!isLong()) {
    let upTo = position;
    let isComplete = true;
    for (const kind of kinds) {
      const { page, each, cursor } = kind;
      const done = await fanOut(position, {
        page: (from) => {
          if (from.cursor !== undefined && !refusedOf.has(kind)) note({ [cursor]: from.cursor });
          return page({ ...(input[cursor] !== undefined && { cursor: input[cursor] }), ...from });
        },
        each: async (id) => {
          const result = await each(id);
          note({ replanned: state().replanned + 1 });
          return result;
        },
        onAttention: (refused) => {
          refusedOf.add(kind); // a run after this one begins no later than there
          onAttention(refused);
        },
        until: isLong,
      });
      upTo = Math.max(upTo, done.upTo);
      isComplete &&= done.complete;
    }
    if (isComplete) {
      await send.RecordCalendarApplied({ ...calendar, upTo, replanned: state().replanned });
      return;
    }
    await condition(isLong, '1 hour'); // what was refused is tried again
  }
  await continueAsNew<typeof calendarReplanning>(state());
}
