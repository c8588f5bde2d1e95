import type { Evolve, Instant } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { Money } from '@dealtrail/money';
import type { OrderDepartment, PolicyVersion } from '@dealtrail/policies';
import type {
  AttachedFile,
  ExceptionKind,
  LineQuantity,
  MilestoneId,
  OpenedMilestone,
  OrderChanges,
  OrderEvent,
  OrderLine,
  RequiredDocument,
} from './order.events.js';

export type MilestoneEnd = 'met' | 'superseded' | 'refused';

/** A promise with its clock, as it stands. */
export interface Milestone extends OpenedMilestone {
  /** The warnings on record, by their instants. */
  readonly reminded: readonly Instant[];
  /** The breach is on record. */
  readonly overdue: boolean;
  readonly escalatedTo?: string;
  /** Set: nothing waits for it any more. */
  readonly ended?: MilestoneEnd;
}

/** Whether its clock still runs. */
export const isRunning = ({ ended }: Milestone): boolean => ended === undefined;

export const deliveryStatuses = [
  'scheduled', // 已排期
  'dispatched', // 已發貨
  'delivered', // 已送達
  'signed', // 已簽收
  'refused', // 已拒簽
  'cancelled', // 已取消
] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** What the customer agreed to for a day. */
export interface Confirmation {
  readonly scheduledOn: Day;
  readonly criteria: string;
  readonly linkId?: string;
  readonly by?: string;
  readonly happenedAt: Instant;
  /** The delivery was moved afterwards. */
  readonly superseded: boolean;
}

export interface Delivery {
  readonly delivery: number;
  readonly status: DeliveryStatus;
  readonly note?: string;
  readonly scheduledOn: Day;
  readonly scheduledBy: string;
  readonly lines: readonly LineQuantity[];
  readonly documents: readonly RequiredDocument[];
  readonly attached: readonly { readonly document: string; readonly file: AttachedFile }[];
  readonly policy: PolicyVersion;
  /** How often it was moved; the last reason tells a repeat from a second move. */
  readonly moves: readonly { readonly from: Day; readonly to: Day; readonly reason: string }[];
  readonly confirmations: readonly Confirmation[];
  readonly dispatched?: { readonly happenedAt: Instant; readonly carrier?: string; readonly trackingNumber?: string };
  readonly delivered?: { readonly happenedAt: Instant; readonly recordedOn?: Day };
  readonly signed: readonly (readonly LineQuantity[])[];
  /** Of an import: nobody will sign for what was delivered, for its source knows of no signatures. */
  readonly signOffUnknown?: true;
  readonly refusal?: { readonly reason: string; readonly exceptionId: string };
  readonly cancelledFor?: string;
}

export interface Alternative {
  readonly alternative: number;
  readonly kind: string;
  readonly description: string;
  readonly cost: Money;
  readonly answer?: 'accepted' | 'declined';
}

export interface ExceptionTask {
  readonly task: number;
  readonly department: string;
  readonly assigneeId: string;
  readonly description: string;
  readonly dueOn?: Day;
  readonly result?: string;
}

export interface OrderException {
  readonly exceptionId: string;
  readonly delivery?: number;
  readonly kind: ExceptionKind;
  readonly description: string;
  readonly happenedAt: Instant;
  readonly apology?: {
    readonly by: string;
    readonly channel: string;
    readonly text?: string;
    readonly happenedAt: Instant;
  };
  readonly alternatives: readonly Alternative[];
  readonly tasks: readonly ExceptionTask[];
  readonly closed?: { readonly result: string };
}

export interface Amendment {
  readonly amendment: number;
  readonly by: string;
  readonly reason: string;
  readonly changes: OrderChanges;
  readonly value: Money;
  /** It was larger than the policy lets pass, and waits or waited for the contract. */
  readonly requested: boolean;
  readonly outcome?: 'applied' | 'refused';
}

