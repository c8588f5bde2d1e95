import { specification } from '@dealtrail/event-sourcing/testing';
import { order } from './order.decider.js';
import type { OrderEvent } from './order.events.js';
import { asked, by, byImport, byProcess, companyWith, known, monday, tuesday } from './testing/order-company.js';
import {
  acknowledged,
  acknowledgements,
  amendmentRequested,
  breach,
  cancelled,
  cancelledWith,
  cny,
  completed,
  contractId,
  customerId,
  dealId,
  delivered,
  dispatched,
  escalated,
  held,
  importEnded,
  lines,
  machines,
  orderId,
  placed,
  placedNow,
  policy,
  released,
  scheduled,
  schedulingRequested,
  value,
  whom,
} from './testing/order-facts.js';

const given = specification(order, known);
const [operations, finance, logistics] = acknowledgements as [never, never, never];

describe('PlaceOrder', () => {
  const place = {
    type: 'PlaceOrder',
    ...{ orderId, contractId, dealId, customerId },
    ownerId: 'li.na',
    ...{ orderNumber: 'SO-2026-0117', lines, value },
  } as const;
  it('places it, and asks production and logistics to plan, in one append', () =>
    given()
      .when(asked(place))
      .then(...placedNow));
  it('takes from a process who owns it, and from somebody else for whom they enter', () => {
    given()
      .when(asked(place, byProcess(monday)))
      .then(...placedNow);
    given()
      .when(asked(place, by('chen.jing', monday)))
      .then({ ...placed, data: { ...placed.data, placedBy: 'chen.jing' } } as OrderEvent, schedulingRequested);
  });
  it('gives what a process brings of who has left to their superior', () => {
    const left = specification(order, companyWith({ 'li.na': { active: false } }));
    left()
      .when(asked(place, byProcess(monday)))
      .then(
        { ...placed, data: { ...placed.data, ownerId: 'zhao.min', placedBy: 'zhao.min' } } as OrderEvent,
        { ...schedulingRequested, data: { ...schedulingRequested.data, ownerId: 'zhao.min' } } as OrderEvent,
      );
    left(...placedNow)
      .when(asked(place, byProcess(tuesday)))
      .thenNothing();
  });
  it('opens nothing for history, and keeps what its source lacks as it is', () =>
    given()
      .when(
        asked(
          { ...place, contractId: undefined, dataQuality: ['no-order-date'], source: { 'PO / SO #': 'SCMS-4' } },
          byImport(),
        ),
      )
      .then({
        type: 'OrderPlaced',
        data: {
          ...{ orderId, number: whom.number, dealId, customerId, ownerId: 'li.na', placedBy: 'li.na' },
          ...{ orderNumber: 'SO-2026-0117', currency: 'CNY', lines, value, policy },
          ...{ dataQuality: ['no-order-date'], source: { 'PO / SO #': 'SCMS-4' } },
        },
      }));
  it('names the owner as who placed what an import brings, not who imports it, and keeps that more of it is told', () =>
    given()
      .when(asked({ ...place, ownerId: 'li.na', moreToTell: true }, { ...byImport(), onBehalfOf: 'admin' }))
      .then({
        type: 'OrderPlaced',
        data: {
          ...{ ...whom, placedBy: 'li.na', orderNumber: 'SO-2026-0117', currency: 'CNY', lines, value, policy },
          moreToTell: true,
        },
      }));
  it('keeps the order day of a source that says it was delivered before', () =>
    given()
      .when(asked({ ...place, placedOn: '2026-03-05', ownerId: 'li.na' }, byImport(monday)))
      .then({ ...placed, data: { ...placed.data, placedOn: '2026-03-05' } }));
  it('stays quiet about the same order, another day and whatever became of it', () => {
    given(...placedNow)
      .when(asked(place, by('chen.jing', '2026-03-09T02:00:00.000Z')))
      .thenNothing();
    given(...placedNow, cancelled)
      .when(asked(place))
      .thenNothing();
  });
  it('refuses another order under the same id', () =>
    given(...placedNow)
      .when(asked({ ...place, orderNumber: 'SO-2026-0118' }))
      .thenRefuses('order-already-placed'));
  it('refuses lines that do not come to its value, come twice or in two currencies', () => {
    given()
      .when(asked({ ...place, value: cny(1_200_001) }))
      .thenRefuses('value-differs');
    given()
      .when(asked({ ...place, lines: [machines, machines], value: cny(2_000_000) }))
      .thenRefuses('line-twice');
    given()
      .when(asked({ ...place, value: { amount: 1_200_000, currency: 'USD' } }))
      .thenRefuses('currencies-differ');
  });
  it('refuses a day to come, owners who may not own, and flags that only imports know', () => {
    given()
      .when(asked({ ...place, placedOn: '2026-03-03' }))
      .thenRefuses('placed-in-the-future');
    given()
      .when(asked({ ...place, ownerId: 'ding.hao' }))
      .thenRefuses('owner-not-in-sales');
    given()
      .when(asked({ ...place, dataQuality: ['no-customer'] }))
      .thenRefuses('data-quality-is-for-imports');
    given()
      .when(asked({ ...place, moreToTell: true }))
      .thenRefuses('data-quality-is-for-imports');
  });
  it('lets who is at work answer before who is on leave, and a superior where a department has nobody', () => {
    const responsible = (change: Parameters<typeof companyWith>[0]) => {
      const [, requested] = order.decide.PlaceOrder(
        asked(place) as never,
        order.initialState,
        companyWith(change),
      ) as unknown as (typeof schedulingRequested)[];
      return requested?.data.opened.map(({ responsibleId }) => responsibleId);
    };
    expect(responsible({ 'ding.hao': { away: true } })).toEqual(['fu.gang', 'qian.yi', 'fu.gang']);
    expect(responsible({ 'ding.hao': { away: true }, 'fu.gang': { active: false } })).toEqual([
      'ding.hao',
      'qian.yi',
      'ding.hao',
    ]);
    expect(responsible({ 'qian.yi': undefined })).toEqual(['ding.hao', 'zhao.min', 'ding.hao']);
  });
});

