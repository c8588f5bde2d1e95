import { specification } from '@dealtrail/event-sourcing/testing';
import { order } from './order.decider.js';
import type { OrderEvent } from './order.events.js';
import { asked, by, byImport, byLink, companyWith, known } from './testing/order-company.js';
import {
  attached,
  breach,
  cancelled,
  confirmation,
  confirmed,
  delivered,
  deliveryCancelled,
  dispatched,
  documents,
  documentsCompleted,
  escalated,
  file,
  held,
  linkId,
  orderId,
  placed,
  rescheduled,
  scheduled,
  signOff,
  whom,
} from './testing/order-facts.js';

const given = specification(order, known);

describe('ConfirmDelivery', () => {
  const { happenedAt, criteria } = confirmed.data;
  const confirm = {
    type: 'ConfirmDelivery',
    ...{ orderId, delivery: 1, scheduledOn: '2026-05-20' },
    ...{ criteria, happenedAt },
  } as const;
  it('records what the customer told a colleague (R074)', () =>
    given(placed, scheduled)
      .when(asked({ ...confirm, channel: '電話' }, by('li.na', '2026-05-15T09:00:00.000Z')))
      .then({ ...confirmed, data: { ...confirmed.data, channel: '電話' } }));
  it('takes the word of the customer by a link: then, there, and nobody else', () => {
    const occurredAt = '2026-05-17T01:00:00.000Z'; // the last instant in time
    given(placed, scheduled)
      .when(asked({ ...confirm, channel: '電話' }, byLink(occurredAt)))
      .then({
        type: 'DeliveryConfirmed',
        data: { ...whom, delivery: 1, linkId, happenedAt: occurredAt, scheduledOn: '2026-05-20', criteria },
      });
  });
  it('brings along the breach that nobody has recorded', () =>
    given(placed, scheduled)
      .when(asked(confirm, by('li.na', '2026-05-17T01:00:00.001Z')))
      .then(breach(confirmation), escalated(confirmation, 'zhao.min'), confirmed));
  it('confirms the new day of a delivery that was moved (D03)', () => {
    const again = { ...confirmed, data: { ...confirmed.data, scheduledOn: '2026-05-25' } };
    given(placed, scheduled, confirmed, rescheduled)
      .when(asked({ ...confirm, scheduledOn: '2026-05-25' }, by('li.na', '2026-05-19T01:00:00.000Z')))
      .then(again);
  });
  it('stays quiet when that is confirmed, whoever says so and whatever has become of it', () => {
    for (const who of [by('li.na', happenedAt), byLink('2026-05-21T01:00:00.000Z')])
      given(placed, scheduled, confirmed, delivered).when(asked(confirm, who)).thenNothing();
  });
  it.each([
    ['delivery-was-moved', [scheduled, confirmed, rescheduled]],
    ['delivery-already-confirmed', [scheduled, { ...confirmed, data: { ...confirmed.data, criteria: '只看外觀' } }]],
    ['delivery-already-delivered', [scheduled, delivered]],
    ['delivery-cancelled', [scheduled, deliveryCancelled]],
    ['order-cancelled', [scheduled, cancelled]],
    ['delivery-not-found', []],
  ] as const)('refuses %s', (code, facts) =>
    given(placed, ...facts)
      .when(asked(confirm, byLink('2026-05-19T01:00:00.000Z')))
      .thenRefuses(code),
  );
  it('refuses what is still to happen', () =>
    given(placed, scheduled)
      .when(asked(confirm, by('li.na', '2026-05-15T01:59:59.999Z')))
      .thenRefuses('happened-in-the-future'));
});

