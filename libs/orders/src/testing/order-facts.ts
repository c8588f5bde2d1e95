import type { MilestoneId, OpenedMilestone, OrderEvent, OrderLine, OrderWhom } from '../order.events.js';

export const orderId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
export const number = 'KCPJR7JZ';
export const contractId = '1d9c5a37-0f0e-4a4b-8b55-5f1d4b7f2a10';
export const dealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
export const customerId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
export const exceptionId = 'c0a8e5f1-7d5e-4f0b-9c36-1c2d3e4f5a6b';
export const linkId = '5b0f0b57-6a0b-4f6e-8f0a-0d6c6a1c3e55';

export const whom: OrderWhom = { orderId, number, contractId, dealId, customerId, ownerId: 'li.na' };
export const policy = { kind: 'order-delivery', version: 1 } as const;
export const cny = (amount: number) => ({ amount, currency: 'CNY' });

/** Ten machines of CNY 1,000 each. */
export const machines: OrderLine = {
  lineId: '1',
  description: 'GTX Pro',
  category: 'equipment',
  quantity: 10,
  value: cny(1_000_000),
};
/** Four racks of CNY 500 each. */
export const racks: OrderLine = { lineId: '2', description: '機架', quantity: 4, value: cny(200_000) };
export const lines = [machines, racks];
export const value = cny(1_200_000);

const fact = <T extends OrderEvent['type']>(
  type: T,
  data: Extract<OrderEvent, { type: T }>['data'],
): Extract<OrderEvent, { type: T }> => ({ type, data }) as unknown as Extract<OrderEvent, { type: T }>;

export const placed = fact('OrderPlaced', {
  ...whom,
  placedBy: 'li.na',
  orderNumber: 'SO-2026-0117',
  placedOn: '2026-03-02',
  currency: 'CNY',
  lines,
  value,
  policy,
});

/** From Monday, 10:00, for 24 hours. */
const acknowledging = (department: 'operations' | 'finance' | 'logistics', responsibleId: string): OpenedMilestone => ({
  milestone: `acknowledgement/${department}`,
  responsibleId,
  clock: { since: '2026-03-02T02:00:00.000Z', dueAt: '2026-03-03T02:00:00.000Z', warnings: [] },
});
/** Ding Hao and Fu Gang take turns, for operations and logistics. */
export const acknowledgements = [
  acknowledging('operations', 'ding.hao'),
  acknowledging('finance', 'qian.yi'),
  acknowledging('logistics', 'ding.hao'),
];
export const schedulingRequested = fact('OrderSchedulingRequested', { ...whom, opened: acknowledgements });
/** An order as every other begins. */
export const placedNow = [placed, schedulingRequested];

export const acknowledged = fact('OrderAcknowledged', {
  ...whom,
  department: 'operations',
  by: 'ding.hao',
  note: '已排產',
});

/** One machine more than the policy lets pass. */
export const larger = [{ ...machines, quantity: 11, value: cny(1_100_000) }, racks];
/** Five percent dearer: just what it lets pass. */
export const dearer = [{ ...machines, value: cny(1_050_000) }, racks];
export const amendmentRequested = fact('OrderAmendmentRequested', {
  ...whom,
  amendment: 1,
  by: 'li.na',
  reason: '客戶加購',
  changes: { lines: larger },
  previous: { lines },
  value: cny(1_300_000),
});
export const amendmentApplied = fact('OrderAmended', { ...amendmentRequested.data, round: 2 });
export const amended = fact('OrderAmended', {
  ...whom,
  amendment: 1,
  by: 'li.na',
  reason: '原料漲價',
  changes: { lines: dearer },
  previous: { lines },
  value: cny(1_250_000),
});
export const amendmentRefused = fact('OrderAmendmentRefused', { ...whom, amendment: 1, reason: '毛利不足' });

export const held = fact('OrderHeld', { ...whom, by: 'qian.yi', reason: '預付款未到' });
export const released = fact('OrderReleased', { ...whom, by: 'qian.yi' });
export const importEnded = fact('OrderImportEnded', { ...whom, by: 'li.na' });
export const cancelledWith = (superseded: readonly MilestoneId[]) =>
  fact('OrderCancelled', { ...whom, by: 'li.na', reason: '客戶取消採購', superseded });
