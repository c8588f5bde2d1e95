import fc from 'fast-check';
import type { Actor, Intention } from '@dealtrail/event-sourcing';
import type { AnyReceivableCommand } from '../receivable.commands.js';
import { contractId } from './receivable-facts.js';

/** What somebody wants of an account, whether or not they may. */
export interface Wish {
  readonly intention: Intention<AnyReceivableCommand>;
  readonly actor: Actor;
}

type Verb = AnyReceivableCommand['type'];
const staff = (id: string): Actor => ({ kind: 'staff', id });
const process: Actor = { kind: 'process', id: 'model' };
const id = (kind: string, n: number): string => `${kind}000000-0000-4000-8000-00000000000${n}`;

/** Few of each, and small, so that they meet each other's limits. */
const receiptIds = fc.integer({ min: 1, max: 3 }).map((n) => id('aa', n));
const refundIds = fc.integer({ min: 1, max: 3 }).map((n) => id('bb', n));
const writeOffIds = fc.integer({ min: 1, max: 3 }).map((n) => id('cc', n));
const numbers = fc.integer({ min: 1, max: 4 });
const fen = fc.integer({ min: 1, max: 12 });
const money = fc.record({
  amount: fc.integer({ min: 1, max: 30 }),
  currency: fc.oneof({ weight: 19, arbitrary: fc.constant('CNY') }, { weight: 1, arbitrary: fc.constant('USD') }),
});
const reasons = fc.constantFrom('一', '二');
const reasonOrNone = fc.option(reasons, { nil: undefined });
const days = fc.constantFrom('2026-05-10', '2026-05-20', '2026-05-30', '2026-06-10');
const labels = fc.constantFrom('預付款', '驗收款');

const instalments = fc.uniqueArray(fc.record({ no: numbers, label: labels, dueOn: days, amount: fen }), {
  selector: ({ no }) => no,
  maxLength: 4,
});
const allocations = fc.array(fc.record({ no: numbers, amount: fen }), { maxLength: 3 });
const allocationsOrNone = fc.option(allocations, { nil: undefined, freq: 2 });

const finance = fc.constantFrom('qian.yi', 'qian.yi', 'xu.bo', 'qian.yi', 'li.na').map(staff);
const seller = fc.constantFrom('li.na', 'qian.yi', 'zhao.min', 'wang.wei').map(staff);
const approver = fc.constantFrom('qian.yi', 'gao.feng', 'he.ping', 'li.na').map(staff);

/** Of every command one, by chance. */
const wishes: {
  readonly [T in Verb]: readonly [weight: number, fields: fc.Arbitrary<object>, by: fc.Arbitrary<Actor>];
} = {
  PlanPayments: [
    2,
    fc.record({ currency: fc.constant('CNY'), ownerId: fc.constant('li.na'), instalments }),
    fc.oneof(seller, fc.constant(process)),
  ],
  ChangePaymentPlan: [3, fc.record({ instalments, reason: reasons }), seller],
  RecordReceipt: [
    7,
    fc.record({
      receiptId: receiptIds,
      amount: money,
      receivedOn: fc.constantFrom('2026-05-10', '2026-05-20', '2026-06-10'),
      method: fc.constant('bank-transfer'),
      allocations: allocationsOrNone,
    }),
    finance,
  ],
  AllocateReceipt: [
    5,
    fc.record({ receiptId: receiptIds, allocations: allocationsOrNone, reason: reasonOrNone }),
    finance,
  ],
  ReverseReceipt: [3, fc.record({ receiptId: receiptIds, reason: reasons }), finance],
  RefundReceipt: [
    4,
    fc.record({
      receiptId: receiptIds,
      refundId: refundIds,
      amount: fc.record({ amount: fc.integer({ min: 1, max: 9 }), currency: fc.constant('CNY') }),
      refundedOn: days,
      reason: reasons,
    }),
    finance,
  ],
  RequestWriteOff: [4, fc.record({ writeOffId: writeOffIds, no: numbers, amount: money, reason: reasons }), seller],
  ApproveWriteOff: [3, fc.record({ writeOffId: writeOffIds, comment: reasonOrNone }), approver],
  RefuseWriteOff: [1, fc.record({ writeOffId: writeOffIds, reason: reasons }), approver],
  ReassignReceivable: [
    1,
    fc.record({ from: fc.constantFrom('li.na', 'sun.li'), position: fc.constant(1) }),
    fc.constant(process),
  ],
};

const verbs = Object.keys(wishes) as readonly Verb[];
const anyWish: fc.Arbitrary<Wish> = fc.oneof(
  ...verbs.map((type) => {
    const [weight, fields, by] = wishes[type];
    const wish = fc.tuple(fields, by).map(([more, actor]) => {
      return { intention: { type, contractId, ...more } as unknown as Intention<AnyReceivableCommand>, actor };
    });
    return { weight, arbitrary: wish };
  }),
);

const opening: Wish = {
  intention: {
    type: 'PlanPayments',
    contractId,
    ownerId: 'li.na',
    currency: 'CNY',
    instalments: [
      { no: 1, label: '預付款', dueOn: '2026-05-20', amount: 10 },
      { no: 2, label: '驗收款', dueOn: '2026-06-20', amount: 20 },
    ],
  },
  actor: process,
};

/** The years of one account; mostly it is opened first. */
export const sequences: fc.Arbitrary<readonly Wish[]> = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.array(anyWish, { minLength: 5, maxLength: 40, size: 'max' }))
  .map(([first, rest]) => (first === 0 ? rest : [opening, ...rest]));
