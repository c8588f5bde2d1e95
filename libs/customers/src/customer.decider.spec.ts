import { authorise, operationOf, type CommandMetadata, type Intention } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import { customerCommands, type AnyCustomerCommand } from './customer.commands.js';
import { customer } from './customer.decider.js';
import type { CustomerEvent } from './customer.events.js';

const customerId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const known = testKnown({
  units: [{ unitId: 'east.1', kind: 'team', head: 'zhao.min' }],
  people: [
    { staffId: 'li.na', roles: ['rep'], unitId: 'east.1' },
    { staffId: 'wang.wei', roles: ['rep'], unitId: 'east.1' },
    { staffId: 'sun.li', roles: ['rep'], active: false },
    { staffId: 'zhao.min', roles: ['supervisor'], unitId: 'east.1' },
    { staffId: 'chen.jing', roles: ['salesSupport'] },
    { staffId: 'he.shen', roles: ['auditor'] },
  ],
});

const metadata: CommandMetadata = {
  commandId: '11111111-1111-4111-8111-111111111111',
  actor: { kind: 'staff', id: 'li.na' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  occurredAt: '2026-03-02T01:00:00.000Z',
};
const asked = (command: Intention<AnyCustomerCommand>, by: Partial<CommandMetadata> = {}): AnyCustomerCommand =>
  ({ ...command, metadata: { ...metadata, ...by } }) as AnyCustomerCommand;

const given = specification(customer, known);

const profile = {
  name: '華東精密製造有限公司',
  industry: 'manufacturing',
  annualRevenue: { amount: 110_004_000_000, currency: 'USD' },
};
const register = { type: 'RegisterCustomer', customerId, ...profile } as const;
const registered: CustomerEvent = {
  type: 'CustomerRegistered',
  data: { customerId, number: '7WJG9R2F', ...profile, ownerId: 'li.na' },
};

describe('RegisterCustomer', () => {
  it('registers a customer of the seller who asks', () => given().when(asked(register)).then(registered));
  it('gives it to nobody when sales support or an import enters it', () => {
    const { ownerId: _, ...data } = registered.data as Extract<CustomerEvent, { type: 'CustomerRegistered' }>['data'];
    const unowned: CustomerEvent = { type: 'CustomerRegistered', data };
    given()
      .when(asked(register, { actor: { kind: 'staff', id: 'chen.jing' } }))
      .then(unowned);
    given()
      .when(asked(register, { actor: { kind: 'import', id: 'crm-pipeline' }, history: true }))
      .then(unowned);
  });
  it('stays quiet when it is the same again', () => given(registered).when(asked(register)).thenNothing());
  it('refuses another content under the same id', () =>
    given(registered)
      .when(asked({ ...register, name: '華南' }))
      .thenRefuses('customer-already-registered'));
  it('refuses an owner who has left, and one who does not sell', () => {
    given()
      .when(asked({ ...register, ownerId: 'sun.li' }))
      .thenRefuses('owner-not-active');
    given()
      .when(asked({ ...register, ownerId: 'chen.jing' }))
      .thenRefuses('owner-not-in-sales');
  });
});

describe('EditCustomer', () => {
  const edit = { type: 'EditCustomer', customerId, name: profile.name, employees: 1350 } as const;
  const edited: CustomerEvent = {
    type: 'CustomerEdited',
    data: { customerId, changes: { employees: 1350 }, previous: { employees: undefined } },
  };
  it('records what changed and what it was', () => given(registered).when(asked(edit)).then(edited));
  it('stays quiet when nothing differs', () => given(registered, edited).when(asked(edit)).thenNothing());
  it('refuses a customer that is not there', () => given().when(asked(edit)).thenRefuses('customer-not-found'));
});

describe('NameCustomerContact', () => {
  const name = {
    type: 'NameCustomerContact',
    customerId,
    contactName: '王芳',
    contactPhone: '+86 21 5555 0100',
  } as const;
  const named: CustomerEvent = {
    type: 'CustomerContactNamed',
    data: { customerId, contactName: '王芳', contactPhone: '+86 21 5555 0100' },
  };
  it('names the contact', () => given(registered).when(asked(name)).then(named));
  it('stays quiet about the same contact', () => given(registered, named).when(asked(name)).thenNothing());
  it('refuses a customer that is not there', () => given().when(asked(name)).thenRefuses('customer-not-found'));
});

describe('AssessCustomerTier', () => {
  const assess = { type: 'AssessCustomerTier', customerId, tier: 'core', reason: '年採購額' } as const;
  const assessed: CustomerEvent = {
    type: 'CustomerTierAssessed',
    data: { customerId, tier: 'core', reason: '年採購額' },
  };
  it('assesses, with the reason', () => given(registered).when(asked(assess)).then(assessed));
  it('says what the tier was', () =>
    given(registered, assessed)
      .when(asked({ ...assess, tier: 'key', reason: '行業前三' }))
      .then({
        type: 'CustomerTierAssessed',
        data: { customerId, tier: 'key', previousTier: 'core', reason: '行業前三' },
      }));
  it('stays quiet about the tier it has', () => given(registered, assessed).when(asked(assess)).thenNothing());
  it('refuses a customer that is not there', () => given().when(asked(assess)).thenRefuses('customer-not-found'));
});

describe('GradeCustomer', () => {
  const grade = { type: 'GradeCustomer', customerId, grade: 'A', reason: '意向度高' } as const;
  const graded: CustomerEvent = { type: 'CustomerGraded', data: { customerId, grade: 'A', reason: '意向度高' } };
  it('grades, with the reason', () => given(registered).when(asked(grade)).then(graded));
  it('stays quiet about the grade it has', () => given(registered, graded).when(asked(grade)).thenNothing());
  it('refuses a customer that is not there', () => given().when(asked(grade)).thenRefuses('customer-not-found'));
});

describe('ChangeCustomerOwner', () => {
  const change = { type: 'ChangeCustomerOwner', customerId, ownerId: 'wang.wei' } as const;
  const changed: CustomerEvent = {
    type: 'CustomerOwnerChanged',
    data: { customerId, ownerId: 'wang.wei', previousOwnerId: 'li.na' },
  };
  it('assigns it to another seller', () => given(registered).when(asked(change)).then(changed));
  it('stays quiet when it is that seller’s', () => given(registered, changed).when(asked(change)).thenNothing());
  it('refuses who has left', () =>
    given(registered)
      .when(asked({ ...change, ownerId: 'sun.li' }))
      .thenRefuses('owner-not-active'));
  it('refuses a customer that is not there', () => given().when(asked(change)).thenRefuses('customer-not-found'));
});

describe('permissions of customers', () => {
  const registration = registered as Extract<CustomerEvent, { type: 'CustomerRegistered' }>;
  const state = customer.evolve.CustomerRegistered(customer.initialState, registration);
  const allowed = (id: string): string[] =>
    customerCommands
      .filter((command) => {
        const permission = operationOf(command)?.allow;
        if (!permission) throw new Error(`${command.name} states no permission`);
        try {
          authorise(permission, { kind: 'staff', id }, customer.subject(state, asked(register)), known.staff);
          return true;
        } catch {
          return false;
        }
      })
      .map(({ name }) => name);
  const all = customerCommands.map(({ name }) => name);

  it('let the owner and the team’s head do all, sales support keep records, others nothing', () => {
    expect(allowed('li.na')).toEqual(all);
    expect(allowed('zhao.min')).toEqual(all);
    expect(allowed('chen.jing')).toEqual(all.filter((name) => !/Tier|Grade/.test(name)));
    expect(allowed('wang.wei')).toEqual([]);
    expect(allowed('he.shen')).toEqual([]);
  });
});
