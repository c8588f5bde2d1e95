import { projectAll, recorded } from '@dealtrail/event-sourcing/testing';
import type { OrderEvent } from '@dealtrail/orders';
import { facts } from '@dealtrail/orders/testing';
import { deliveries } from './deliveries.projection.js';
import type { DeliveryRow, OrderContent } from './delivery.row.js';
import { orderContents } from './order-contents.projection.js';

const { amendmentApplied, attached, cancelled, confirmed, delivered, deliveryCancelled, dispatched, everyFact } = facts;
const { placed, reassigned, rescheduled, scheduled, signedInPart, signedOff, signOffRefused } = facts;

const told = (events: readonly OrderEvent[], history?: true) =>
  events.map((event, n) => recorded(event, `order-${facts.orderId}`, n, { history }));
const delivery = (events: readonly OrderEvent[], history?: true) =>
  [...projectAll(deliveries, told(events, history)).values()][0] as DeliveryRow | undefined;
const content = (events: readonly OrderEvent[]) =>
  [...projectAll(orderContents, told(events)).values()][0] as OrderContent | undefined;

describe('deliveries', () => {
  it('shows a scheduled delivery with until when it is confirmed and documented', () =>
    expect(delivery([placed, scheduled])).toMatchObject({
      ...{ delivery: 1, status: 'scheduled', note: 'DN-0001', scheduledOn: '2026-05-20', moves: 0 },
      ...{ documents: ['manual'], attached: [], lines: scheduled.data.lines },
      confirmDueAt: '2026-05-17T01:00:00.000Z',
    }));
  it('plans it anew with a move: what was confirmed is confirmed no more, what is on its way stays so', () => {
    const moved = delivery([placed, scheduled, confirmed, dispatched, rescheduled]);
    expect(moved).toMatchObject({ status: 'dispatched', scheduledOn: '2026-05-25', moves: 1 });
    expect(moved?.confirmedAt).toBeUndefined();
    expect(moved?.confirmDueAt).toBe('2026-05-22T01:00:00.000Z');
  });
  it('has each document once', () =>
    expect(delivery([placed, scheduled, attached, attached])?.attached).toEqual([attached.data.document]));
  it('says when it was delivered and written down, and until when it is signed for', () => {
    expect(delivery([placed, scheduled, delivered])).toMatchObject({
      ...{ status: 'delivered', deliveredOn: '2026-05-20', unconfirmed: false },
      signOffDueAt: '2026-05-21T02:00:00.000Z',
    });
    const imported = delivery([placed, scheduled, delivered], true);
    expect([imported?.recordedOn, imported?.unconfirmed]).toEqual([undefined, undefined]);
  });
  it('ends signed for, refused or cancelled, and not with a part of it', () => {
    const before = [placed, scheduled, delivered];
    expect(delivery([...before, signedInPart])?.status).toBe('delivered');
    expect(delivery([...before, signedOff])?.status).toBe('signed');
    expect(delivery([...before, signOffRefused])?.status).toBe('refused');
    expect(delivery([...before, signedInPart, signOffRefused])?.taken).toEqual(signedInPart.data.accepted);
    expect(delivery([placed, scheduled, deliveryCancelled])?.status).toBe('cancelled');
  });
  it('takes every fact there is, also of a delivery that was never scheduled', () => {
    expect(delivery(everyFact)).toBeDefined();
    expect(delivery([confirmed, rescheduled, delivered, signedOff])).toBeUndefined();
  });
});

describe('orderContents', () => {
  it('follows lines, owner and end of an order', () => {
    expect(content([placed])).toMatchObject({ ownerId: 'li.na', cancelled: false, currency: 'CNY' });
    expect(content([placed, reassigned])?.ownerId).toBe('zhao.min');
    expect(content([placed, cancelled])?.cancelled).toBe(true);
    expect(content([placed, amendmentApplied])?.lines).toEqual(
      amendmentApplied.data.changes.lines?.map(({ lineId, quantity, value }) => ({
        ...{ lineId, quantity },
        amount: value.amount,
      })),
    );
  });
  it('groups by what the source of an import says', () => {
    const source = { vendor: 'Acme', country: 'Zambia', mode: 'Air' };
    expect(content([{ ...placed, data: { ...placed.data, source } }])).toMatchObject(source);
  });
  it('takes every fact there is, also of an order that was never placed', () => {
    expect(content(everyFact)).toBeDefined();
    expect(content(everyFact.slice(1))).toBeUndefined();
  });
});