describe('AttachDeliveryDocument', () => {
  const attach = { type: 'AttachDeliveryDocument', orderId, delivery: 1, document: 'manual', file } as const;
  const plan: OrderEvent = { ...attached, data: { ...attached.data, document: 'training-plan' } };
  it('completes the documents with the last that is mandatory (R075)', () => {
    given(placed, scheduled)
      .when(asked(attach, by('qin.tao')))
      .then(attached, documentsCompleted);
    given(placed, scheduled, plan)
      .when(asked(attach, by('qin.tao', '2026-05-19T10:00:00.001Z')))
      .then(breach(documents), escalated(documents, 'gao.feng'), attached, documentsCompleted);
  });
  it('takes others, and a newer one, without completing anything', () => {
    const newer = { ...file, sha256: 'b'.repeat(64) };
    given(placed, scheduled)
      .when(asked({ ...attach, document: 'training-plan' }, by('qin.tao', '2026-05-19T10:00:00.001Z')))
      .then(plan);
    given(placed, scheduled, attached, documentsCompleted)
      .when(asked({ ...attach, file: newer }, by('qin.tao')))
      .then({ ...attached, data: { ...attached.data, file: newer } });
  });
  it('takes what was missing when it was delivered', () =>
    given(placed, scheduled, { ...delivered, data: { ...delivered.data, superseded: ['documents/1'] } })
      .when(asked(attach, by('qin.tao', '2026-05-21T02:00:00.000Z')))
      .then(attached, documentsCompleted));
  it('stays quiet when that file is there', () =>
    given(placed, scheduled, attached, documentsCompleted, cancelled)
      .when(asked(attach, by('li.na')))
      .thenNothing());
  it.each([
    ['delivery-not-found', []],
    ['delivery-cancelled', [scheduled, deliveryCancelled]],
    ['order-cancelled', [scheduled, cancelled]],
    [
      'too-many-documents',
      [
        scheduled,
        ...Array.from({ length: 100 }, (_, n) => ({ ...attached, data: { ...attached.data, document: `d-${n}` } })),
      ],
    ],
  ] as const)('refuses %s', (code, facts) =>
    given(placed, ...facts)
      .when(asked(attach, by('qin.tao')))
      .thenRefuses(code),
  );
});

describe('DispatchDelivery', () => {
  const { happenedAt, carrier, trackingNumber } = dispatched.data;
  const dispatch = { type: 'DispatchDelivery', orderId, delivery: 1, happenedAt, carrier, trackingNumber } as const;
  it('sends the goods on their way', () =>
    given(placed, scheduled)
      .when(asked(dispatch, by('ding.hao', happenedAt)))
      .then(dispatched));
  it('stays quiet when they are, whoever does not date it means that', () => {
    const { happenedAt: _, ...undated } = dispatch;
    for (const command of [dispatch, undated])
      given(placed, scheduled, dispatched, delivered)
        .when(asked(command, by('li.na', '2026-05-20T03:00:00.000Z')))
        .thenNothing();
  });
  it.each([
    ['order-held', [scheduled, held]],
    ['order-cancelled', [scheduled, cancelled]],
    ['delivery-cancelled', [scheduled, deliveryCancelled]],
    ['delivery-already-delivered', [scheduled, delivered]],
    ['delivery-already-dispatched', [scheduled, { ...dispatched, data: { ...dispatched.data, carrier: '京東' } }]],
    ['delivery-not-found', []],
  ] as const)('refuses %s', (code, facts) =>
    given(placed, ...facts)
      .when(asked(dispatch, by('ding.hao', happenedAt)))
      .thenRefuses(code),
  );
  it('refuses what is still to happen', () =>
    given(placed, scheduled)
      .when(asked(dispatch, by('ding.hao')))
      .thenRefuses('happened-in-the-future'));
});

