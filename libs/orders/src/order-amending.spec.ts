import { specification } from '@dealtrail/event-sourcing/testing';
import { order } from './order.decider.js';
import type { OrderEvent, OrderLine } from './order.events.js';
import { asked, by, byImport, byProcess, known } from './testing/order-company.js';
import {
  amended,
  amendmentApplied,
  amendmentRefused,
  amendmentRequested,
  cancelled,
  cny,
  completed,
  dearer,
  delivered,
  larger,
  lines,
  machines,
  orderId,
  placed,
  racks,
  scheduled,
  signedOff,
  whom,
} from './testing/order-facts.js';

const given = specification(order, known);
const amend = (to: readonly OrderLine[], reason = '客戶加購') => ({
  type: 'AmendOrder' as const,
  orderId,
  reason,
  lines: [...to],
});
const amendedTo = (to: readonly OrderLine[], change: object = {}): OrderEvent => ({
  ...amended,
  data: { ...amended.data, changes: { lines: to }, ...change },
});

describe('AmendOrder', () => {
  it('passes at once what the policy lets pass, to the percent', () =>
    given(placed)
      .when(asked(amend(dearer, '原料漲價')))
      .then(amended));
  it('only requests what is more: of price, of quantity, of a line that comes or goes', () => {
    given(placed)
      .when(asked(amend(larger)))
      .then(amendmentRequested);
    const bitDearer = [{ ...machines, value: cny(1_050_001) }, racks];
    for (const [to, value] of [
      [bitDearer, cny(1_250_001)],
      [[machines], cny(1_000_000)],
      [[...lines, { ...racks, lineId: '3' }], cny(1_400_000)],
    ] as const)
      given(placed)
        .when(asked(amend(to)))
        .then({ ...amendmentRequested, data: { ...amendmentRequested.data, changes: { lines: to }, value } });
  });
  it('adds small steps up, from what was agreed last', () => {
    const again = [{ ...machines, value: cny(1_060_000) }, racks];
    given(placed, amended)
      .when(asked(amend(again)))
      .then({
        ...amendmentRequested,
        data: {
          ...amendmentRequested.data,
          ...{ amendment: 2, changes: { lines: again }, previous: { lines: dearer }, value: cny(1_260_000) },
        },
      });
    const tenPercent = { ...machines, quantity: 11, value: cny(1_155_000) };
    given(placed, amendmentRequested, amendmentApplied)
      .when(asked(amend([tenPercent, racks])))
      .then(
        amendedTo([tenPercent, racks], {
          ...{ amendment: 2, reason: '客戶加購', previous: { lines: larger }, value: cny(1_355_000) },
        }),
      );
  });
  it('takes history as it was', () =>
    given(placed)
      .when(asked(amend(larger), byImport()))
      .then(amendedTo(larger, { reason: '客戶加購', value: cny(1_300_000) })));
  it('completes an order of which everything left is signed for', () => {
    const without = {
      lines: [
        { ...machines, quantity: 10 },
        { ...racks, quantity: 100, value: cny(200_000) },
      ],
    };
    const large = { ...placed, data: { ...placed.data, ...without } };
    const fewer = [machines, { ...racks, quantity: 4 }];
    given(large, scheduled, delivered, signedOff)
      .when(asked(amend(fewer), byImport()))
      .then(amendedTo(fewer, { reason: '客戶加購', previous: without, value: cny(1_200_000) }), {
        type: 'OrderCompleted',
        data: { ...whom, superseded: ['confirmation/1', 'documents/1'] },
      });
  });
  it('stays quiet about what is so already, or was asked for last', () => {
    given(placed)
      .when(asked(amend(lines)))
      .thenNothing();
    given(placed, amendmentRequested)
      .when(asked(amend(larger)))
      .thenNothing();
    given(placed, amended)
      .when(asked(amend(dearer, '別的原因')))
      .thenNothing();
  });
  it('refuses less than is scheduled, a second one while the first waits, and orders that are over', () => {
    given(placed, scheduled)
      .when(asked(amend([{ ...machines, quantity: 9 }, racks])))
      .thenRefuses('below-what-is-scheduled');
    given(placed, amendmentRequested)
      .when(asked(amend(dearer)))
      .thenRefuses('amendment-pending');
    given(placed, cancelled)
      .when(asked(amend(larger)))
      .thenRefuses('order-cancelled');
    given(placed)
      .when(asked(amend([{ ...machines, value: { amount: 1, currency: 'USD' } }])))
      .thenRefuses('currencies-differ');
    given(placed)
      .when(asked(amend([racks, racks])))
      .thenRefuses('line-twice');
    given(placed)
      .when(asked(amend([machines, { ...racks, value: cny(10_000_000_000_000) }])))
      .thenRefuses('value-too-large');
  });
});