export const orderStatuses = [
  'open', // 執行中
  'held', // 已暫停
  'completed', // 已完成
  'cancelled', // 已取消
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** An order that exists. */
export interface KnownOrder {
  readonly status: OrderStatus;
  readonly orderId: string;
  readonly number: string;
  /** What placing it said, to tell its repeat from a second one. */
  readonly placed: Extract<OrderEvent, { type: 'OrderPlaced' }>['data'];
  readonly contractId?: string;
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
  readonly currency: string;
  readonly lines: readonly OrderLine[];
  readonly policy: PolicyVersion;
  readonly acknowledged: readonly {
    readonly department: OrderDepartment;
    readonly by: string;
    readonly note?: string;
  }[];
  readonly amendments: readonly Amendment[];
  readonly deliveries: readonly Delivery[];
  readonly exceptions: readonly OrderException[];
  /** In the order in which they opened; none ever goes. A milestone planned anew is replaced. */
  readonly milestones: readonly Milestone[];
  /** The last few days checked, newest first. */
  readonly checks: readonly { readonly day: Day; readonly by: string; readonly note?: string }[];
  readonly heldFor?: string;
  readonly cancelledFor?: string;
  /** An import is in the middle of its past: nobody follows it yet. */
  readonly moreToTell: boolean;
}

/** What rules read of an order; guards narrow it by `status`. */
export type Order = { readonly status: 'none' } | KnownOrder;

/** As many days as a check can be late and still meet its repeat. */
const checksKept = 40;

/** A fold step that leaves a stream without its first fact as it is: the log never holds one, and a fold must not throw. */
const of =
  <E extends OrderEvent>(step: (order: KnownOrder, event: E) => KnownOrder) =>
  (order: Order, event: E): Order =>
    order.status === 'none' ? order : step(order, event);

const ofDelivery = <E extends Extract<OrderEvent, { data: { delivery: number } }>>(
  step: (delivery: Delivery, event: E) => Partial<Delivery>,
  then: (order: KnownOrder, event: E) => KnownOrder = (order) => order,
) =>
  of<E>((order, event) => {
    const deliveries = order.deliveries.map((one) =>
      one.delivery === event.data.delivery ? { ...one, ...step(one, event) } : one,
    );
    return then({ ...order, deliveries }, event);
  });

const ofException = <E extends Extract<OrderEvent, { data: { exceptionId: string } }>>(
  step: (exception: OrderException, event: E) => Partial<OrderException>,
  then: (order: KnownOrder, event: E) => KnownOrder = (order) => order,
) =>
  of<E>((order, event) => {
    const exceptions = order.exceptions.map((one) =>
      one.exceptionId === event.data.exceptionId ? { ...one, ...step(one, event) } : one,
    );
    return then({ ...order, exceptions }, event);
  });

/** Opens milestones; one of the same name is planned anew, from scratch. */
const opening = (order: KnownOrder, opened: readonly OpenedMilestone[]): KnownOrder => {
  const names = new Set<MilestoneId>(opened.map(({ milestone }) => milestone));
  const others = order.milestones.filter(({ milestone }) => !names.has(milestone));
  return { ...order, milestones: [...others, ...opened.map((one) => ({ ...one, reminded: [], overdue: false }))] };
};

const ending = (order: KnownOrder, ids: readonly MilestoneId[], ended: MilestoneEnd): KnownOrder => ({
  ...order,
  milestones: order.milestones.map((one) => (ids.includes(one.milestone) && isRunning(one) ? { ...one, ended } : one)),
});

const changing = (order: KnownOrder, id: MilestoneId, change: (one: Milestone) => Partial<Milestone>): KnownOrder => ({
  ...order,
  milestones: order.milestones.map((one) => (one.milestone === id ? { ...one, ...change(one) } : one)),
});

const givenTo = (order: KnownOrder, responsibleId: string, ids: readonly MilestoneId[]): KnownOrder =>
  ids.reduce((changed, id) => changing(changed, id, () => ({ responsibleId })), order);

/** The response of an exception is given once both the apology and an alternative are. */
const responding = (order: KnownOrder, exceptionId: string): KnownOrder => {
  const exception = order.exceptions.find((one) => one.exceptionId === exceptionId);
  const given = exception?.apology !== undefined && exception.alternatives.length > 0;
  return given ? ending(order, [`response/${exceptionId}`], 'met') : order;
};

const answered = (exception: OrderException, n: number, answer: 'accepted' | 'declined'): Partial<OrderException> => ({
  alternatives: exception.alternatives.map((one) => (one.alternative === n ? { ...one, answer } : one)),
});

const settled = (order: KnownOrder, n: number, outcome: 'applied' | 'refused'): readonly Amendment[] =>
  order.amendments.map((one) => (one.amendment === n ? { ...one, outcome } : one));

/** How facts become the state of an order. */
export const evolveOrder: Evolve<Order, OrderEvent> = {
  OrderPlaced: (_, { data }) => {
    const { orderId, number, contractId, dealId, customerId, ownerId, currency, lines, policy } = data;
    const { moreToTell = false } = data;
    return {
      status: 'open',
      ...{ orderId, number, placed: data, contractId, dealId, customerId, ownerId, currency, lines, policy },
      acknowledged: [],
      amendments: [],
      deliveries: [],
      exceptions: [],
      milestones: [],
      checks: [],
      moreToTell,
    };
  },
  OrderSchedulingRequested: of((order, { data: { opened } }) => opening(order, opened)),
  OrderAcknowledged: of((order, { data: { department, by, note } }) =>
    ending(
      { ...order, acknowledged: [...order.acknowledged, { department, by, note }] },
      [`acknowledgement/${department}`],
      'met',
    ),
  ),
  OrderAmendmentRequested: of((order, { data: { amendment, by, reason, changes, value } }) => ({
    ...order,
    amendments: [...order.amendments, { amendment, by, reason, changes, value, requested: true }],
  })),
  OrderAmended: of((order, { data: { amendment, by, reason, changes, value } }) => {
    const asked = order.amendments.some((one) => one.amendment === amendment);
    const done: Amendment = { amendment, by, reason, changes, value, requested: false, outcome: 'applied' };
    return {
      ...order,
      lines: changes.lines ?? order.lines,
      amendments: asked ? settled(order, amendment, 'applied') : [...order.amendments, done],
    };
  }),
  OrderAmendmentRefused: of((order, { data: { amendment } }) => ({
    ...order,
    amendments: settled(order, amendment, 'refused'),
  })),
  OrderHeld: of((order, { data: { reason } }) => ({ ...order, status: 'held', heldFor: reason })),
  OrderReleased: of((order) => ({ ...order, status: 'open', heldFor: undefined })),
  OrderImportEnded: of((order) => ({ ...order, moreToTell: false })),
  OrderCancelled: of((order, { data: { reason, superseded } }) => ({
    ...ending(order, superseded, 'superseded'),
    status: 'cancelled',
    cancelledFor: reason,
    deliveries: order.deliveries.map((one) =>
      one.status === 'scheduled' || one.status === 'dispatched'
        ? { ...one, status: 'cancelled', cancelledFor: reason }
        : one,
    ),
  })),
  OrderCompleted: of((order, { data: { superseded = [] } }) => ({
    ...ending(order, superseded, 'superseded'),
    status: 'completed',
  })),
  OrderReassigned: of((order, { data: { to, milestones } }) => givenTo({ ...order, ownerId: to }, to, milestones)),
  OrderMilestonesReassigned: of((order, { data: { to, milestones } }) => givenTo(order, to, milestones)),
  OrderStatusChecked: of((order, { data: { day, by, note } }) => ({
    ...order,
    checks: [{ day, by, note }, ...order.checks].slice(0, checksKept),
  })),

  DeliveryScheduled: of((order, { data }) => {
    const { delivery, note, scheduledOn, by, lines, documents, policy, opened } = data;
    const scheduled: Delivery = {
      delivery,
      status: 'scheduled',
      ...{ note, scheduledOn, scheduledBy: by, lines, documents, policy },
      attached: [],
      moves: [],
      confirmations: [],
      signed: [],
    };
    return opening({ ...order, deliveries: [...order.deliveries, scheduled] }, opened);
  }),
  DeliveryRescheduled: ofDelivery(
    ({ moves, confirmations }, { data: { from, to, reason } }) => ({
      scheduledOn: to,
      moves: [...moves, { from, to, reason }],
      confirmations: confirmations.map((one) => ({ ...one, superseded: true })),
    }),
    (order, { data: { opened } }) => opening(order, opened),
  ),
  DeliveryCancelled: ofDelivery(
    (_, { data: { reason } }) => ({ status: 'cancelled', cancelledFor: reason }),
    (order, { data: { superseded } }) => ending(order, superseded, 'superseded'),
  ),
  DeliveryConfirmed: ofDelivery(
    ({ confirmations }, { data: { scheduledOn, criteria, linkId, by, happenedAt } }) => ({
      confirmations: [...confirmations, { scheduledOn, criteria, linkId, by, happenedAt, superseded: false }],
    }),
    (order, { data: { delivery } }) => ending(order, [`confirmation/${delivery}`], 'met'),
  ),
  DeliveryDocumentAttached: ofDelivery(({ attached }, { data: { document, file } }) => ({
    attached: [...attached.filter((one) => one.document !== document), { document, file }],
  })),
  DeliveryDocumentsCompleted: of((order, { data: { delivery } }) => ending(order, [`documents/${delivery}`], 'met')),
  DeliveryDispatched: ofDelivery((_, { data: { happenedAt, carrier, trackingNumber } }) => ({
    status: 'dispatched',
    dispatched: { happenedAt, carrier, trackingNumber },
  })),
  DeliveryDelivered: ofDelivery(
    (_, { data: { happenedAt, recordedOn, dataQuality } }) => ({
      status: 'delivered',
      delivered: { happenedAt, recordedOn },
      ...(dataQuality?.includes('no-sign-off') && { signOffUnknown: true }),
    }),
    (order, { data: { opened, superseded } }) => opening(ending(order, superseded, 'superseded'), opened),
  ),
  DeliverySignedOff: ofDelivery(
    ({ signed, status }, { data: { accepted, complete } }) => ({
      signed: [...signed, accepted],
      status: complete ? 'signed' : status,
    }),
    (order, { data: { delivery, complete } }) => (complete ? ending(order, [`signOff/${delivery}`], 'met') : order),
  ),
  DeliverySignOffRefused: ofDelivery(
    (_, { data: { reason, exceptionId } }) => ({ status: 'refused', refusal: { reason, exceptionId } }),
    (order, { data: { delivery } }) => ending(order, [`signOff/${delivery}`], 'refused'),
  ),

  OrderExceptionDeclared: of((order, { data }) => {
    const { exceptionId, delivery, kind, description, happenedAt, opened } = data;
    const declared = { exceptionId, delivery, kind, description, happenedAt, alternatives: [], tasks: [] };
    return opening({ ...order, exceptions: [...order.exceptions, declared] }, opened);
  }),
  CustomerApologised: ofException(
    (_, { data: { by, channel, text, happenedAt } }) => ({ apology: { by, channel, text, happenedAt } }),
    (order, { data: { exceptionId } }) => responding(order, exceptionId),
  ),
  AlternativeOffered: ofException(
    ({ alternatives }, { data: { alternative, kind, description, cost } }) => ({
      alternatives: [...alternatives, { alternative, kind, description, cost }],
    }),
    (order, { data: { exceptionId } }) => responding(order, exceptionId),
  ),
  AlternativeAccepted: ofException((exception, { data: { alternative } }) =>
    answered(exception, alternative, 'accepted'),
  ),
  AlternativeDeclined: ofException((exception, { data: { alternative } }) =>
    answered(exception, alternative, 'declined'),
  ),
  ExceptionTaskAssigned: ofException(({ tasks }, { data: { task, department, assigneeId, description, dueOn } }) => ({
    tasks: [...tasks, { task, department, assigneeId, description, dueOn }],
  })),
  ExceptionTaskCompleted: ofException(({ tasks }, { data: { task, result } }) => ({
    tasks: tasks.map((one) => (one.task === task ? { ...one, result } : one)),
  })),
  OrderExceptionClosed: ofException(
    (_, { data: { result } }) => ({ closed: { result } }),
    (order, { data: { exceptionId } }) => ending(order, [`response/${exceptionId}`], 'superseded'),
  ),

  OrderMilestoneDueSoon: of((order, { data: { milestone, at } }) =>
    changing(order, milestone, ({ reminded }) => ({ reminded: [...reminded, at] })),
  ),
  OrderMilestoneOverdue: of((order, { data: { milestone } }) => changing(order, milestone, () => ({ overdue: true }))),
  OrderMilestoneEscalated: of((order, { data: { milestone, to } }) =>
    changing(order, milestone, () => ({ escalatedTo: to })),
  ),
};
