import { continueAsNew } from '@temporalio/workflow';
import { follow } from '../follow.js';
import { keepPromises } from '../promises.js';
import { send } from '../send.js';
import {
  describeComplaintEscalation,
  detailsOfComplaintEscalation,
  isKept,
  type ComplaintEscalation,
} from './complaint-escalation.state.js';

/** Keeps every clock of a case until its loop is closed: reminds before it is late, records when it is (T17–T21). */
export async function complaintEscalation(input: ComplaintEscalation): Promise<void> {
  const { state, onAttention, isLong } = follow(input, {
    name: 'complaintEscalation',
    describe: describeComplaintEscalation,
    details: detailsOfComplaintEscalation,
  });
  const { caseId } = input;
  await keepPromises({
    names: () => state().clocks.map(({ clock }) => clock),
    plan: (clock) =>
      state()
        .clocks.filter(isKept)
        .find((one) => one.clock === clock),
    until: () => state().ended || isLong(),
    onWarn: (clock, at, dueAt) => send.RemindCaseClock({ caseId, clock, at, dueAt }),
    onBreach: (clock, dueAt) =>
      clock === 'silence'
        ? send.CloseSilentCase({ caseId, dueAt })
        : send.RecordCaseClockOverdue({ caseId, clock, dueAt }),
    onAttention,
  });
  if (!state().ended) await continueAsNew<typeof complaintEscalation>(state());
}
