import { specification } from '@dealtrail/event-sourcing/testing';
import { order } from './order.decider.js';
import { asked, by, byImport, byLink, known } from './testing/order-company.js';
import {
  accepted,
  apologised,
  breach,
  cancelled,
  closed,
  cny,
  completed,
  declared,
  declined,
  escalated,
  exceptionId,
  offered,
  orderId,
  placed,
  response,
  scheduled,
  whom,
} from './testing/order-facts.js';

const given = specification(order, known);
const noon = '2026-05-20T04:00:00.000Z';
const inTime = response.clock.dueAt;
const late = '2026-05-20T06:00:00.001Z';
const trouble = [placed, scheduled, declared];

describe('DeclareOrderException', () => {
  const { kind, description } = declared.data;
  const declare = { type: 'DeclareOrderException', orderId, exceptionId, delivery: 1, kind, description } as const;
  it('makes apology and alternative due within two hours (R082, D18)', () =>
    given(placed, scheduled)
      .when(asked(declare, by('ding.hao', noon)))
      .then(declared));
  it('counts from when it happened, and warns of nothing that had passed by then', () => {
    const clock = { ...response.clock, warnings: [] };
    given(placed, scheduled)
      .when(asked({ ...declare, happenedAt: noon }, by('ding.hao', '2026-05-20T05:30:00.000Z')))
      .then({ ...declared, data: { ...declared.data, opened: [{ ...response, clock }] } });
  });
  it('may concern the whole order; of history nobody waits for an answer', () =>
    given(placed)
      .when(asked({ ...declare, delivery: undefined }, byImport(noon)))
      .then({ ...declared, data: { ...declared.data, delivery: undefined, by: 'li.na', opened: [] } }));
  it('stays quiet when it is declared so', () => {
    for (const facts of [[], [cancelled], [closed]])
      given(...trouble, ...facts)
        .when(asked(declare, by('li.na', late)))
        .thenNothing();
  });
  it.each([
    ['exception-already-declared', { ...declare, description: '另一事' }, [scheduled, declared]],
    ['exception-already-declared', { ...declare, happenedAt: inTime }, [scheduled, declared]],
    ['delivery-not-found', declare, []],
    ['happened-in-the-future', { ...declare, happenedAt: '2026-05-20T06:00:00.002Z' }, [scheduled]],
    ['order-cancelled', declare, [scheduled, cancelled]],
    ['order-completed', declare, [scheduled, completed]],
    [
      'too-many-exceptions',
      declare,
      [
        scheduled,
        ...Array.from({ length: 200 }, (_, n) => ({ ...declared, data: { ...declared.data, exceptionId: `e-${n}` } })),
      ],
    ],
  ] as const)('refuses %s', (code, command, facts) =>
    given(placed, ...facts)
      .when(asked(command, by('ding.hao', late)))
      .thenRefuses(code),
  );
});

describe('ApologiseToCustomer', () => {
  const { channel, happenedAt } = apologised.data;
  const apologise = { type: 'ApologiseToCustomer', orderId, exceptionId, channel, happenedAt } as const;
  it('says that the customer has heard it (R083)', () =>
    given(...trouble)
      .when(asked(apologise, by('li.na', inTime)))
      .then(apologised));
  it('brings along the breach that nobody has recorded', () =>
    given(...trouble)
      .when(asked(apologise, by('li.na', late)))
      .then(breach(response), escalated(response, 'zhao.min'), apologised));
  it('stays quiet when it was said, without a date or with that one', () => {
    for (const command of [apologise, { ...apologise, happenedAt: undefined }])
      given(...trouble, apologised, closed)
        .when(asked(command, by('li.na', late)))
        .thenNothing();
  });
  it('is late no more once both were in time', () =>
    given(...trouble, offered, apologised)
      .when(asked({ type: 'RecordOrderMilestoneOverdue', orderId, milestone: response.milestone, dueAt: inTime }))
      .thenNothing());
  it.each([
    ['already-apologised', { ...apologise, channel: '郵件' }, [declared, apologised]],
    ['already-apologised', { ...apologise, happenedAt: noon }, [declared, apologised]],
    ['exception-closed', apologise, [declared, closed]],
    ['exception-not-found', apologise, []],
    ['happened-in-the-future', { ...apologise, happenedAt: '2026-05-20T06:00:00.002Z' }, [declared]],
  ] as const)('refuses %s', (code, command, facts) =>
    given(placed, scheduled, ...facts)
      .when(asked(command, by('li.na', late)))
      .thenRefuses(code),
  );
});

