import { projectionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { customerRegister } from './customer-register.projection.js';
import type { CustomerEvent } from './customer.events.js';

const customerId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const given = (...events: readonly CustomerEvent[]) =>
  projectionSpecification(customerRegister)(
    ...events.map((event, revision) => recorded(event, `customer-${customerId}`, revision)),
  );

const registered: CustomerEvent = {
  type: 'CustomerRegistered',
  data: { customerId, number: '7WJG9R2F', name: '華東精密', employees: 1200 },
};
const row = {
  customerId,
  number: '7WJG9R2F',
  name: '華東精密',
  employees: 1200,
  registeredAt: '2026-03-02T01:00:00.000Z',
  revision: 0,
  lastPosition: '1',
};

describe('customerRegister', () => {
  it('shows a registered customer', () => given(registered).then(row));

  it('follows what is said of it, with the newest reason', () =>
    given(
      registered,
      { type: 'CustomerEdited', data: { customerId, changes: { employees: 1350 }, previous: { employees: 1200 } } },
      { type: 'CustomerContactNamed', data: { customerId, contactName: '王芳', contactPhone: '021-5555' } },
      { type: 'CustomerContactNamed', data: { customerId, contactName: '李強' } },
      { type: 'CustomerTierAssessed', data: { customerId, tier: 'key', reason: '行業前三' } },
      { type: 'CustomerGraded', data: { customerId, grade: 'B', reason: '初評' } },
      { type: 'CustomerGraded', data: { customerId, grade: 'A', previousGrade: 'B', reason: '意向度高' } },
      { type: 'CustomerOwnerChanged', data: { customerId, ownerId: 'wang.wei' } },
    ).then({
      ...row,
      employees: 1350,
      contactName: '李強',
      contactPhone: undefined,
      tier: 'key',
      tierReason: '行業前三',
      grade: 'A',
      gradeReason: '意向度高',
      ownerId: 'wang.wei',
      revision: 7,
      lastPosition: '8',
    }));

  it('leaves nothing of a customer that was never registered', () =>
    given({ type: 'CustomerGraded', data: { customerId, grade: 'A', reason: '意向度高' } }).then());
});