describe('AcknowledgeOrder', () => {
  const acknowledge = { type: 'AcknowledgeOrder', orderId, department: 'operations', note: '已排產' } as const;
  it('is for people of the department, at the last instant too', () =>
    given(...placedNow)
      .when(asked(acknowledge, by('ding.hao')))
      .then(acknowledged));
  it('is for a colleague, an admin, and who was given it for want of anybody else', () => {
    for (const id of ['fu.gang', 'admin'])
      given(...placedNow)
        .when(asked(acknowledge, by(id)))
        .then({ ...acknowledged, data: { ...acknowledged.data, by: id } } as OrderEvent);
    given(...placedNow, breach(operations), escalated(operations, 'zhao.min'))
      .when(asked(acknowledge, by('zhao.min')))
      .then({ ...acknowledged, data: { ...acknowledged.data, by: 'zhao.min' } } as OrderEvent);
  });
  it('brings along the breach that nobody has recorded, and leaves one on record alone', () => {
    const late = by('ding.hao', '2026-03-03T02:00:00.001Z');
    given(...placedNow)
      .when(asked(acknowledge, late))
      .then(breach(operations), escalated(operations, 'fu.gang'), acknowledged);
    given(...placedNow, breach(operations), escalated(operations, 'fu.gang'))
      .when(asked(acknowledge, late))
      .then(acknowledged);
  });
  it('stays quiet when it is said again', () =>
    given(...placedNow, acknowledged)
      .when(asked(acknowledge, by('ding.hao', '2026-03-09T02:00:00.000Z')))
      .thenNothing());
  it('refuses other departments, a second voice, and orders that are over', () => {
    given(...placedNow)
      .when(asked(acknowledge, by('qian.yi')))
      .thenRefuses('not-in-department');
    given(...placedNow, acknowledged)
      .when(asked(acknowledge, by('fu.gang')))
      .thenRefuses('order-already-acknowledged');
    given(...placedNow, cancelled)
      .when(asked(acknowledge, by('ding.hao')))
      .thenRefuses('order-cancelled');
    given(placed)
      .when(asked(acknowledge, by('ding.hao')))
      .thenRefuses('department-not-asked');
    given()
      .when(asked(acknowledge, by('ding.hao')))
      .thenRefuses('order-not-found');
  });
});