describe('RecordDelivery', () => {
  const { happenedAt } = delivered.data;
  const record = { type: 'RecordDelivery', orderId, delivery: 1, happenedAt } as const;
  const ready = [placed, scheduled, attached, documentsCompleted, confirmed];
  it('has the customer sign within 24 hours from when they had it, however much later that is written down (R076)', () => {
    given(...ready, dispatched)
      .when(asked(record, by('ding.hao', happenedAt)))
      .then(delivered);
    const clock = { ...signOff.clock, warnings: signOff.clock.warnings.slice(1) };
    given(...ready)
      .when(asked(record, by('ding.hao', '2026-05-20T20:00:00.000Z')))
      .then({ ...delivered, data: { ...delivered.data, opened: [{ ...signOff, clock }] } });
  });
  it('ends the promises of a delivery that came before they were kept, and says what was missing', () =>
    given(placed, scheduled)
      .when(asked({ ...record, withoutDocumentsReason: '客戶急用' }, by('ding.hao', happenedAt)))
      .then(
        ...[breach(confirmation), escalated(confirmation, 'zhao.min')],
        ...[breach(documents), escalated(documents, 'gao.feng')],
        {
          ...delivered,
          data: {
            ...delivered.data,
            withoutDocuments: { missing: ['manual'], reason: '客戶急用' },
            unconfirmed: true,
            superseded: ['confirmation/1', 'documents/1'],
          },
        },
      ));
  it('flags as unconfirmed what was confirmed for another day only', () => {
    const superseded = ['confirmation/1', 'documents/1'] as const;
    given(...ready, rescheduled)
      .when(asked(record, by('ding.hao', happenedAt)))
      .then({ ...delivered, data: { ...delivered.data, unconfirmed: true, superseded } });
  });
  it('takes the days of a source as they are, and flags what cannot be', () => {
    const past = '2026-02-28T02:00:00.000Z';
    const days = { happenedAt: past, deliveredOn: '2026-02-28', recordedOn: '2026-02-27' };
    given(placed, { ...scheduled, data: { ...scheduled.data, opened: [] } })
      .when(asked({ ...record, happenedAt: past, recordedOn: '2026-02-27', dataQuality: ['no-weight'] }, byImport()))
      .then({
        ...delivered,
        data: {
          ...{ ...delivered.data, ...days, by: 'li.na', opened: [] },
          dataQuality: ['no-weight', 'recorded-before-delivered', 'delivered-before-ordered'],
        },
      });
  });
  it('ends an order with the last that an import delivers of which its source knows no signature', () => {
    const imported = { ...scheduled, data: { ...scheduled.data, opened: [] } };
    const there = {
      ...delivered,
      data: { ...delivered.data, by: 'li.na', opened: [], dataQuality: ['no-sign-off' as const] },
    };
    given(placed, imported)
      .when(asked({ ...record, dataQuality: ['no-sign-off'] }, byImport(happenedAt)))
      .then(there, { type: 'OrderCompleted', data: whom });
    const [first = { lineId: '1', quantity: 10 }, ...others] = scheduled.data.lines;
    const part = { ...imported, data: { ...imported.data, lines: [first] } };
    const rest = { ...imported, data: { ...imported.data, delivery: 2, lines: others } };
    given(placed, part, rest)
      .when(asked({ ...record, dataQuality: ['no-sign-off'] }, byImport(happenedAt)))
      .then(there);
  });
  it('delivers on a held order only what was on its way', () => {
    given(...ready, dispatched, held)
      .when(asked(record, by('ding.hao', happenedAt)))
      .then(delivered);
    given(...ready, held)
      .when(asked(record, by('ding.hao', happenedAt)))
      .thenRefuses('order-held');
  });
  it('stays quiet when that is on record', () =>
    given(...ready, delivered)
      .when(asked(record, by('li.na', '2026-05-21T02:00:00.000Z')))
      .thenNothing());
  it.each([
    ['documents-missing', record, [scheduled]],
    ['delivery-already-delivered', { ...record, happenedAt: '2026-05-20T01:00:00.000Z' }, [scheduled, delivered]],
    ['delivery-cancelled', record, [scheduled, deliveryCancelled]],
    ['order-cancelled', record, [scheduled, cancelled]],
    ['delivered-before-dispatched', { ...record, happenedAt: '2026-05-19T01:59:59.999Z' }, [scheduled, dispatched]],
    ['happened-in-the-future', { ...record, happenedAt: '2026-05-20T02:00:00.001Z' }, [scheduled]],
    ['data-quality-is-for-imports', { ...record, recordedOn: '2026-05-20' }, [scheduled]],
    ['data-quality-is-for-imports', { ...record, dataQuality: ['no-weight'] }, [scheduled]],
    ['delivery-not-found', record, []],
  ] as const)('refuses %s', (code, command, facts) =>
    given(placed, ...facts)
      .when(asked(command as typeof record, by('ding.hao', happenedAt)))
      .thenRefuses(code),
  );
  it('asks the superior for the signature where the owner has left', () =>
    specification(
      order,
      companyWith({ 'li.na': { active: false } }),
    )(...ready)
      .when(asked(record, by('ding.hao', happenedAt)))
      .then({ ...delivered, data: { ...delivered.data, opened: [{ ...signOff, responsibleId: 'zhao.min' }] } }));
});
