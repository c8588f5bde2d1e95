import { reactions, type Recorded } from '@dealtrail/event-sourcing';
import { caseDecider } from '@dealtrail/cases';
import { contract } from '@dealtrail/contracts';
import { customerLinkFold, type CustomerLinkEvent } from '@dealtrail/customer-links';
import type { Known } from '@dealtrail/known';
import {
  amendmentPart,
  order,
  taskPart,
  type OpenedMilestone,
  type OrderEvent,
  type OrderWhom,
} from '@dealtrail/orders';
import { remind, type About } from './remind.js';

type Of<T extends OrderEvent['type']> = Recorded<Extract<OrderEvent, { type: T }>>;

/** Whoever has to know of an order is told, once for each fact and person; history is no news to anybody. */
export const orderRemindersReactions = reactions<OrderEvent | CustomerLinkEvent, Known>({
  name: 'orderReminders',
  react: {
    OrderSchedulingRequested: (event) =>
      event.data.opened.flatMap((opened) =>
        remind(event, 'order-acknowledgement-asked', [opened.responsibleId], {
          ...ofOrder(event, opened.milestone),
          dueAt: opened.clock.dueAt,
        }),
      ),
    OrderMilestoneDueSoon: (event) =>
      remind(event, 'order-milestone-due-soon', [event.data.responsibleId], {
        ...ofOrder(event, event.data.milestone),
        dueAt: event.data.dueAt,
      }),
    OrderMilestoneOverdue: (event) =>
      remind(event, 'order-milestone-overdue', [event.data.responsibleId, event.data.ownerId], late(event)),
    OrderMilestoneEscalated: (event) => remind(event, 'order-milestone-escalated', [event.data.to], late(event)),

    OrderExceptionDeclared: (event) => {
      const { exceptionId, ownerId, opened } = event.data;
      const about = { ...ofOrder(event, `response/${exceptionId}`), dueAt: dueOf(opened) };
      const people = [...opened.map(({ responsibleId }) => responsibleId), ownerId];
      return remind(event, 'order-exception-declared', people, about);
    },
    ExceptionTaskAssigned: (event) => {
      const { exceptionId, assigneeId, task } = event.data;
      return remind(event, 'exception-task-assigned', [assigneeId], ofOrder(event, taskPart(exceptionId, task)));
    },

    /** Where no contract can supplement it (`workflows/order-amendment`), it waits for a director. */
    OrderAmendmentRequested: async (event, { load, known: { staff } }) => {
      const { contractId, amendment } = event.data;
      const its = contractId === undefined ? undefined : await load(contract, contractId);
      if (its && its.status !== 'none' && its.dealId !== undefined) return [];
      const directors = staff.activeWith('director');
      return remind(event, 'order-amendment-to-settle', directors, ofOrder(event, amendmentPart(amendment)));
    },

    /** The customer was told that somebody will contact them: whose order or case it is today. */
    CustomerLinkAnswerRefused: async (event, { load }) => {
      const link = await load(customerLinkFold, event.data.linkId);
      if (!link) return [];
      const { category, id } = link.subject;
      const its = category === 'case' ? await load(caseDecider, id) : await load(order, id);
      const [ownerId, number] = its.status === 'none' ? [link.ownerId] : [its.ownerId, its.number];
      return remind(event, 'customer-answer-not-taken', [ownerId], { about: link.subject, number });
    },
  },
});

const ofOrder = ({ data: { orderId, number } }: { readonly data: OrderWhom }, part: string): About => ({
  about: { category: 'order', id: orderId, part },
  number,
});

const late = (event: Of<'OrderMilestoneOverdue' | 'OrderMilestoneEscalated'>): About => ({
  ...ofOrder(event, event.data.milestone),
  dueAt: event.data.dueAt,
  overdue: true,
});

const dueOf = (opened: readonly OpenedMilestone[]): About['dueAt'] => opened[0]?.clock.dueAt;