describe('HoldOrder and ReleaseOrder', () => {
  const hold = { type: 'HoldOrder', orderId, reason: '預付款未到' } as const;
  const release = { type: 'ReleaseOrder', orderId } as const;
  it('hold and release it, as often as there is a reason', () => {
    given(...placedNow)
      .when(asked(hold, by('qian.yi')))
      .then(held);
    given(...placedNow, held, released)
      .when(asked(hold, by('qian.yi')))
      .then(held);
    given(...placedNow, held)
      .when(asked(release, by('qian.yi')))
      .then(released);
  });
  it('stay quiet when it is so already', () => {
    given(...placedNow, held)
      .when(asked(hold))
      .thenNothing();
    given(...placedNow)
      .when(asked(release))
      .thenNothing();
  });
  it('refuse another reason, and orders that are over', () => {
    given(...placedNow, held)
      .when(asked({ ...hold, reason: '資信' }))
      .thenRefuses('order-held');
    given(...placedNow, cancelled)
      .when(asked(hold))
      .thenRefuses('order-cancelled');
    given(...placedNow, completed)
      .when(asked(release))
      .thenRefuses('order-completed');
  });
});

describe('EndOrderImport', () => {
  const end = { type: 'EndOrderImport', orderId } as const;
  const begun = { ...placed, data: { ...placed.data, moreToTell: true } } as OrderEvent;
  it('says that its past is told, by the import for the owner whoever sent it, or by hand', () => {
    given(begun, scheduled)
      .when(asked(end, { ...byImport(), onBehalfOf: 'admin' }))
      .then(importEnded);
    given(begun, scheduled)
      .when(asked(end, by('chen.jing')))
      .then({ ...importEnded, data: { ...importEnded.data, by: 'chen.jing' } } as OrderEvent);
  });
  it('stays quiet when it is, and of an order that no import began', () => {
    given(begun, importEnded).when(asked(end, byImport())).thenNothing();
    given(...placedNow)
      .when(asked(end))
      .thenNothing();
  });
  it('refuses an order that there is not', () => given().when(asked(end)).thenRefuses('order-not-found'));
});

describe('CancelOrder', () => {
  const cancel = { type: 'CancelOrder', orderId, reason: '客戶取消採購' } as const;
  it('ends it and what runs of it, deliveries on their way included', () => {
    given(...placedNow)
      .when(asked(cancel))
      .then(cancelled);
    given(placed, scheduled, dispatched, held)
      .when(asked(cancel))
      .then(cancelledWith(['confirmation/1', 'documents/1']));
  });
  it('names the change that nobody settles any more', () =>
    given(placed, amendmentRequested)
      .when(asked(cancel))
      .then({ ...cancelled, data: { ...cancelled.data, superseded: [], parts: ['amendment/1'] } } as OrderEvent));
  it('leaves on record what was late before', () =>
    given(...placedNow, acknowledged)
      .when(asked(cancel, by('li.na', '2026-03-04T02:00:00.000Z')))
      .then(
        breach(finance),
        escalated(finance, 'gao.feng'),
        breach(logistics),
        escalated(logistics, 'fu.gang'),
        cancelledWith(['acknowledgement/finance', 'acknowledgement/logistics']),
      ));
  it('stays quiet when it is cancelled for that', () =>
    given(...placedNow, cancelled)
      .when(asked(cancel))
      .thenNothing());
  it('refuses an order of which something was delivered, that is cancelled for something else, or complete', () => {
    given(placed, scheduled, delivered).when(asked(cancel)).thenRefuses('order-already-delivered');
    given(...placedNow, cancelled)
      .when(asked({ ...cancel, reason: '另有原因' }))
      .thenRefuses('order-cancelled');
    given(placed, completed).when(asked(cancel)).thenRefuses('order-completed');
  });
});
