import { authorise, fold, operationOf, permissionOf, type Actor } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { receivableCommands, type AnyReceivableCommand } from './receivable.commands.js';
import { receivable } from './receivable.decider.js';
import type { ReceivableEvent } from './receivable.events.js';
import { paymentQueries } from './payments.registry.js';
import {
  acceptance,
  account,
  asked,
  by,
  byImport,
  byProcess,
  changed,
  contractId,
  customerId,
  deposit,
  known,
  planned,
  reassigned,
  received,
  retention,
  writeOffApproved,
  writeOffRequested,
} from './testing/receivable-facts.js';

const given = specification(receivable, known);
const paid = received(0, 30_000, { no: 1, amount: 30_000 });

describe('PlanPayments', () => {
  const plan = {
    type: 'PlanPayments' as const,
    contractId,
    customerId,
    currency: 'CNY',
    instalments: [deposit, acceptance, retention],
  };
  it('opens the account, in order of the instalments', () =>
    given()
      .when(asked({ ...plan, instalments: [retention, deposit, acceptance] }, by('li.na')))
      .then(planned));
  it('is for the owner who is named', () =>
    given()
      .when(asked({ ...plan, ownerId: 'li.na' }))
      .then({ ...planned, data: { ...planned.data, by: 'qian.yi' } } as ReceivableEvent));
  it('takes from a process an owner who has just left: the account is taken over from them', () => {
    const left = { ...planned.data, ownerId: 'sun.li', by: 'payments' };
    given()
      .when(asked({ ...plan, ownerId: 'sun.li' }, byProcess))
      .then({ type: 'PaymentsPlanned', data: left } as ReceivableEvent);
  });
  it('stays quiet about the same plan, also after it was changed, and about any that a process brings late', () => {
    given(planned, changed)
      .when(asked(plan, by('li.na')))
      .thenNothing();
    given(planned)
      .when(asked({ ...plan, instalments: [deposit] }, byProcess))
      .thenNothing();
  });
  it('refuses another plan', () => {
    given(planned)
      .when(asked({ ...plan, instalments: [deposit] }, by('li.na')))
      .thenRefuses('payments-already-planned');
    given(planned)
      .when(asked({ ...plan, currency: 'USD' }, by('li.na')))
      .thenRefuses('payments-already-planned');
  });
  it('refuses a number that comes twice, and who may own nothing', () => {
    given()
      .when(asked({ ...plan, instalments: [deposit, { ...acceptance, no: 1 }] }, by('li.na')))
      .thenRefuses('instalment-twice');
    given().when(asked(plan)).thenRefuses('owner-not-in-sales');
    given()
      .when(asked({ ...plan, ownerId: 'sun.li' }))
      .thenRefuses('owner-not-active');
  });
  it('takes the past from an import, for whom it says', () =>
    given()
      .when(asked(plan, byImport('li.na')))
      .then(planned));
});

describe('ChangePaymentPlan', () => {
  const postponed = { ...acceptance, dueOn: '2026-07-15' };
  const change = {
    type: 'ChangePaymentPlan' as const,
    contractId,
    instalments: [deposit, postponed, retention],
    reason: '驗收順延',
  };
  it('replaces the plan and says why', () =>
    given(planned)
      .when(asked(change, by('li.na')))
      .then(changed));
  it('moves and splits for sellers what is owed, never makes it less: giving money up takes more than who is measured by it', () => {
    const split = [deposit, { ...acceptance, amount: 60_000 }, { ...retention, amount: 10_000 }];
    given(planned)
      .when(asked({ ...change, instalments: split, reason: '客戶要求' }, by('li.na')))
      .then({ ...changed, data: { ...changed.data, instalments: split, reason: '客戶要求' } } as ReceivableEvent);
    for (const less of [[deposit, acceptance], [deposit, acceptance, { ...retention, amount: 9_998 }], []])
      given(planned)
        .when(asked({ ...change, instalments: less }, by('li.na')))
        .thenRefuses('less-is-for-finance');
    given(planned)
      .when(asked({ ...change, instalments: [deposit] }, byImport('li.na')))
      .then({ ...changed, data: { ...changed.data, instalments: [deposit] } } as ReceivableEvent);
  });
  it('takes an instalment out of which nothing came in, even the last one', () => {
    const data = { ...account, previous: [deposit, acceptance, retention], reason: '合同終止', by: 'qian.yi' };
    given(planned)
      .when(asked({ ...change, instalments: [], reason: '合同終止' }))
      .then({ type: 'PaymentPlanChanged', data: { ...data, instalments: [] } });
  });
  it('goes down to what is allocated and written off, to the fen', () => {
    const requested = { ...writeOffRequested, data: { ...writeOffRequested.data, no: 2 } } as ReceivableEvent;
    const approved = { ...writeOffApproved, data: { ...writeOffApproved.data, no: 2 } } as ReceivableEvent;
    const facts = [planned, received(0, 10_000, { no: 2, amount: 10_000 }), requested, approved];
    const to = (amount: number) =>
      asked({ ...change, instalments: [deposit, { ...acceptance, amount }, retention], reason: '折讓' });
    given(...facts)
      .when(to(10_500))
      .then({
        type: 'PaymentPlanChanged',
        data: {
          ...account,
          instalments: [deposit, { ...acceptance, amount: 10_500 }, retention],
          previous: [deposit, acceptance, retention],
          reason: '折讓',
          by: 'qian.yi',
        },
      });
    given(...facts)
      .when(to(10_499))
      .thenRefuses('plan-below-allocated');
  });
  it('stays quiet about the plan that there is', () => {
    given(planned, changed).when(asked(change)).thenNothing();
    given(planned, changed)
      .when(asked({ ...change, instalments: [retention, postponed, deposit], reason: '再說一次' }))
      .thenNothing();
  });
  it('refuses to drop what was paid, a number that comes twice, and an account that is none', () => {
    given(planned, paid)
      .when(asked({ ...change, instalments: [postponed] }))
      .thenRefuses('plan-below-allocated');
    given(planned)
      .when(asked({ ...change, instalments: [deposit, deposit] }))
      .thenRefuses('instalment-twice');
    given().when(asked(change)).thenRefuses('receivable-not-found');
  });
});

