import type { Intention } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { refusalIdOf } from './order-sign-off.decider.js';
import type { AnyOrderCommand } from './order.commands.js';
import { order } from './order.decider.js';
import type { LineQuantity, OrderEvent } from './order.events.js';
import { asked, by, byImport, byLink, known } from './testing/order-company.js';
import {
  acknowledgements,
  attached,
  breach,
  confirmed,
  declared,
  delivered,
  deliveryCancelled,
  dispatched,
  documentsCompleted,
  escalated,
  orderId,
  placed,
  placedNow,
  response,
  scheduled,
  signedInPart,
  signedOff,
  signOff,
  signOffRefused,
  whom,
} from './testing/order-facts.js';

const given = specification(order, known);
const { happenedAt } = signedOff.data;
const late = '2026-05-21T02:00:00.001Z';
const handedOver = [placed, scheduled, confirmed, attached, documentsCompleted, delivered];
const completed: OrderEvent = { type: 'OrderCompleted', data: whom };
const part = (accepted: readonly LineQuantity[], complete = false, data: Partial<typeof signedOff.data> = {}) => ({
  ...signedOff,
  data: { ...signedOff.data, accepted, complete, ...data },
});

describe('SignOffDelivery', () => {
  const sign = { type: 'SignOffDelivery', orderId, delivery: 1 } as const;
  const six = { ...sign, lines: [{ lineId: '1', quantity: 6 }] };
  it('signs for all of it by a link, which ends the clock and completes the order (R076)', () =>
    given(...handedOver)
      .when(asked(sign, byLink(happenedAt)))
      .then(signedOff, completed));
  it('brings the breach of an acknowledgement nobody gave along: an end makes nothing late in time', () =>
    given(...placedNow, scheduled, confirmed, attached, documentsCompleted, delivered)
      .when(asked(sign, byLink(happenedAt)))
      .then(
        signedOff,
        ...acknowledgements.flatMap((opened) => [
          breach(opened),
          escalated(opened, known.staff.superiorOf(opened.responsibleId) ?? 'nobody'),
        ]),
        {
          type: 'OrderCompleted',
          data: { ...whom, superseded: acknowledgements.map(({ milestone }) => milestone) },
        },
      ));
  it('records what a colleague was handed, with what was remarked', () => {
    const { linkId: _, ...word } = signedOff.data;
    const told = { by: 'ding.hao', channel: '紙本', remarks: '外箱破損' };
    given(...handedOver)
      .when(
        asked(
          { ...sign, happenedAt, channel: '紙本', remarks: '外箱破損' },
          by('ding.hao', '2026-05-20T09:00:00.000Z'),
        ),
      )
      .then({ type: 'DeliverySignedOff', data: { ...word, ...told } }, completed);
  });
  it('signs in parts; only the last ends the clock, and only with it the order is complete', () => {
    given(...handedOver)
      .when(asked(six, byLink(happenedAt)))
      .then(signedInPart);
    given(...handedOver, signedInPart)
      .when(asked({ ...six, part: 2, lines: [{ lineId: '1', quantity: 4 }] }, byLink(happenedAt)))
      .then(part([{ lineId: '1', quantity: 4 }]));
    const rest = [
      { lineId: '1', quantity: 4 },
      { lineId: '2', quantity: 4 },
    ];
    given(...handedOver, signedInPart)
      .when(asked(sign, byLink(happenedAt)))
      .then(part(rest, true), completed);
  });
  it('tells a second signature over as much from a repeat by its number', () => {
    const three = { ...sign, lines: [{ lineId: '1', quantity: 3 }] };
    const signed = part(three.lines);
    const first = given(...handedOver, signed);
    first.when(asked(three, byLink(happenedAt))).thenNothing();
    first.when(asked({ ...three, part: 1 }, byLink(happenedAt))).thenNothing();
    first.when(asked({ ...three, part: 2 }, byLink(happenedAt))).then(signed);
  });
  it('is in time at its due instant; later it is late, and brings the breach along', () => {
    given(...handedOver)
      .when(asked(sign, byLink(signOff.clock.dueAt)))
      .then(part(signedOff.data.accepted, true, { happenedAt: signOff.clock.dueAt }), completed);
    const evening = { ...sign, happenedAt } as const; // told too late, whenever it was signed
    given(...handedOver)
      .when(asked(evening, by('li.na', late)))
      .then(
        ...[breach(signOff), escalated(signOff, 'zhao.min')],
        part(signedOff.data.accepted, true, { linkId: undefined, by: 'li.na', late: true }),
        completed,
      );
  });
  it('completes no order that has an open exception, a delivery to come, or something never scheduled', () => {
    given(...handedOver, declared)
      .when(asked(sign, byLink(happenedAt)))
      .then(signedOff);
    const lines = [{ lineId: '1', quantity: 10 }];
    const ofMachines = { ...scheduled, data: { ...scheduled.data, lines } };
    given(placed, ofMachines, delivered)
      .when(asked(sign, byLink(happenedAt)))
      .then(part(lines, true));
  });
  it('takes what an import brings of a delivery nobody was waiting for', () => {
    const over = { ...delivered, data: { ...delivered.data, opened: [] } };
    given(placed, scheduled, over)
      .when(asked({ ...sign, happenedAt: late }, byImport('2026-05-30T02:00:00.000Z')))
      .then(part(signedOff.data.accepted, true, { linkId: undefined, by: 'li.na', happenedAt: late }), {
        type: 'OrderCompleted',
        data: { ...whom, superseded: ['confirmation/1', 'documents/1'] },
      });
  });
  it('stays quiet when it is signed, whoever says so', () =>
    given(...handedOver, signedOff)
      .when(asked(sign, by('li.na', late)))
      .thenNothing());
  it.each<[string, Intention<AnyOrderCommand>, readonly OrderEvent[]]>([
    ['delivery-not-found', sign, []],
    ['delivery-not-delivered', sign, [scheduled, dispatched]],
    ['delivery-not-delivered', sign, [scheduled, deliveryCancelled]],
    ['delivery-refused', sign, [scheduled, delivered, signOffRefused]],
    ['delivery-already-signed', six, [scheduled, delivered, signedOff]],
    ['delivery-already-signed', { ...six, part: 1 }, [scheduled, delivered, part([{ lineId: '2', quantity: 1 }])]],
    ['part-not-next', { ...six, part: 3 }, [scheduled, delivered, part([{ lineId: '2', quantity: 1 }])]],
    ['quantity-above-delivered', { ...six, part: 2 }, [scheduled, delivered, signedInPart]],
    ['line-unknown', { ...sign, lines: [{ lineId: 'x', quantity: 1 }] }, [scheduled, delivered]],
    ['line-twice', { ...sign, lines: [...six.lines, ...six.lines] }, [scheduled, delivered]],
    ['happened-in-the-future', { ...sign, happenedAt: late }, [scheduled, delivered]],
  ])('refuses %s', (code, command, facts) =>
    given(placed, ...facts)
      .when(asked(command, by('li.na', happenedAt)))
      .thenRefuses(code),
  );
});

