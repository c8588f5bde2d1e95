import { projection, type Recorded } from '@dealtrail/event-sourcing';
import { dayOf } from '@dealtrail/calendar';
import type { MilestoneId, OpenedMilestone, OrderEvent } from '@dealtrail/orders';
import type { DeliveryRow } from './delivery.row.js';

type Fact<T extends OrderEvent['type']> = Recorded<Extract<OrderEvent, { type: T }>>;

const keyOf = (orderId: string, delivery: number): string => `${orderId}/${delivery}`;
const key = ({ data }: { readonly data: { readonly orderId: string; readonly delivery: number } }) => [
  keyOf(data.orderId, data.delivery),
];

/** A change of a delivery that is there; a fact about one that is not leaves nothing. */
const change =
  <T extends OrderEvent['type']>(fold: (event: Fact<T>, row: DeliveryRow) => Partial<DeliveryRow>) =>
  (row: DeliveryRow | undefined, event: Fact<T>): DeliveryRow | undefined =>
    row && { ...row, ...fold(event, row) };

const dueOf = (opened: readonly OpenedMilestone[], id: MilestoneId) =>
  opened.find(({ milestone }) => milestone === id)?.clock.dueAt;

/** Until when a day has to be confirmed, and its documents have to be there. */
const promised = ({
  delivery,
  opened,
}: {
  readonly delivery: number;
  readonly opened: readonly OpenedMilestone[];
}) => ({
  confirmDueAt: dueOf(opened, `confirmation/${delivery}`),
  documentsDueAt: dueOf(opened, `documents/${delivery}`),
});

/** 交付: every delivery of every order, as it stands. */
export const deliveries = projection<DeliveryRow, OrderEvent>({
  name: 'deliveries',
  version: 2,
  key: 'deliveryKey',
  columns: {
    deliveryKey: 'text',
    orderId: 'text',
    delivery: 'integer',
    note: 'text',
    status: 'text',
    scheduledOn: 'date',
    moves: 'integer',
    lines: 'json',
    documents: 'texts',
    attached: 'texts',
    confirmedAt: 'instant',
    confirmDueAt: 'instant',
    documentsDueAt: 'instant',
    dispatchedAt: 'instant',
    deliveredOn: 'date',
    recordedOn: 'date',
    unconfirmed: 'boolean',
    signOffDueAt: 'instant',
    signedAt: 'instant',
    taken: 'json',
    dataQuality: 'texts',
  },
  indexes: [['scheduledOn'], ['orderId'], ['status', 'signOffDueAt']],
  keys: {
    DeliveryScheduled: key,
    DeliveryRescheduled: key,
    DeliveryCancelled: key,
    DeliveryConfirmed: key,
    DeliveryDocumentAttached: key,
    DeliveryDispatched: key,
    DeliveryDelivered: key,
    DeliverySignedOff: key,
    DeliverySignOffRefused: key,
  },
  project: {
    DeliveryScheduled: (_, { data }) => ({
      deliveryKey: keyOf(data.orderId, data.delivery),
      orderId: data.orderId,
      delivery: data.delivery,
      note: data.note,
      status: 'scheduled',
      scheduledOn: data.scheduledOn,
      moves: 0,
      lines: data.lines,
      documents: data.documents.filter(({ mandatory }) => mandatory).map(({ id }) => id),
      attached: [],
      taken: [],
      ...promised(data),
    }),
    DeliveryRescheduled: change(({ data }, { moves }) => ({
      scheduledOn: data.to,
      moves: moves + 1,
      confirmedAt: undefined,
      ...promised(data),
    })),
    DeliveryCancelled: change(() => ({ status: 'cancelled' })),
    DeliveryConfirmed: change(({ data: { happenedAt } }) => ({ confirmedAt: happenedAt })),
    DeliveryDocumentAttached: change(({ data: { document } }, { attached }) => ({
      attached: [...attached.filter((one) => one !== document), document],
    })),
    DeliveryDispatched: change(({ data: { happenedAt } }) => ({ status: 'dispatched', dispatchedAt: happenedAt })),
    DeliveryDelivered: change(({ data, metadata: { occurredAt, history } }) => ({
      status: 'delivered',
      deliveredOn: data.deliveredOn,
      recordedOn: data.recordedOn ?? (history ? undefined : dayOf(occurredAt)),
      unconfirmed: history ? undefined : data.unconfirmed,
      signOffDueAt: dueOf(data.opened, `signOff/${data.delivery}`),
      dataQuality: data.dataQuality,
    })),
    DeliverySignedOff: change(({ data: { accepted, complete, happenedAt } }, { taken }) => ({
      taken: [...taken, ...accepted],
      ...(complete && { status: 'signed', signedAt: happenedAt }),
    })),
    DeliverySignOffRefused: change(() => ({ status: 'refused' })),
  },
});
