import { condition, continueAsNew } from '@temporalio/workflow';
import { deadline } from '../clock.js';
import { follow } from '../follow.js';
import { send } from '../send.js';
import { describeLeave, detailsOfLeave, stepsOf, type LeaveStep, type LeaveWatch } from './leave.state.js';

const keyOf = ({ does, leaveId }: LeaveStep): string => `${does} ${leaveId}`;

/** Puts on record that a person's leaves begin and end, each at its instant, until none is left (G-031). */
export async function leave(input: LeaveWatch): Promise<void> {
  const { state, onAttention, isLong } = follow(input, {
    name: 'leave',
    describe: describeLeave,
    details: detailsOfLeave,
  });
  const { staffId } = input;
  const done = new Set<string>(); // before its event is heard, and what was refused: the rest goes on
  const next = (): LeaveStep | undefined => stepsOf(state()).find((step) => !done.has(keyOf(step)));
  const over = (): boolean => state().leaves.length === 0 || isLong();

  while (!over()) {
    const step = next();
    if (!step) {
      await condition(() => over() || next() !== undefined);
      continue;
    }
    const { leaveId, does, at } = step;
    await deadline(() => ({ dueAt: at, warnAt: [] }), {
      until: () => over() || next()?.leaveId !== leaveId || next()?.does !== does,
      onBreach: () => {
        done.add(keyOf(step));
        return does === 'begin' ? send.BeginLeave({ staffId, leaveId, at }) : send.EndLeave({ staffId, leaveId, at });
      },
      onWarn: () => Promise.resolve(), // none is planned
      onAttention,
    });
  }
  if (state().leaves.length > 0) await continueAsNew<typeof leave>(state());
}
