import { specification } from '@dealtrail/event-sourcing/testing';
import { order } from './order.decider.js';
import type { OrderEvent } from './order.events.js';
import { asked, by, companyWith, known, tuesday } from './testing/order-company.js';
import { cancelled, checked, held, orderId, placedNow } from './testing/order-facts.js';

const given = specification(order, known);
const check = { type: 'CheckOrderStatus', orderId, note: '生產按期' } as const;
const checkedWith = (change: Partial<typeof checked.data>): OrderEvent => ({
  ...checked,
  data: { ...checked.data, ...change },
});

describe('CheckOrderStatus', () => {
  it('is for today, in the zone of the calendar', () => {
    given(...placedNow)
      .when(asked(check, by('li.na', tuesday)))
      .then(checked);
    given(...placedNow)
      .when(asked(check, by('li.na', '2026-03-02T16:00:00.000Z'))) // midnight in Shanghai
      .then(checked);
  });
  it('is in time to the end of its day, and late from then on', () => {
    const forTuesday = { ...check, day: '2026-03-03' };
    given(...placedNow)
      .when(asked(forTuesday, by('li.na', '2026-03-03T15:59:59.999Z')))
      .then(checked);
    given(...placedNow)
      .when(asked(forTuesday, by('li.na', '2026-03-03T16:00:00.000Z')))
      .then(checkedWith({ late: true }));
  });
  it('takes another note for the same day, of an order on hold as well', () =>
    given(...placedNow, checked, held)
      .when(asked({ ...check, note: '改期' }, by('li.na')))
      .then(checkedWith({ note: '改期' })));
  it('is for the deputy of its owner, and for who reaches it', () => {
    for (const id of ['wang.wei', 'zhao.min', 'chen.jing'])
      given(...placedNow)
        .when(asked(check, by(id)))
        .then(checkedWith({ by: id }));
  });
  it('stays quiet about the same day and note', () => {
    given(...placedNow, checked)
      .when(asked(check, by('li.na')))
      .thenNothing();
    given(...placedNow, checked, cancelled)
      .when(asked({ ...check, day: '2026-03-03' }, by('li.na', '2026-03-09T02:00:00.000Z')))
      .thenNothing();
  });
  it('refuses who neither reaches it nor stands in, days to come, and orders that are over', () => {
    const nobodys = specification(order, companyWith({ 'li.na': { deputy: undefined } }));
    nobodys(...placedNow)
      .when(asked(check, by('wang.wei')))
      .thenRefuses('out-of-reach');
    given(...placedNow)
      .when(asked({ ...check, day: '2026-03-04' }, by('li.na')))
      .thenRefuses('checked-in-the-future');
    given(...placedNow, cancelled)
      .when(asked(check, by('li.na')))
      .thenRefuses('order-cancelled');
  });
});
