import { permissionOf } from '@dealtrail/event-sourcing';
import { testKnown } from '@dealtrail/known/testing';
import { reachesContact } from './contact-reach.js';
import { CustomerPage } from './customer.queries.js';

const { staff } = testKnown({
  people: [
    { staffId: 'fan', roles: ['auditor'] },
    { staffId: 'luo', roles: ['auditor', 'legal'] },
    { staffId: 'he', roles: ['auditor', 'rep'] },
    { staffId: 'sun', roles: ['salesSupport', 'auditor'] },
  ],
});

describe("a customer's contact", () => {
  it.each([
    ['fan', 'he', false],
    ['luo', 'he', false], // the other post reaches no customers
    ['he', 'li.na', false], // the other post reaches only its own
    ['he', 'he', true],
    ['he', undefined, false],
    ['sun', undefined, true],
  ])('%s sees that of a customer of %s: %s', (staffId, ownerId, sees) =>
    expect(reachesContact(permissionOf(new CustomerPage()), staffId, ownerId, staff)).toBe(sees),
  );
});
