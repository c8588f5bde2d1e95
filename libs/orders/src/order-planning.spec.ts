import type { Intention } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { policyKind, type PolicyContent } from '@dealtrail/policies';
import type { AnyOrderCommand } from './order.commands.js';
import { order } from './order.decider.js';
import type { OrderEvent } from './order.events.js';
import { asked, by, byImport, byProcess, companyWith, known, tuesday } from './testing/order-company.js';
import {
  attached,
  breach,
  cancelled,
  completed,
  confirmation,
  confirmed,
  delivered,
  deliveryCancelled,
  deliveryLines,
  dispatched,
  documents,
  documentsCompleted,
  escalated,
  held,
  moved,
  orderId,
  placed,
  placedNow,
  rescheduled,
  scheduled,
  signedInPart,
  signOffRefused,
} from './testing/order-facts.js';

const given = specification(order, known);
const schedule = {
  type: 'ScheduleDelivery',
  ...{ orderId, delivery: 1, scheduledOn: '2026-05-20' },
  ...{ lines: deliveryLines, note: 'DN-0001' },
} as const;
/** As scheduled at another instant, for another day, or of less. */
const scheduledWith = (data: Partial<typeof scheduled.data>): typeof scheduled => ({
  ...scheduled,
  data: { ...scheduled.data, ...data },
});
/** So many machines, in the delivery of this number. */
const machinesIn = (delivery: number, quantity: number) => ({
  ...schedule,
  delivery,
  lines: [{ lineId: '1', quantity }],
});

