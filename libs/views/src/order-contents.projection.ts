import { projection } from '@dealtrail/event-sourcing';
import type { OrderEvent, OrderLine } from '@dealtrail/orders';
import type { ContentLine, OrderContent } from './delivery.row.js';

const key = ({ data: { orderId } }: { readonly data: { readonly orderId: string } }) => [orderId];

const content = ({ lineId, quantity, value: { amount } }: OrderLine): ContentLine => ({ lineId, quantity, amount });

/** 訂單內容: what was ordered, whose it is and where it comes from: what deliveries are grouped and valued by. */
export const orderContents = projection<OrderContent, OrderEvent>({
  name: 'orderContents',
  version: 1,
  key: 'orderId',
  columns: {
    orderId: 'text',
    number: 'text',
    orderNumber: 'text',
    ownerId: 'text',
    customerId: 'text',
    cancelled: 'boolean',
    currency: 'text',
    vendor: 'text',
    country: 'text',
    mode: 'text',
    lines: 'json',
  },
  indexes: [['ownerId']],
  keys: { OrderPlaced: key, OrderAmended: key, OrderReassigned: key, OrderCancelled: key },
  project: {
    OrderPlaced: (_, { data }) => ({
      orderId: data.orderId,
      number: data.number,
      orderNumber: data.orderNumber,
      ownerId: data.ownerId,
      customerId: data.customerId,
      cancelled: false,
      currency: data.currency,
      vendor: data.source?.['vendor'],
      country: data.source?.['country'],
      mode: data.source?.['mode'],
      lines: data.lines.map(content),
    }),
    OrderAmended: (row, { data: { changes } }) =>
      row && (changes.lines ? { ...row, lines: changes.lines.map(content) } : row),
    OrderReassigned: (row, { data: { to } }) => row && { ...row, ownerId: to },
    OrderCancelled: (row) => row && { ...row, cancelled: true },
  },
});
