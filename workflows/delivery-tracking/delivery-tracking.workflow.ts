import { condition, continueAsNew } from '@temporalio/workflow';
import type { MilestoneId } from '@dealtrail/orders';
import { deadline, type Deadline } from '../clock.js';
import { follow } from '../follow.js';
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
  const over = (): boolean => state().ended || isLong();
  const kept = new Set<MilestoneId>();
  const unkept = () => state().milestones.find(({ milestone }) => !kept.has(milestone))?.milestone;

  /** Every promise, those that open later too, side by side. */
  async function keepAll(): Promise<void> {
    await condition(() => over() || unkept() !== undefined);
    const milestone = unkept();
    if (milestone === undefined || over()) return;
    kept.add(milestone);
    await Promise.all([keep(milestone), keepAll()]);
  }

  /** One of them, planned anew as often as its delivery is moved: after it was met or missed as well. */
  async function keep(milestone: MilestoneId): Promise<void> {
    const now = () => state().milestones.find((one) => one.milestone === milestone);
    const isOpen = (): boolean => {
      const one = now();
      return one !== undefined && isKept(one);
    };
    let plan: Deadline = { dueAt: '', warnAt: [] };
    const planned = (): Deadline => (plan = now() ?? plan);
    const settled = (): boolean => over() || !isOpen();
    while (!over()) {
      await condition(() => over() || isOpen());
      const missed = await deadline(planned, {
        until: settled,
        onWarn: (at, dueAt) => send.RemindOrderMilestone({ orderId, milestone, at, dueAt }),
        onBreach: (dueAt) => send.RecordOrderMilestoneOverdue({ orderId, milestone, dueAt }),
        onAttention: (refused) => onAttention({ ...refused, step: `${milestone} ${refused.step}` }),
      });
      await condition(() => settled() || planned().dueAt !== missed); // planned anew in the very moment: it goes on
    }
  }

  await keepAll();
  if (!state().ended) await continueAsNew<typeof deliveryTracking>(state());
}
