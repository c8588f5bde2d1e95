import { reactions, send } from '@dealtrail/event-sourcing';
import { customer } from '@dealtrail/customers';
import type { Known } from '@dealtrail/known';
import type { OrderEvent, RecordOrderMilestoneOverdue } from '@dealtrail/orders';

/** Whoever notices first that an important customer (grade A, or 重點客戶) has no answer to an exception, a director hears of it (T14). */
export const orderEscalationReactions = reactions<OrderEvent, Known>({
  name: 'orderEscalation',
  react: {
    OrderMilestoneOverdue: async ({ data: { orderId, customerId, milestone, dueAt } }, { load }) => {
      if (!milestone.startsWith('response/') || customerId === undefined) return [];
      const its = await load(customer, customerId);
      if (its?.grade !== 'A' && its?.tier !== 'key') return [];
      const record = { type: 'RecordOrderMilestoneOverdue', orderId, milestone, dueAt } as const;
      return [send<RecordOrderMilestoneOverdue>({ ...record, toDirector: true })];
    },
  },
});
