import {
  DomainError,
  ensure,
  ensureAllowed,
  personOf,
  same,
  shortNumber,
  type CommandMetadata,
} from '@dealtrail/event-sourcing';
import { ensureMayOwn, type StaffDirectory } from '@dealtrail/staff';
import { existing, ofAccount, type ReceivableRules } from './account-rules.js';
import { allocatedTo, ensureOnce, inOrder, sumOf, writtenOffOf } from './allocation.js';

/** What is to come in, and whose account it is. */
export const planRules: ReceivableRules<'PlanPayments' | 'ChangePaymentPlan' | 'ReassignReceivable'> = {
  PlanPayments: ({ type: _, metadata, ...asked }, state, known) => {
    const isProcess = metadata.actor.kind === 'process';
    if (isProcess && state.status !== 'none') return [];
    const by = personOf(metadata);
    const ownerId = asked.ownerId ?? by;
    const instalments = inOrder(asked.instalments);
    const data = { ...asked, instalments, ownerId, number: shortNumber(asked.contractId), by };
    if (state.status !== 'none') {
      ensure(same(state.opened, data), 'payments-already-planned');
      return [];
    }
    if (!isProcess) ensureMayOwn(known.staff, ownerId); // whoever has left meanwhile is taken over from
    ensureOnce(instalments);
    return [{ type: 'PaymentsPlanned', data }];
  },

  ChangePaymentPlan: ({ reason, metadata, ...asked }, state, { staff }) => {
    const account = existing(state);
    const instalments = inOrder(asked.instalments);
    if (same(instalments, account.plan)) return [];
    ensureOnce(instalments);
    for (const { no } of account.plan) {
      const least = allocatedTo(account, no) + writtenOffOf(account, no);
      const planned = instalments.find((instalment) => instalment.no === no)?.amount ?? 0;
      ensure(planned >= least, 'plan-below-allocated', { no, least });
    }
    ensureAllowed(sumOf(instalments) >= sumOf(account.plan) || mayOweLess(metadata, staff), 'less-is-for-finance');
    const change = { instalments, previous: account.plan, reason, by: personOf(metadata) };
    return [{ type: 'PaymentPlanChanged', data: { ...ofAccount(account), ...change } }];
  },

  ReassignReceivable: ({ contractId, from, position }, state, { staff }) => {
    const account = existing(state);
    if (account.ownerId !== from || staff.isActive(from)) return [];
    const to = staff.superiorOf(from);
    if (to === undefined) throw new DomainError('nobody-to-hand-over-to');
    const instalments = account.plan.map(({ no }) => no);
    const receiptIds = account.receipts.map(({ recorded }) => recorded.receiptId);
    const writeOffIds = account.writeOffs.map(({ writeOffId }) => writeOffId);
    const data = { contractId, from, to, position, instalments, receiptIds, writeOffIds };
    return [{ type: 'ReceivableReassigned', data }];
  },
};

/** To owe less is to give money up: not for sellers, who are measured by what comes in of it. */
const mayOweLess = ({ actor }: CommandMetadata, staff: StaffDirectory): boolean =>
  actor.kind !== 'staff' || (staff.rolesOf(actor.id) ?? []).some((role) => role === 'finance' || role === 'director');
