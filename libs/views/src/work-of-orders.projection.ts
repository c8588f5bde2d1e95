import type { Recorded } from '@dealtrail/event-sourcing';
import { dayAfter, startOfDay } from '@dealtrail/calendar';
import {
  amendmentPart,
  taskPart,
  type MilestoneId,
  type MilestoneKind,
  type OpenedMilestone,
  type OrderEvent,
  type OrderPart,
  type OrderWhom,
} from '@dealtrail/orders';
import { done, timed, type Item, type WorkFold, type WorkItem, type WorkKind } from './work-item.row.js';

type Fact<T extends OrderEvent['type']> = Recorded<Extract<OrderEvent, { readonly type: T }>>;
type Part = MilestoneId | OrderPart;
interface OfOrder<D> {
  readonly data: D & { readonly orderId: string };
}
type Opening = OfOrder<OrderWhom & { readonly opened: readonly OpenedMilestone[] }>;

const kindOf: Readonly<Record<MilestoneKind, WorkKind>> = {
  acknowledgement: 'acknowledge-order',
  confirmation: 'confirm-delivery',
  documents: 'complete-documents',
  signOff: 'sign-off-delivery',
  response: 'answer-exception',
};

const keysIn = (orderId: string, parts: readonly Part[]): readonly string[] =>
  parts.map((part) => `${orderId}/${part}`);

const ofOpened = ({ data: { orderId, opened } }: Opening) =>
  keysIn(
    orderId,
    opened.map(({ milestone }) => milestone),
  );
const ofEnded = ({
  data: { orderId, superseded = [], parts = [] },
}: OfOrder<{ readonly superseded?: readonly MilestoneId[]; readonly parts?: readonly OrderPart[] }>) =>
  keysIn(orderId, [...superseded, ...parts]);
const ofDelivery =
  (promise: 'confirmation' | 'documents' | 'signOff') =>
  ({ data: { orderId, delivery } }: OfOrder<{ readonly delivery: number }>) =>
    keysIn(orderId, [`${promise}/${delivery}`]);
const ofResponse = ({ data: { orderId, exceptionId } }: OfOrder<{ readonly exceptionId: string }>) =>
  keysIn(orderId, [`response/${exceptionId}`]);
const ofTask = ({ data: { orderId, exceptionId, task } }: OfOrder<{ readonly exceptionId: string; task: number }>) =>
  keysIn(orderId, [taskPart(exceptionId, task)]);
const ofAmendment = ({ data: { orderId, amendment } }: OfOrder<{ readonly amendment: number }>) =>
  keysIn(orderId, [amendmentPart(amendment)]);

const about = ({ orderId, number, customerId, dealId, ownerId }: OrderWhom, part: Part) =>
  ({
    itemId: `${orderId}/${part}`,
    subject: 'order',
    subjectId: orderId,
    part,
    number,
    customerId,
    dealId,
    ownerId,
  }) as const;

/** A promise as it opens or is planned anew. */
const opened = (item: Item, { data }: Opening, key: string): Item => {
  const its = data.opened.find(({ milestone }) => key === `${data.orderId}/${milestone}`);
  if (!its) return item;
  const { milestone, responsibleId, clock } = its;
  const [promise] = milestone.split('/') as [MilestoneKind];
  return {
    ...about(data, milestone),
    kind: kindOf[promise],
    assignees: [responsibleId],
    ...timed(clock.since, clock.dueAt),
  };
};

/** An answer takes an apology and an alternative (T14). */
const answered =
  (given: NonNullable<WorkItem['given']>) =>
  (item: Item): Item =>
    item && (item.given === undefined || item.given === given) ? { ...item, given } : undefined;

/** Until the end of its day; whoever follows the order may do it too. */
const task = (_: Item, { data, metadata }: Fact<'ExceptionTaskAssigned'>): Item => ({
  ...about(data, taskPart(data.exceptionId, data.task)),
  kind: 'exception-task',
  assignees: [data.assigneeId, data.ownerId],
  ...timed(metadata.occurredAt, data.dueOn && lastInstantOf(data.dueOn)),
});