describe('ApplyOrderAmendment', () => {
  const apply = { type: 'ApplyOrderAmendment', orderId, amendment: 1, round: 2 } as const;
  it('changes the order, for the contract or a director', () => {
    given(placed, amendmentRequested).when(asked(apply, byProcess())).then(amendmentApplied);
    given(placed, amendmentRequested)
      .when(asked(apply, by('gao.feng')))
      .then(amendmentApplied);
  });
  it('refuses by itself what is not possible any more', () => {
    const less = [{ ...machines, quantity: 5 }, racks];
    const requested = { ...amendmentRequested, data: { ...amendmentRequested.data, changes: { lines: less } } };
    given(placed, requested, scheduled)
      .when(asked(apply, byProcess()))
      .then({ ...amendmentRefused, data: { ...amendmentRefused.data, reason: 'below-what-is-scheduled' } });
    given(placed, requested, scheduled)
      .when(asked(apply, by('gao.feng')))
      .thenRefuses('below-what-is-scheduled');
  });
  it('stays quiet when it is applied, and when a process comes too late', () => {
    given(placed, amendmentRequested, amendmentApplied)
      .when(asked(apply, by('gao.feng')))
      .thenNothing();
    for (const ending of [amendmentRefused, cancelled])
      given(placed, amendmentRequested, ending).when(asked(apply, byProcess())).thenNothing();
  });
  it('refuses who asked for it, what was refused, orders that are over, and what nobody asked for', () => {
    const own = { ...amendmentRequested, data: { ...amendmentRequested.data, by: 'gao.feng' } };
    given(placed, own)
      .when(asked(apply, by('gao.feng')))
      .thenRefuses('approver-asked-for-it');
    given(placed, amendmentRequested, amendmentRefused)
      .when(asked(apply, by('gao.feng')))
      .thenRefuses('amendment-refused');
    given(placed, amendmentRequested, cancelled)
      .when(asked(apply, by('gao.feng')))
      .thenRefuses('order-cancelled');
    given(placed).when(asked(apply, byProcess())).thenRefuses('amendment-not-found');
  });
});

describe('RefuseOrderAmendment', () => {
  const refuse = { type: 'RefuseOrderAmendment', orderId, amendment: 1, reason: '毛利不足' } as const;
  it('leaves the order as it is', () =>
    given(placed, amendmentRequested)
      .when(asked(refuse, by('gao.feng')))
      .then(amendmentRefused));
  it('completes an order that waited for nothing else', () =>
    given(placed, scheduled, amendmentRequested, delivered, signedOff)
      .when(asked(refuse, by('gao.feng')))
      .then(amendmentRefused, {
        ...completed,
        data: { ...whom, superseded: ['confirmation/1', 'documents/1'] },
      } as OrderEvent));
  it('stays quiet when it is refused, and when a process comes too late', () => {
    given(placed, amendmentRequested, amendmentRefused)
      .when(asked({ ...refuse, reason: '別的原因' }, by('gao.feng')))
      .thenNothing();
    given(placed, amendmentRequested, amendmentApplied).when(asked(refuse, byProcess())).thenNothing();
  });
  it('refuses what is applied, and what nobody asked for', () => {
    given(placed, amendmentRequested, amendmentApplied)
      .when(asked(refuse, by('gao.feng')))
      .thenRefuses('amendment-applied');
    given(placed)
      .when(asked(refuse, by('gao.feng')))
      .thenRefuses('amendment-not-found');
    given(placed, amendmentRequested, cancelled)
      .when(asked(refuse, by('gao.feng')))
      .thenRefuses('order-cancelled');
  });
});
