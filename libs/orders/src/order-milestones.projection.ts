import { projection, type Recorded } from '@dealtrail/event-sourcing';
import { milestoneKey } from './order-folding.js';
import type { MilestoneKind, OrderMilestoneRow } from './order-milestone.row.js';
import type { MilestoneId, OpenedMilestone, OrderEvent, OrderWhom } from './order.events.js';

type Fact<T extends OrderEvent['type']> = Recorded<Extract<OrderEvent, { type: T }>>;
type Step<E> = (row: OrderMilestoneRow | undefined, event: E, key: string) => OrderMilestoneRow | undefined;

interface Opening {
  readonly data: OrderWhom & { readonly opened: readonly OpenedMilestone[] };
}

const keysIn = (orderId: string, milestones: readonly MilestoneId[]) =>
  milestones.map((milestone) => milestoneKey(orderId, milestone));
const names = (opened: readonly OpenedMilestone[]): readonly MilestoneId[] => opened.map(({ milestone }) => milestone);

const ofOpened = ({ data: { orderId, opened } }: Opening) => keysIn(orderId, names(opened));
const ofSuperseded = ({
  data: { orderId, superseded = [] },
}: {
  readonly data: { readonly orderId: string; readonly superseded?: readonly MilestoneId[] };
}) => keysIn(orderId, superseded);
const ofMilestone = ({
  data: { orderId, milestone },
}: {
  readonly data: { readonly orderId: string; readonly milestone: MilestoneId };
}) => keysIn(orderId, [milestone]);
const ofDelivery =
  (kind: 'confirmation' | 'documents' | 'signOff') =>
  ({ data: { orderId, delivery } }: { readonly data: { readonly orderId: string; readonly delivery: number } }) =>
    keysIn(orderId, [`${kind}/${delivery}`]);
const ofResponse = ({
  data: { orderId, exceptionId },
}: {
  readonly data: { readonly orderId: string; readonly exceptionId: string };
}) => keysIn(orderId, [`response/${exceptionId}`]);

/** Which department, delivery or exception a promise is about. */
function about(milestone: MilestoneId) {
  const [kind, of = ''] = milestone.split('/') as [MilestoneKind, string?];
  if (kind === 'acknowledgement') return { kind, department: of };
  return kind === 'response' ? { kind, exceptionId: of } : { kind, delivery: Number(of) };
}

/** A promise as it opens, or is planned anew. */
const open: Step<Opening & Recorded> = (row, { data, revision }, key) => {
  const opened = data.opened.find(({ milestone }) => milestoneKey(data.orderId, milestone) === key);
  if (!opened) return row;
  const { orderId, number, contractId, dealId, customerId, ownerId } = data;
  const { milestone, responsibleId, clock } = opened;
  return {
    ...{ milestoneKey: key, orderId, milestone, ...about(milestone) },
    ...{ number, contractId, dealId, customerId, ownerId, responsibleId },
    ...{ since: clock.since, dueAt: clock.dueAt },
    reminded: 0,
    escalatedTo: [],
    state: 'open',
    plannedAnew: row ? row.plannedAnew + 1 : 0,
    missedBefore: (row?.missedBefore ?? 0) + (row?.overdueAt === undefined ? 0 : 1),
    apologised: false,
    offered: false,
    revision,
  };
};

/** A change of a promise that is there; a fact about one that is not leaves nothing. */
const change =
  <E extends Recorded>(fold: (event: E, row: OrderMilestoneRow) => Partial<OrderMilestoneRow>): Step<E> =>
  (row, event) =>
    row && { ...row, ...fold(event, row), revision: event.revision };

const end = (
  { data, metadata: { occurredAt } }: Recorded,
  row: OrderMilestoneRow,
  state: 'met' | 'refused' | 'superseded',
): Partial<OrderMilestoneRow> => {
  if (row.state !== 'open') return {};
  const { by, linkId } = data as { readonly by?: string; readonly linkId?: string };
  const late = state === 'met' ? { late: occurredAt > row.dueAt } : {};
  return { state, endedAt: occurredAt, endedBy: by ?? linkId, ...late };
};
const ended = (state: 'met' | 'refused' | 'superseded') => change((event, row) => end(event, row, state));

/** An answer takes both an apology and an alternative (T14). */
const answered = (given: { readonly apologised?: true; readonly offered?: true }) =>
  change<Fact<'CustomerApologised' | 'AlternativeOffered'>>((event, row) => {
    const both = { apologised: row.apologised, offered: row.offered, ...given };
    return { ...both, ...(both.apologised && both.offered && end(event, row, 'met')) };
  });

