import { condition, continueAsNew } from '@temporalio/workflow';
import { deadline } from '../clock.js';
import { follow } from '../follow.js';
import { send } from '../send.js';
import { describeDealFollowUp, detailsOfDealFollowUp, type DealFollowUp } from './deal-follow-up.state.js';

/** Watches an open deal: warns before it goes stale, records when it has, waits for progress, ends when won or lost (R020). */
export async function dealFollowUp(input: DealFollowUp): Promise<void> {
  const { state, onAttention, isLong } = follow(input, {
    name: 'dealFollowUp',
    describe: describeDealFollowUp,
    details: detailsOfDealFollowUp,
  });
  const { dealId } = input;
  const over = (): boolean => state().closed || isLong();

  while (!over()) {
    const missed = await deadline(() => ({ dueAt: state().dueAt, warnAt: state().warned ? [] : [state().warnAt] }), {
      until: () => over() || state().stale,
      onWarn: (_, dueAt) => send.RecordDealGoingStale({ dealId, dueAt }),
      onBreach: (dueAt) => send.RecordDealGoneStale({ dealId, dueAt }),
      onAttention,
    });
    await condition(() => over() || (!state().stale && state().dueAt !== missed));
  }
  if (!state().closed) await continueAsNew<typeof dealFollowUp>(state());
}