describe('ScheduleDelivery', () => {
  it('plans goods for a day, with their documents and the promises that go with it (R074, R075)', () =>
    given(...placedNow)
      .when(asked(schedule, by('li.na')))
      .then(scheduled));

  it('makes both due at once when fewer than three days remain (D03)', () => {
    const occurredAt = '2026-05-18T02:00:00.000Z';
    const clock = { since: occurredAt, dueAt: occurredAt, warnings: [] };
    const later = { ...documents, clock: { ...documents.clock, since: occurredAt, warnings: [] } };
    given(placed)
      .when(asked(schedule, by('li.na', occurredAt)))
      .then(scheduledWith({ opened: [{ ...confirmation, clock }, later] }));
  });

  it('takes the documents of each category, mandatory where one of them says so', () => {
    const first = policyKind('order-delivery').first as PolicyContent<'order-delivery'>;
    const kind = (id: string, mandatory: boolean) => ({ id, zh: id, en: id, mandatory });
    const lists = { equipment: [kind('manual', false), kind('test-report', true)], default: [kind('manual', true)] };
    const content = { ...first, documents: lists };
    const version2 = {
      kind: 'order-delivery',
      version: 2,
      content,
      effectiveFrom: '2026-03-01T00:00:00.000Z',
    } as const;
    specification(
      order,
      companyWith({}, [version2]),
    )(placed)
      .when(asked(schedule, by('li.na')))
      .then(
        scheduledWith({
          documents: [
            { id: 'manual', mandatory: true },
            { id: 'test-report', mandatory: true },
          ],
          policy: { kind: 'order-delivery', version: 2 },
        }),
      );
  });

  it('waits for no documents where none is mandatory, and for the owner where there are no technicians', () => {
    const first = policyKind('order-delivery').first as PolicyContent<'order-delivery'>;
    const content = { ...first, documents: { default: [] } };
    const version2 = {
      kind: 'order-delivery',
      version: 2,
      content,
      effectiveFrom: '2026-03-01T00:00:00.000Z',
    } as const;
    const policy = { kind: 'order-delivery', version: 2 } as const;
    specification(
      order,
      companyWith({}, [version2]),
    )(placed)
      .when(asked(schedule, by('li.na')))
      .then(scheduledWith({ documents: [], opened: [confirmation], policy }));
    specification(
      order,
      companyWith({ 'qin.tao': undefined }),
    )(placed)
      .when(asked(schedule, by('li.na')))
      .then(scheduledWith({ opened: [confirmation, { ...documents, responsibleId: 'li.na' }] }));
  });

  it('lets the superior of an owner who has left answer for it', () => {
    const superior = { ...confirmation, responsibleId: 'zhao.min' };
    specification(
      order,
      companyWith({ 'li.na': { active: false } }),
    )(placed)
      .when(asked(schedule, by('li.na')))
      .then(scheduledWith({ opened: [superior, documents] }));
  });

  it('takes a day that is over from an import, and waits for nothing then', () => {
    const day = '2026-02-20';
    given(placed)
      .when(asked({ ...schedule, scheduledOn: day }, byImport()))
      .then(scheduledWith({ scheduledOn: day, opened: [] }));
    given(placed)
      .when(asked({ ...schedule, delivery: 3 }, byImport()))
      .then(scheduledWith({ delivery: 3, opened: [numbered(confirmation, 3), numbered(documents, 3)] }));
  });

  it('follows the plan of a contract that was signed late: due at once', () => {
    const clock = { since: tuesday, dueAt: tuesday, warnings: [] };
    const opened = [confirmation, documents].map((one) => ({ ...one, clock }));
    given(placed)
      .when(asked({ ...schedule, scheduledOn: '2026-03-01' }, byProcess()))
      .then(scheduledWith({ scheduledOn: '2026-03-01', opened }));
  });

  it('frees what a cancelled or refused delivery held, but for what was signed for', () => {
    const second = (quantity: number) =>
      given(placed, ...refusedInPart).when(asked(machinesIn(2, quantity), by('li.na')));
    second(4).then(
      scheduledWith({
        delivery: 2,
        lines: [{ lineId: '1', quantity: 4 }],
        opened: [numbered(confirmation, 2), numbered(documents, 2)],
      }),
    );
    second(5).thenRefuses('quantity-above-ordered');
    given(placed, scheduled, deliveryCancelled)
      .when(asked(machinesIn(2, 10), by('li.na')))
      .then(
        scheduledWith({
          delivery: 2,
          lines: [{ lineId: '1', quantity: 10 }],
          opened: [numbered(confirmation, 2), numbered(documents, 2)],
        }),
      );
  });

  it('stays quiet when it is planned so, moved since or not; a process when people went first', () => {
    for (const facts of [[], [rescheduled], [cancelled]])
      given(placed, scheduled, ...facts)
        .when(asked(schedule, by('wang.wei')))
        .thenNothing();
    given(placed, scheduled)
      .when(asked({ ...schedule, note: 'DN-0002' }, byProcess()))
      .thenNothing();
    given(placed, cancelled).when(asked(schedule, byProcess())).thenNothing();
  });

  it.each<[string, Intention<AnyOrderCommand>, readonly OrderEvent[]]>([
    ['delivery-already-scheduled', { ...schedule, scheduledOn: '2026-05-21' }, [scheduled]],
    ['delivery-not-next', { ...schedule, delivery: 3 }, []],
    ['scheduled-in-the-past', { ...schedule, scheduledOn: '2026-03-02' }, []],
    ['line-unknown', { ...schedule, lines: [{ lineId: 'x', quantity: 1 }] }, []],
    ['line-twice', { ...schedule, lines: [...deliveryLines, { lineId: '1', quantity: 1 }] }, []],
    ['quantity-above-ordered', machinesIn(1, 11), []],
    ['quantity-above-ordered', machinesIn(2, 1), [scheduled]],
    ['order-cancelled', schedule, [cancelled]],
    ['order-completed', schedule, [completed]],
  ])('refuses %s', (code, command, facts) =>
    given(placed, ...facts)
      .when(asked(command, by('li.na')))
      .thenRefuses(code),
  );
  it('refuses an order that does not exist, and one with too many deliveries', () => {
    given().when(asked(schedule)).thenRefuses('order-not-found');
    const many = Array.from({ length: 500 }, (_, n) => ({
      ...deliveryCancelled,
      data: { ...deliveryCancelled.data, delivery: n + 1 },
    }));
    given(placed, ...many.flatMap((gone) => [scheduledWith({ delivery: gone.data.delivery, opened: [] }), gone]))
      .when(asked({ ...schedule, delivery: 501 }))
      .thenRefuses('too-many-deliveries');
  });
});