describe('ReassignReceivable', () => {
  const gone = testKnown({
    people: [
      { staffId: 'li.na', roles: ['rep'], superior: 'zhao.min', active: false },
      { staffId: 'zhao.min', roles: ['supervisor'] },
    ],
  });
  const nobody = testKnown({ people: [{ staffId: 'li.na', roles: ['rep'], active: false }] });
  const reassign = asked({ type: 'ReassignReceivable', contractId, from: 'li.na', position: 4711 }, byProcess);
  it('gives the account of who has left to their superior, naming each row', () =>
    specification(receivable, gone)(planned, paid).when(reassign).then(reassigned));
  it('stays quiet when it has gone on, and while the owner is there', () => {
    specification(receivable, gone)(planned, paid, reassigned).when(reassign).thenNothing();
    given(planned).when(reassign).thenNothing();
  });
  it('refuses when nobody is left', () =>
    specification(receivable, nobody)(planned).when(reassign).thenRefuses('nobody-to-hand-over-to'));
});

describe('who may', () => {
  const staff = (id: string): Actor => ({ kind: 'staff', id });
  const may = (type: AnyReceivableCommand['type'], actor: Actor): string => {
    const Type = receivableCommands.find(({ name }) => name === type);
    const command = Object.assign(new (Type as new () => AnyReceivableCommand)(), { contractId, metadata: { actor } });
    try {
      authorise(permissionOf(command), actor, receivable.subject(fold(receivable, [planned]), command), known.staff);
      return 'yes';
    } catch (refusal) {
      return (refusal as { readonly code: string }).code;
    }
  };
  it('PlanPayments: finance and directors, for nobody else knows whose contract it is', () => {
    expect(['qian.yi', 'gao.feng'].map((id) => may('PlanPayments', staff(id)))).toEqual(['yes', 'yes']);
    const others = ['li.na', 'zhao.min', 'admin', 'mo.qing'];
    expect(others.map((id) => may('PlanPayments', staff(id)))).toEqual(Array(4).fill('role-not-permitted'));
  });
  it.each(['ChangePaymentPlan', 'RequestWriteOff'] as const)('%s: finance, sellers in reach', (type) => {
    expect(['qian.yi', 'li.na', 'zhao.min', 'gao.feng'].map((id) => may(type, staff(id)))).toEqual(
      Array(4).fill('yes'),
    );
    expect(may(type, staff('wang.wei'))).toBe('out-of-reach');
    expect(['admin', 'mo.qing'].map((id) => may(type, staff(id)))).toEqual(Array(2).fill('role-not-permitted'));
  });
  it.each(['RecordReceipt', 'AllocateReceipt', 'ReverseReceipt', 'RefundReceipt'] as const)('%s: finance', (type) => {
    expect(may(type, staff('qian.yi'))).toBe('yes');
    const others = ['li.na', 'gao.feng', 'admin', 'mo.qing'];
    expect(others.map((id) => may(type, staff(id)))).toEqual(Array(4).fill('role-not-permitted'));
    expect(may(type, byProcess.actor as Actor)).toBe('not-permitted');
  });
  it.each(['ApproveWriteOff', 'RefuseWriteOff'] as const)('%s: finance and directors', (type) => {
    expect(['qian.yi', 'gao.feng'].map((id) => may(type, staff(id)))).toEqual(['yes', 'yes']);
    expect(['li.na', 'admin'].map((id) => may(type, staff(id)))).toEqual(Array(2).fill('role-not-permitted'));
  });
  it('ReassignReceivable: processes alone', () => {
    expect(may('ReassignReceivable', byProcess.actor as Actor)).toBe('yes');
    expect(may('ReassignReceivable', staff('admin'))).toBe('role-not-permitted');
  });
});

it.each([...receivableCommands, ...paymentQueries])('%p has an example that works', (type) => {
  const message = plainToInstance(type as new () => object, operationOf(type)?.example);
  expect(validateSync(message, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
});