describe('RefuseDelivery', () => {
  const refuse = { type: 'RefuseDelivery', orderId, delivery: 1, reason: '兩台無法點亮' } as const;
  const exceptionId = refusalIdOf(orderId, 1);
  const refused: OrderEvent = { ...signOffRefused, data: { ...signOffRefused.data, exceptionId } };
  const opened = {
    ...response,
    milestone: `response/${exceptionId}` as const,
    clock: { since: happenedAt, dueAt: '2026-05-20T08:00:00.000Z', warnings: ['2026-05-20T07:00:00.000Z'] },
  };
  const exception: OrderEvent = {
    type: 'OrderExceptionDeclared',
    data: {
      ...{ ...whom, exceptionId, delivery: 1, kind: 'refused', description: '兩台無法點亮' },
      ...{ happenedAt, currency: 'CNY', opened: [opened] },
    },
  };
  it('stops the clock and opens an exception (D04)', () =>
    given(...handedOver)
      .when(asked(refuse, byLink(happenedAt)))
      .then(refused, exception));
  it('refuses what is left of a delivery, late as it is, as a colleague was told', () => {
    const word = { by: 'li.na', channel: '電話', happenedAt };
    const { linkId: _, ...said } = signOffRefused.data;
    given(...handedOver, signedInPart)
      .when(asked({ ...refuse, happenedAt, channel: '電話' }, by('li.na', late)))
      .then(
        ...[breach(signOff), escalated(signOff, 'zhao.min')],
        { type: 'DeliverySignOffRefused', data: { ...said, ...word, exceptionId } },
        {
          type: 'OrderExceptionDeclared',
          data: { ...exception.data, by: 'li.na', opened: [{ ...opened, clock: { ...opened.clock, warnings: [] } }] },
        } as OrderEvent,
      );
  });
  it('opens the exception of history without a clock', () =>
    given(...handedOver)
      .when(asked({ ...refuse, happenedAt }, byImport(happenedAt)))
      .then(
        { ...refused, data: { ...refused.data, linkId: undefined, by: 'li.na' } } as OrderEvent,
        { ...exception, data: { ...exception.data, by: 'li.na', opened: [] } } as OrderEvent,
      ));
  it('stays quiet when it was refused for that', () =>
    given(...handedOver, refused, exception)
      .when(asked(refuse, byLink(late)))
      .thenNothing());
  it.each([
    ['delivery-not-found', []],
    ['delivery-not-delivered', [scheduled]],
    ['delivery-already-signed', [scheduled, delivered, signedOff]],
    [
      'delivery-refused',
      [scheduled, delivered, { ...refused, data: { ...refused.data, reason: '型號不符' } } as OrderEvent],
    ],
  ] as const)('refuses %s', (code, facts) =>
    given(placed, ...facts)
      .when(asked(refuse, byLink(happenedAt)))
      .thenRefuses(code),
  );
});