describe('OfferAlternative', () => {
  const { kind, description, cost } = offered.data;
  const offer = { type: 'OfferAlternative', orderId, exceptionId, alternative: 1, kind, description, cost } as const;
  it('offers what the catalogue knows (R084), on a cancelled order too', () => {
    for (const facts of [[], [{ ...cancelled, data: { ...cancelled.data, superseded: [response.milestone] } }]])
      given(...trouble, ...facts)
        .when(asked(offer, by('li.na', inTime)))
        .then(offered);
  });
  it('brings along the breach that nobody has recorded, and another once the first is declined', () => {
    given(...trouble, apologised)
      .when(asked(offer, by('li.na', late)))
      .then(breach(response), escalated(response, 'zhao.min'), offered);
    given(...trouble, apologised, offered, declined)
      .when(asked({ ...offer, alternative: 2 }, by('li.na', late)))
      .then({ ...offered, data: { ...offered.data, alternative: 2 } });
  });
  it('stays quiet when that was offered', () =>
    given(...trouble, offered, declined)
      .when(asked(offer, by('chen.jing', late)))
      .thenNothing());
  it.each([
    ['alternative-already-offered', { ...offer, cost: cny(1) }, [declared, offered]],
    ['alternative-not-next', { ...offer, alternative: 3 }, [declared, offered]],
    ['alternative-unknown', { ...offer, kind: 'cash-back' }, [declared]],
    ['currencies-differ', { ...offer, cost: { amount: 1, currency: 'USD' } }, [declared]],
    ['exception-closed', offer, [declared, closed]],
    ['exception-not-found', offer, []],
  ] as const)('refuses %s', (code, command, facts) =>
    given(placed, scheduled, ...facts)
      .when(asked(command, by('li.na', late)))
      .thenRefuses(code),
  );
});

describe('AnswerAlternative', () => {
  const { happenedAt } = accepted.data;
  const accept = { type: 'AnswerAlternative', orderId, exceptionId, alternative: 1, answer: 'accepted' } as const;
  const decline = { ...accept, answer: 'declined', reason: '要求換貨', happenedAt } as const;
  it('takes the customer at their word, by a link', () =>
    given(...trouble, offered)
      .when(asked(accept, byLink(happenedAt)))
      .then(accepted));
  it('takes it from the colleague who heard it', () =>
    given(...trouble, offered)
      .when(asked({ ...decline, channel: '電話' }, by('li.na', late)))
      .then({ ...declined, data: { ...declined.data, channel: '電話' } }));
  it('stays quiet when that was the answer, whoever says so', () => {
    given(...trouble, offered, accepted, closed)
      .when(asked(accept, by('li.na', late)))
      .thenNothing();
    given(...trouble, offered, declined)
      .when(asked(decline, byLink(late)))
      .thenNothing();
  });
  it.each([
    ['alternative-already-answered', accept, [declared, offered, declined]],
    ['alternative-already-answered', decline, [declared, offered, accepted]],
    ['alternative-not-found', accept, [declared]],
    ['exception-closed', accept, [declared, offered, closed]],
    ['exception-not-found', accept, []],
    ['happened-in-the-future', { ...accept, happenedAt: '2026-05-20T06:00:00.002Z' }, [declared, offered]],
  ] as const)('refuses %s', (code, command, facts) =>
    given(placed, scheduled, ...facts)
      .when(asked(command, by('li.na', late)))
      .thenRefuses(code),
  );
});

it('tells nobody twice: one escalation for one breach', () =>
  given(...trouble, breach(response), escalated(response, 'zhao.min'))
    .when(asked({ type: 'ApologiseToCustomer', orderId, exceptionId, channel: '電話' }, by('li.na', late)))
    .then({
      type: 'CustomerApologised',
      data: { ...whom, exceptionId, by: 'li.na', channel: '電話', happenedAt: late },
    }));
