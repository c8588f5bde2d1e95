import { orderDelivery } from '@dealtrail/policies';
import { confirmationClock, documentsClock, limitsAt, responseClock, signOffClock } from './milestone-clock.js';
import { companyWith, known } from './testing/order-company.js';

const march = '2026-03-03T02:00:00.000Z';
const limits = limitsAt(known, march);

describe('the clocks of promises', () => {
  it('confirm three calendar days ahead at nine, whichever days they are (T11)', () =>
    expect(confirmationClock('2026-05-25', march, limits)).toEqual({
      since: march,
      dueAt: '2026-05-22T01:00:00.000Z',
      warnings: ['2026-05-21T01:00:00.000Z'],
    }));
  it('are due at once when fewer days remain, and warn of nothing (D03)', () => {
    const monday = '2026-05-22T01:00:00.001Z';
    expect(confirmationClock('2026-05-25', monday, limits)).toEqual({ since: monday, dueAt: monday, warnings: [] });
    expect(documentsClock('2026-05-22', monday, limits)).toEqual({ since: monday, dueAt: monday, warnings: [] });
  });
  it('leave out a warning that has passed when they open', () =>
    expect(confirmationClock('2026-05-25', '2026-05-21T02:00:00.000Z', limits)).toMatchObject({
      dueAt: '2026-05-22T01:00:00.000Z',
      warnings: [],
    }));
  it('have documents there the day before at six (T12)', () =>
    expect(documentsClock('2026-05-20', march, limits)).toEqual({
      since: march,
      dueAt: '2026-05-19T10:00:00.000Z',
      warnings: ['2026-05-17T10:00:00.000Z'],
    }));
  it('run from when the customer had the goods, however late that was written down (T13)', () => {
    const at = '2026-05-20T02:00:00.000Z';
    expect(signOffClock(at, at, limits)).toEqual({
      since: at,
      dueAt: '2026-05-21T02:00:00.000Z',
      warnings: ['2026-05-20T14:00:00.000Z', '2026-05-20T22:00:00.000Z'],
    });
    expect(signOffClock(at, '2026-05-20T20:00:00.000Z', limits)).toMatchObject({
      dueAt: '2026-05-21T02:00:00.000Z',
      warnings: ['2026-05-20T22:00:00.000Z'],
    });
    expect(signOffClock(at, '2026-05-25T20:00:00.000Z', limits)).toEqual({
      since: at,
      dueAt: '2026-05-21T02:00:00.000Z',
      warnings: [],
    });
  });
  it('answer an exception within two hours, warned after one (T14)', () =>
    expect(responseClock(march, march, limits)).toEqual({
      since: march,
      dueAt: '2026-03-03T04:00:00.000Z',
      warnings: ['2026-03-03T03:00:00.000Z'],
    }));
  it('keep to the limits a delivery is pinned to', () => {
    const content = { ...orderDelivery.first, signOffHours: 48 };
    const later = companyWith({}, [
      { kind: 'order-delivery', version: 2, content, effectiveFrom: '2026-04-01T00:00:00.000Z' },
    ]);
    const may = '2026-05-20T02:00:00.000Z';
    expect(limitsAt(later, may).policy.signOffHours).toBe(48);
    expect(limitsAt(later, may, { kind: 'order-delivery', version: 1 }).policy.signOffHours).toBe(24);
  });
});