describe('RescheduleDelivery', () => {
  const move = {
    type: 'RescheduleDelivery',
    orderId,
    delivery: 1,
    scheduledOn: '2026-05-25',
    reason: '客戶機房未就緒',
  } as const;
  const unconfirmed: OrderEvent = { ...rescheduled, data: { ...rescheduled.data, supersedesConfirmation: false } };
  it('plans its promises anew and keeps the confirmation as superseded (D03)', () =>
    given(placed, scheduled, confirmed)
      .when(asked(move, by('li.na', moved)))
      .then(rescheduled));
  it('moves it before it is confirmed, a breach that stands and its escalation kept', () =>
    given(placed, scheduled)
      .when(asked(move, by('li.na', moved)))
      .then(breach(confirmation), escalated(confirmation, 'zhao.min'), unconfirmed));
  it('moves goods that are on their way, which stay so, and waits for no documents that are there', () => {
    const opened = rescheduled.data.opened.slice(0, 1);
    given(placed, scheduled, confirmed, attached, documentsCompleted, dispatched)
      .when(asked(move, by('li.na', moved)))
      .then({ ...rescheduled, data: { ...rescheduled.data, opened } });
    given(placed, scheduled, confirmed, dispatched, rescheduled)
      .when(asked({ type: 'DispatchDelivery', orderId, delivery: 1 }, by('ding.hao', moved)))
      .thenRefuses('delivery-already-dispatched');
  });
  it('moves it twice within a second, each time from where it then was', () => {
    const second = '2026-05-18T02:00:00.400Z';
    const clock = { since: second, dueAt: second, warnings: [] };
    const later = { since: second, dueAt: '2026-05-18T10:00:00.000Z', warnings: [] };
    given(placed, scheduled, confirmed, rescheduled)
      .when(asked({ ...move, scheduledOn: '2026-05-19' }, by('li.na', second)))
      .then({
        ...rescheduled,
        data: {
          ...rescheduled.data,
          ...{ from: '2026-05-25', to: '2026-05-19', supersedesConfirmation: false },
          opened: [
            { ...confirmation, clock },
            { ...documents, clock: later },
          ],
        },
      });
  });
  it('takes a day that is over from an import, and waits for nothing then that it did not wait for', () => {
    const past = { ...scheduled, data: { ...scheduled.data, scheduledOn: '2026-02-20', opened: [] } };
    const to = '2026-02-25';
    const data = { ...rescheduled.data, from: '2026-02-20', to, supersedesConfirmation: false };
    given(placed, past)
      .when(asked({ ...move, scheduledOn: to }, byImport()))
      .then({ ...rescheduled, data: { ...data, opened: [] } });
    const clock = { since: tuesday, dueAt: tuesday, warnings: [] };
    const opened = [confirmation, documents].map((one) => ({ ...one, clock }));
    given(placed, scheduled)
      .when(asked({ ...move, scheduledOn: to }, byImport()))
      .then({ ...rescheduled, data: { ...data, from: '2026-05-20', opened } });
  });
  it('stays quiet when it is planned for that day, whatever the reason', () =>
    given(placed, scheduled, rescheduled)
      .when(asked({ ...move, reason: '重複' }, by('wang.wei', moved)))
      .thenNothing());
  it.each([
    ['delivery-not-found', []],
    ['delivery-cancelled', [scheduled, deliveryCancelled]],
    ['delivery-already-delivered', [scheduled, delivered]],
    ['order-cancelled', [scheduled, cancelled]],
  ] as const)('refuses %s', (code, facts) =>
    given(placed, ...facts)
      .when(asked(move, by('li.na', moved)))
      .thenRefuses(code),
  );
  it('refuses a day that is over', () =>
    given(placed, scheduled)
      .when(asked({ ...move, scheduledOn: '2026-05-17' }, by('li.na', moved)))
      .thenRefuses('scheduled-in-the-past'));
});

describe('CancelDelivery', () => {
  const cancel = { type: 'CancelDelivery', orderId, delivery: 1, reason: '併入下一批' } as const;
  it('ends it and what it promised', () =>
    given(placed, scheduled)
      .when(asked(cancel, by('li.na')))
      .then(deliveryCancelled));
  it('keeps what was late, and ends only what was open; of goods on their way too, and of a held order', () =>
    given(placed, scheduled, confirmed, dispatched, held)
      .when(asked(cancel, by('li.na', '2026-05-19T10:00:00.001Z')))
      .then(breach(documents), escalated(documents, 'gao.feng'), {
        ...deliveryCancelled,
        data: { ...deliveryCancelled.data, superseded: ['documents/1'] },
      }));
  it('stays quiet when it is cancelled for that reason', () =>
    given(placed, scheduled, deliveryCancelled)
      .when(asked(cancel, by('wang.wei')))
      .thenNothing());
  it.each([
    ['delivery-not-found', []],
    ['delivery-cancelled', [scheduled, { ...deliveryCancelled, data: { ...deliveryCancelled.data, reason: '誤' } }]],
    ['delivery-already-delivered', [scheduled, delivered]],
  ] as const)('refuses %s', (code, facts) =>
    given(placed, ...facts)
      .when(asked(cancel, by('li.na')))
      .thenRefuses(code),
  );
});

/** Six of ten machines signed for, the rest refused. */
const refusedInPart = [scheduled, attached, delivered, signedInPart, signOffRefused];

/** The same promise of another delivery. */
function numbered(one: typeof confirmation, n: number): typeof confirmation {
  const milestone = one.milestone.replace('/1', `/${n}`) as typeof one.milestone;
  return { ...one, milestone };
}