export const cancelled = cancelledWith(acknowledgements.map(({ milestone }) => milestone));
export const completed = fact('OrderCompleted', {
  ...whom,
  superseded: ['acknowledgement/finance', 'acknowledgement/logistics'],
});
export const reassigned = fact('OrderReassigned', {
  orderId,
  from: 'li.na',
  to: 'zhao.min',
  position: 4711,
  milestones: [],
  others: acknowledgements.map(({ milestone }) => milestone),
});
export const milestonesReassigned = fact('OrderMilestonesReassigned', {
  orderId,
  from: 'qin.tao',
  to: 'gao.feng',
  position: 4711,
  milestones: ['documents/1'],
});
export const checked = fact('OrderStatusChecked', {
  ...whom,
  day: '2026-03-03',
  by: 'li.na',
  note: '生產按期',
  late: false,
});

/** Confirmed by 17 May, 09:00; reminded a day before. */
export const confirmation: OpenedMilestone = {
  milestone: 'confirmation/1',
  responsibleId: 'li.na',
  clock: {
    since: '2026-03-03T02:00:00.000Z',
    dueAt: '2026-05-17T01:00:00.000Z',
    warnings: ['2026-05-16T01:00:00.000Z'],
  },
};
/** Documents there by 19 May, 18:00; reminded two days before. */
export const documents: OpenedMilestone = {
  milestone: 'documents/1',
  responsibleId: 'qin.tao',
  clock: {
    since: '2026-03-03T02:00:00.000Z',
    dueAt: '2026-05-19T10:00:00.000Z',
    warnings: ['2026-05-17T10:00:00.000Z'],
  },
};
export const deliveryLines = [
  { lineId: '1', quantity: 10 },
  { lineId: '2', quantity: 4 },
];
/** All of it on 20 May 2026. */
export const scheduled = fact('DeliveryScheduled', {
  ...whom,
  delivery: 1,
  by: 'li.na',
  note: 'DN-0001',
  scheduledOn: '2026-05-20',
  lines: deliveryLines,
  documents: [
    { id: 'manual', mandatory: true },
    { id: 'training-plan', mandatory: false },
  ],
  opened: [confirmation, documents],
  policy,
});
/** On 18 May, after it was confirmed: from 20 to 25 May. */
export const moved = '2026-05-18T02:00:00.000Z';
export const rescheduled = fact('DeliveryRescheduled', {
  ...whom,
  delivery: 1,
  by: 'li.na',
  from: '2026-05-20',
  to: '2026-05-25',
  reason: '客戶機房未就緒',
  supersedesConfirmation: true,
  opened: [
    {
      ...confirmation,
      clock: {
        since: moved,
        dueAt: '2026-05-22T01:00:00.000Z',
        warnings: ['2026-05-21T01:00:00.000Z'],
      },
    },
    {
      ...documents,
      clock: {
        since: moved,
        dueAt: '2026-05-24T10:00:00.000Z',
        warnings: ['2026-05-22T10:00:00.000Z'],
      },
    },
  ],
});
export const deliveryCancelled = fact('DeliveryCancelled', {
  ...whom,
  delivery: 1,
  by: 'li.na',
  reason: '併入下一批',
  superseded: ['confirmation/1', 'documents/1'],
});
export const confirmed = fact('DeliveryConfirmed', {
  ...whom,
  delivery: 1,
  by: 'li.na',
  happenedAt: '2026-05-15T02:00:00.000Z',
  scheduledOn: '2026-05-20',
  criteria: '開箱通電,10 台全部點亮',
});
export const file = { sha256: 'a'.repeat(64), name: '使用手冊.pdf', type: 'application/pdf', size: 48_213 };
export const attached = fact('DeliveryDocumentAttached', {
  orderId,
  delivery: 1,
  document: 'manual',
  file,
  by: 'qin.tao',
});
export const documentsCompleted = fact('DeliveryDocumentsCompleted', { ...whom, delivery: 1 });
export const dispatched = fact('DeliveryDispatched', {
  ...whom,
  delivery: 1,
  by: 'ding.hao',
  happenedAt: '2026-05-19T02:00:00.000Z',
  carrier: '順豐速運',
  trackingNumber: 'SF1024',
});
/** The customer has it on 20 May at 10:00, and 24 hours to sign. */
export const signOff: OpenedMilestone = {
  milestone: 'signOff/1',
  responsibleId: 'li.na',
  clock: {
    since: '2026-05-20T02:00:00.000Z',
    dueAt: '2026-05-21T02:00:00.000Z',
    warnings: ['2026-05-20T14:00:00.000Z', '2026-05-20T22:00:00.000Z'],
  },
};
export const delivered = fact('DeliveryDelivered', {
  ...whom,
  delivery: 1,
  by: 'ding.hao',
  happenedAt: '2026-05-20T02:00:00.000Z',
  deliveredOn: '2026-05-20',
  unconfirmed: false,
  opened: [signOff],
  superseded: [],
});
export const signedOff = fact('DeliverySignedOff', {
  ...whom,
  delivery: 1,
  linkId,
  happenedAt: '2026-05-20T06:00:00.000Z',
  accepted: deliveryLines,
  complete: true,
  late: false,
});
export const signedInPart = fact('DeliverySignedOff', {
  ...signedOff.data,
  accepted: [{ lineId: '1', quantity: 6 }],
  complete: false,
});
export const signOffRefused = fact('DeliverySignOffRefused', {
  ...whom,
  delivery: 1,
  linkId,
  happenedAt: '2026-05-20T06:00:00.000Z',
  reason: '兩台無法點亮',
  exceptionId,
});

