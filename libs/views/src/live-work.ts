import { type Event, type LiveMessage, type Recorded } from '@dealtrail/event-sourcing';
import { clockKey, type CaseEvent } from '@dealtrail/cases';
import { stepKey, type ContractEvent } from '@dealtrail/contracts';
import type { DealEvent } from '@dealtrail/deals';
import type { OrderEvent } from '@dealtrail/orders';
import { reminderKinds, type ReminderEvent } from '@dealtrail/reminders';

/** A fact as live streams tell it, and whom: `reminder` is one person's, what is `overdue` is of those who are late. */
export interface LiveFact extends LiveMessage {
  readonly event: 'reminder' | 'overdue';
  readonly people: readonly string[];
}

type Told = Pick<LiveFact, 'event' | 'people'> & { readonly data: object };
type Tells<E extends Event> = { readonly [T in E['type']]?: (event: Recorded<Extract<E, { type: T }>>) => Told };

const reminder = (staffId: string, data: object): Told => ({ event: 'reminder', people: [staffId], data });

/** Of something in the work list, by its `itemId` there. */
interface Late {
  readonly itemId: string;
  readonly subject: 'contract' | 'deal' | 'order' | 'case';
  readonly subjectId: string;
  readonly part?: string;
  readonly number?: string;
  readonly dueAt: string;
}
const overdue = (assignees: readonly string[], late: Late): Told => ({
  event: 'overdue',
  people: assignees,
  data: { ...late, assignees },
});

/** What there is to tell, by the fact that brings it. */
const tells: Tells<ReminderEvent | ContractEvent | DealEvent | OrderEvent | CaseEvent> = {
  ReminderRaised: ({ data }) => reminder(data.staffId, { ...data, state: 'open', title: reminderKinds[data.kind] }),
  ReminderAcknowledged: ({ data }) => reminder(data.staffId, { ...data, state: 'acknowledged' }),
  ReminderSnoozed: ({ data }) => reminder(data.staffId, { ...data, state: 'snoozed' }),

  ContractReviewOverdue: ({ data: { contractId, round, step, reviewerId, dueAt } }) =>
    overdue([reviewerId], {
      ...{ itemId: stepKey(contractId, round, step), subject: 'contract', subjectId: contractId, dueAt },
    }),
  DealGoneStale: ({ data: { dealId, number, ownerId, dueAt } }) =>
    overdue([ownerId], { itemId: dealId, subject: 'deal', subjectId: dealId, number, dueAt }),
  OrderMilestoneOverdue: ({ data: { orderId, number, milestone, responsibleId, dueAt } }) =>
    overdue([responsibleId], {
      ...{ itemId: `${orderId}/${milestone}`, subject: 'order', subjectId: orderId, part: milestone, number, dueAt },
    }),
  CaseClockOverdue: ({ data: { caseId, number, clock, responsibleId, dueAt } }) =>
    overdue([responsibleId], {
      ...{ itemId: clockKey(caseId, clock), subject: 'case', subjectId: caseId, part: clock, number, dueAt },
    }),
};

/** The categories of the streams that hold these facts. */
export const liveCategories = ['reminder', 'contract', 'deal', 'order', 'case'];

/** What these facts tell, in order; what was brought from the past is no news to anybody. */
export function liveFacts(events: readonly Recorded[]): readonly LiveFact[] {
  return events.flatMap((event) => {
    const tell = Object.hasOwn(tells, event.type)
      ? (tells[event.type as keyof typeof tells] as ((event: Recorded) => Told) | undefined)
      : undefined;
    if (!tell || event.metadata.history) return [];
    const { data, ...told } = tell(event);
    const { type, position, recordedAt } = event;
    return [{ ...told, position, data: { fact: type, recordedAt, ...data } }];
  });
}
