import { projection, type Recorded } from '@dealtrail/event-sourcing';
import type { AssignedTask, OfferedAlternative, OrderExceptionRow } from './order-exception.row.js';
import type { MilestoneId, OrderEvent } from './order.events.js';

type Fact<T extends OrderEvent['type']> = Recorded<Extract<OrderEvent, { type: T }>>;

/** With its order: clients choose the ids of exceptions, and what is unique in one order may stand in another. */
const rowId = (orderId: string, exceptionId: string): string => `${orderId}/${exceptionId}`;
const itself = ({ data }: { readonly data: { readonly orderId: string; readonly exceptionId: string } }) => [
  rowId(data.orderId, data.exceptionId),
];
const ofResponse = ({ data }: { readonly data: { readonly orderId: string; readonly milestone: MilestoneId } }) =>
  data.milestone.startsWith('response/') ? [rowId(data.orderId, data.milestone.slice('response/'.length))] : [];

/** A change of an exception that is there; a fact about one that is not leaves nothing. */
const change =
  <E extends Recorded>(fold: (row: OrderExceptionRow, event: E) => Partial<OrderExceptionRow>) =>
  (row: OrderExceptionRow | undefined, event: E): OrderExceptionRow | undefined =>
    row && { ...row, ...fold(row, event), revision: event.revision };

/** What was offered, with its sums. */
function offering(alternatives: readonly OfferedAlternative[]): Partial<OrderExceptionRow> {
  const accepted = alternatives.filter(({ answer }) => answer === 'accepted');
  const sum = (some: readonly OfferedAlternative[]): number => some.reduce((total, { cost }) => total + cost, 0);
  return {
    alternatives,
    offered: alternatives.length,
    accepted: accepted.length,
    costOffered: sum(alternatives),
    costAccepted: sum(accepted),
  };
}

const answered = (answer: 'accepted' | 'declined') =>
  change<Fact<'AlternativeAccepted' | 'AlternativeDeclined'>>((row, { data: { alternative } }) =>
    offering(row.alternatives.map((one) => (one.alternative === alternative ? { ...one, answer } : one))),
  );

const working = (tasks: readonly AssignedTask[]): Partial<OrderExceptionRow> => ({
  tasks,
  openTasks: tasks.filter(({ result }) => result === undefined).length,
  assigned: [...new Set(tasks.map(({ assigneeId }) => assigneeId))],
});

/** 交付異常: every exception of every order, with apology, alternatives, tasks and cost (R082–R085, G-041). */
export const orderExceptions = projection<OrderExceptionRow, OrderEvent>({
  name: 'orderExceptions',
  version: 1,
  key: 'rowId',
  columns: {
    rowId: 'text',
    exceptionId: 'text',
    orderId: 'text',
    number: 'text',
    contractId: 'text',
    dealId: 'text',
    customerId: 'text',
    ownerId: 'text',
    delivery: 'integer',
    kind: 'text',
    description: 'text',
    happenedAt: 'instant',
    declaredAt: 'instant',
    declaredBy: 'text',
    state: 'text',
    history: 'boolean',
    dueAt: 'instant',
    overdueAt: 'instant',
    apologisedAt: 'instant',
    apologisedBy: 'text',
    apologyChannel: 'text',
    respondedAt: 'instant',
    alternatives: 'json',
    offered: 'integer',
    accepted: 'integer',
    currency: 'text',
    costOffered: 'amount',
    costAccepted: 'amount',
    tasks: 'json',
    openTasks: 'integer',
    assigned: 'texts',
    closedAt: 'instant',
    closedBy: 'text',
    result: 'text',
    revision: 'integer',
  },
  indexes: [['orderId'], ['ownerId', 'state'], ['state', 'dueAt'], ['happenedAt'], ['assigned']],
  keys: {
    OrderExceptionDeclared: itself,
    CustomerApologised: itself,
    AlternativeOffered: itself,
    AlternativeAccepted: itself,
    AlternativeDeclined: itself,
    ExceptionTaskAssigned: itself,
    ExceptionTaskCompleted: itself,
    OrderExceptionClosed: itself,
    OrderMilestoneOverdue: ofResponse,
    OrderReassigned: ({ data: { orderId, exceptions = [] } }) => exceptions.map((id) => rowId(orderId, id)),
  },
  project: {
    OrderExceptionDeclared: (row, { data, metadata, revision }) => {
      if (row) return row;
      const { orderId, number, contractId, dealId, customerId, ownerId, exceptionId, delivery, kind } = data;
      const { description, by, happenedAt, currency, opened } = data;
      return {
        rowId: rowId(orderId, exceptionId),
        ...{ exceptionId, orderId, number, contractId, dealId, customerId, ownerId, delivery, kind, description },
        ...{ happenedAt, declaredAt: metadata.occurredAt, declaredBy: by, state: 'open', currency },
        history: metadata.history === true,
        dueAt: opened[0]?.clock.dueAt,
        ...{ alternatives: [], offered: 0, accepted: 0, costOffered: 0, costAccepted: 0 },
        ...{ tasks: [], openTasks: 0, assigned: [], revision },
      };
    },
    CustomerApologised: change(({ offered }, { data: { by, channel, happenedAt }, metadata: { occurredAt } }) => ({
      ...{ apologisedAt: happenedAt, apologisedBy: by, apologyChannel: channel },
      ...(offered > 0 && { respondedAt: occurredAt }),
    })),
    AlternativeOffered: change((row, { data, metadata: { occurredAt } }) => {
      const { alternative, kind, description, cost } = data;
      return {
        ...offering([...row.alternatives, { alternative, kind, description, cost: cost.amount }]),
        currency: cost.currency,
        ...(row.apologisedAt !== undefined && { respondedAt: row.respondedAt ?? occurredAt }),
      };
    }),
    AlternativeAccepted: answered('accepted'),
    AlternativeDeclined: answered('declined'),
    ExceptionTaskAssigned: change(({ tasks }, { data: { task, department, assigneeId, description, dueOn } }) =>
      working([...tasks, { task, department, assigneeId, description, dueOn }]),
    ),
    ExceptionTaskCompleted: change(({ tasks }, { data: { task, result } }) =>
      working(tasks.map((one) => (one.task === task ? { ...one, result } : one))),
    ),
    OrderExceptionClosed: change((_, { data: { by, result }, metadata: { occurredAt } }) => ({
      ...{ state: 'closed', closedAt: occurredAt, closedBy: by, result },
    })),
    OrderMilestoneOverdue: change((_, { data: { dueAt } }) => ({ overdueAt: dueAt })),
    OrderReassigned: change((_, { data: { to } }) => ({ ownerId: to })),
  },
});