/** Two hours from noon on 20 May. */
export const response: OpenedMilestone = {
  milestone: `response/${exceptionId}`,
  responsibleId: 'li.na',
  clock: {
    since: '2026-05-20T04:00:00.000Z',
    dueAt: '2026-05-20T06:00:00.000Z',
    warnings: ['2026-05-20T05:00:00.000Z'],
  },
};
export const declared = fact('OrderExceptionDeclared', {
  ...whom,
  exceptionId,
  delivery: 1,
  kind: 'logistics-blocked',
  description: '高速封閉,車輛滯留',
  by: 'ding.hao',
  happenedAt: '2026-05-20T04:00:00.000Z',
  currency: 'CNY',
  opened: [response],
});
export const apologised = fact('CustomerApologised', {
  ...whom,
  exceptionId,
  by: 'li.na',
  channel: 'phone',
  happenedAt: '2026-05-20T04:30:00.000Z',
});
export const offered = fact('AlternativeOffered', {
  ...whom,
  exceptionId,
  alternative: 1,
  kind: 'warranty-extension',
  description: '質保延長六個月',
  cost: cny(30_000),
  by: 'li.na',
  policy,
});
export const accepted = fact('AlternativeAccepted', {
  ...whom,
  exceptionId,
  alternative: 1,
  cost: cny(30_000),
  linkId,
  happenedAt: '2026-05-20T05:00:00.000Z',
});
export const declined = fact('AlternativeDeclined', {
  ...whom,
  exceptionId,
  alternative: 1,
  by: 'li.na',
  happenedAt: '2026-05-20T05:00:00.000Z',
  reason: '要求換貨',
});
export const taskAssigned = fact('ExceptionTaskAssigned', {
  ...whom,
  exceptionId,
  task: 1,
  department: 'operations',
  assigneeId: 'fu.gang',
  description: '改派車輛',
  dueOn: '2026-05-21',
  by: 'li.na',
});
export const taskCompleted = fact('ExceptionTaskCompleted', {
  ...whom,
  exceptionId,
  task: 1,
  by: 'fu.gang',
  result: '當日改派',
});
export const closed = fact('OrderExceptionClosed', {
  ...whom,
  exceptionId,
  by: 'li.na',
  result: '已補送',
  cost: cny(30_000),
});

const lateBy = ({ milestone, responsibleId, clock: { dueAt } }: OpenedMilestone) => ({
  ...whom,
  milestone,
  responsibleId,
  dueAt,
});
export const dueSoon = (opened: OpenedMilestone, at = opened.clock.warnings[0] ?? '') =>
  fact('OrderMilestoneDueSoon', { ...lateBy(opened), at });
/** The breach at its due instant, and where it goes. */
export const breach = (opened: OpenedMilestone) => ({
  ...fact('OrderMilestoneOverdue', lateBy(opened)),
  occurredAt: opened.clock.dueAt,
});
export const escalated = (opened: OpenedMilestone, to: string) => ({
  ...fact('OrderMilestoneEscalated', { ...lateBy(opened), to }),
  occurredAt: opened.clock.dueAt,
});

/** One of every fact there is, in an order in which they may have happened to some order or other. */
export const everyFact: readonly OrderEvent[] = [
  placed,
  schedulingRequested,
  acknowledged,
  amendmentRequested,
  amendmentRefused,
  amended,
  held,
  released,
  checked,
  reassigned,
  scheduled,
  milestonesReassigned,
  attached,
  documentsCompleted,
  confirmed,
  rescheduled,
  dispatched,
  delivered,
  signOffRefused,
  declared,
  apologised,
  offered,
  declined,
  accepted,
  taskAssigned,
  taskCompleted,
  closed,
  signedOff,
  deliveryCancelled,
  fact('OrderMilestoneDueSoon', { ...dueSoon(confirmation).data }),
  fact('OrderMilestoneOverdue', { ...breach(confirmation).data }),
  fact('OrderMilestoneEscalated', { ...escalated(confirmation, 'zhao.min').data }),
  completed,
  cancelled,
];