const lastInstantOf = (day: string) => new Date(Date.parse(startOfDay(dayAfter(day))) - 1).toISOString();

/** A contract's change waits for its supplementary agreement; any other for a director. */
const asked = (_: Item, { data, metadata }: Fact<'OrderAmendmentRequested'>): Item => ({
  ...about(data, amendmentPart(data.amendment)),
  ...(data.contractId === undefined
    ? { kind: 'settle-amendment', assignees: [], role: 'director' }
    : { kind: 'agree-amendment', assignees: [data.ownerId] }),
  ...timed(metadata.occurredAt),
});

/** Whose it was it is no longer; the rest only learns of the new owner. A task stays with whom it was given to, beside the owner. */
const reassigned = (item: Item, { data: { from, to, milestones } }: Fact<'OrderReassigned'>): Item => {
  if (!item) return undefined;
  if (item.kind === 'exception-task') return { ...item, ownerId: to, assignees: [...item.assignees.slice(0, 1), to] };
  const isPromise = kindsOfPromises.has(item.kind);
  const goes = !isPromise || milestones.some((milestone) => milestone === item.part);
  const assignees = goes ? item.assignees.map((id) => (id === from ? to : id)) : item.assignees;
  return { ...item, ownerId: to, assignees };
};
const kindsOfPromises: ReadonlySet<WorkKind> = new Set(Object.values(kindOf));

/** What waits of orders: promises (T11–T14, R072), tasks (R085), changes. */
export const workOfOrders: WorkFold<OrderEvent> = {
  keys: {
    OrderSchedulingRequested: ofOpened,
    OrderAcknowledged: ({ data: { orderId, department } }) => keysIn(orderId, [`acknowledgement/${department}`]),
    OrderAmendmentRequested: ofAmendment,
    OrderAmended: ofAmendment,
    OrderAmendmentRefused: ofAmendment,
    OrderCancelled: ofEnded,
    OrderCompleted: ofEnded,
    OrderReassigned: ({ data: { orderId, milestones, others = [], parts = [] } }) =>
      keysIn(orderId, [...milestones, ...others, ...parts]),
    OrderMilestonesReassigned: ({ data: { orderId, milestones } }) => keysIn(orderId, milestones),
    DeliveryScheduled: ofOpened,
    DeliveryRescheduled: ofOpened,
    DeliveryCancelled: ofEnded,
    DeliveryConfirmed: ofDelivery('confirmation'),
    DeliveryDocumentsCompleted: ofDelivery('documents'),
    DeliveryDelivered: (event) => [...ofOpened(event), ...ofEnded(event)],
    DeliverySignedOff: (event) => (event.data.complete ? ofDelivery('signOff')(event) : []),
    DeliverySignOffRefused: ofDelivery('signOff'),
    OrderExceptionDeclared: ofOpened,
    CustomerApologised: ofResponse,
    AlternativeOffered: ofResponse,
    ExceptionTaskAssigned: ofTask,
    ExceptionTaskCompleted: ofTask,
    OrderExceptionClosed: ofResponse,
  },
  project: {
    OrderSchedulingRequested: opened,
    OrderAcknowledged: done,
    OrderAmendmentRequested: asked,
    OrderAmended: done,
    OrderAmendmentRefused: done,
    OrderCancelled: done,
    OrderCompleted: done,
    OrderReassigned: reassigned,
    OrderMilestonesReassigned: (item, { data: { to } }) => item && { ...item, assignees: [to] },
    DeliveryScheduled: opened,
    DeliveryRescheduled: opened,
    DeliveryCancelled: done,
    DeliveryConfirmed: done,
    DeliveryDocumentsCompleted: done,
    DeliveryDelivered: (item, event, key) => (ofOpened(event).includes(key) ? opened(item, event, key) : undefined),
    DeliverySignedOff: done,
    DeliverySignOffRefused: done,
    OrderExceptionDeclared: opened,
    CustomerApologised: answered('apology'),
    AlternativeOffered: answered('alternative'),
    ExceptionTaskAssigned: task,
    ExceptionTaskCompleted: done,
    OrderExceptionClosed: done,
  },
};
