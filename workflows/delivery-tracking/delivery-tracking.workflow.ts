import { continueAsNew } from '@temporalio/workflow';
import { follow } from '../follow.js';
import { keepPromises } from '../promises.js';
import { send } from '../send.js';
import {
  describeDeliveryTracking,
  detailsOfDeliveryTracking,
  isKept,
  type DeliveryTracking,
} from './delivery-tracking.state.js';

/** Keeps what is promised of a delivery until it is signed for: reminds before it is late, records when it is (T11–T14). */
export async function deliveryTracking(input: DeliveryTracking): Promise<void> {
  const { state, onAttention, isLong } = follow(input, {
    name: 'deliveryTracking',
    describe: describeDeliveryTracking,
    details: detailsOfDeliveryTracking,
  });
  const { orderId } = input;
  await keepPromises({
    names: () => state().milestones.map(({ milestone }) => milestone),
    plan: (milestone) => state().milestones.find((one) => one.milestone === milestone && isKept(one)),
    until: () => state().ended || isLong(),
    onWarn: (milestone, at, dueAt) => send.RemindOrderMilestone({ orderId, milestone, at, dueAt }),
    onBreach: (milestone, dueAt) => send.RecordOrderMilestoneOverdue({ orderId, milestone, dueAt }),
    onAttention,
  });
  if (!state().ended) await continueAsNew<typeof deliveryTracking>(state());
}