/** 訂單節點: every promise of every order, running and ended. */
export const orderMilestones = projection<OrderMilestoneRow, OrderEvent>({
  name: 'orderMilestones',
  version: 1,
  key: 'milestoneKey',
  columns: {
    milestoneKey: 'text',
    orderId: 'text',
    milestone: 'text',
    kind: 'text',
    department: 'text',
    delivery: 'integer',
    exceptionId: 'text',
    number: 'text',
    contractId: 'text',
    dealId: 'text',
    customerId: 'text',
    ownerId: 'text',
    responsibleId: 'text',
    since: 'instant',
    dueAt: 'instant',
    reminded: 'integer',
    overdueAt: 'instant',
    escalatedTo: 'texts',
    state: 'text',
    endedAt: 'instant',
    endedBy: 'text',
    late: 'boolean',
    plannedAnew: 'integer',
    missedBefore: 'integer',
    apologised: 'boolean',
    offered: 'boolean',
    revision: 'integer',
  },
  indexes: [
    ['state', 'responsibleId'],
    ['state', 'ownerId'],
    ['orderId'],
    ['kind', 'state', 'dueAt'],
    ['dueAt'],
    ['overdueAt'],
  ],
  keys: {
    OrderSchedulingRequested: ofOpened,
    OrderAcknowledged: ({ data: { orderId, department } }) => keysIn(orderId, [`acknowledgement/${department}`]),
    OrderCancelled: ofSuperseded,
    OrderCompleted: ofSuperseded,
    OrderReassigned: ({ data: { orderId, milestones, others = [] } }) => keysIn(orderId, [...milestones, ...others]),
    OrderMilestonesReassigned: ({ data: { orderId, milestones } }) => keysIn(orderId, milestones),
    DeliveryScheduled: ofOpened,
    DeliveryRescheduled: ofOpened,
    DeliveryCancelled: ofSuperseded,
    DeliveryConfirmed: ofDelivery('confirmation'),
    DeliveryDocumentsCompleted: ofDelivery('documents'),
    DeliveryDelivered: (event) => [...ofOpened(event), ...ofSuperseded(event)],
    DeliverySignedOff: (event) => (event.data.complete ? ofDelivery('signOff')(event) : []),
    DeliverySignOffRefused: ofDelivery('signOff'),
    OrderExceptionDeclared: ofOpened,
    CustomerApologised: ofResponse,
    AlternativeOffered: ofResponse,
    OrderExceptionClosed: ofResponse,
    OrderMilestoneDueSoon: ofMilestone,
    OrderMilestoneOverdue: ofMilestone,
    OrderMilestoneEscalated: ofMilestone,
  },
  project: {
    OrderSchedulingRequested: open,
    OrderAcknowledged: ended('met'),
    OrderCancelled: ended('superseded'),
    OrderCompleted: ended('superseded'),
    OrderReassigned: change(({ data: { to, milestones } }, { milestone }) => ({
      ownerId: to,
      ...(milestones.includes(milestone) && { responsibleId: to }),
    })),
    OrderMilestonesReassigned: change(({ data: { to } }) => ({ responsibleId: to })),
    DeliveryScheduled: open,
    DeliveryRescheduled: open,
    DeliveryCancelled: ended('superseded'),
    DeliveryConfirmed: ended('met'),
    DeliveryDocumentsCompleted: ended('met'),
    DeliveryDelivered: (row, event, key) =>
      ofOpened(event).includes(key) ? open(row, event, key) : ended('superseded')(row, event, key),
    DeliverySignedOff: ended('met'),
    DeliverySignOffRefused: ended('refused'),
    OrderExceptionDeclared: open,
    CustomerApologised: answered({ apologised: true }),
    AlternativeOffered: answered({ offered: true }),
    OrderExceptionClosed: ended('superseded'),
    OrderMilestoneDueSoon: change((_, { reminded }) => ({ reminded: reminded + 1 })),
    OrderMilestoneOverdue: change<Fact<'OrderMilestoneOverdue'>>(({ data: { dueAt } }) => ({ overdueAt: dueAt })),
    OrderMilestoneEscalated: change<Fact<'OrderMilestoneEscalated'>>(({ data: { to } }, { escalatedTo }) => ({
      escalatedTo: [...escalatedTo, to],
    })),
  },
});
