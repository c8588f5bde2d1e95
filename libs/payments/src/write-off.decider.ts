import { ensure, ensureAllowed, ensureFound, personOf, same, type CommandMetadata } from '@dealtrail/event-sourcing';
import type { Money } from '@dealtrail/money';
import type { WriteOffPolicy } from '@dealtrail/policies';
import type { StaffDirectory } from '@dealtrail/staff';
import { ensureCurrency, existing, ofAccount, type ReceivableRules } from './account-rules.js';
import { openOf, sumOf } from './allocation.js';
import type { WriteOffApprover } from './receivable.events.js';
import type { KnownReceivable, WriteOff } from './receivable.fold.js';

/** What is given up, by two people (四眼原則). */
export const writeOffRules: ReceivableRules<'RequestWriteOff' | 'ApproveWriteOff' | 'RefuseWriteOff'> = {
  RequestWriteOff: ({ writeOffId, no, amount, reason, metadata }, state, known) => {
    const account = existing(state);
    ensureCurrency(account, amount);
    const asked = { writeOffId, no, amount: amount.amount, reason, requestedBy: personOf(metadata) };
    const before = account.writeOffs.find((one) => one.writeOffId === writeOffId);
    if (before) {
      ensure(same({ ...before, ...asked }, before), 'write-off-already-requested');
      return [];
    }
    ensureFound(
      account.plan.some((instalment) => instalment.no === no),
      'instalment-not-found',
    );
    ensureOpen(account, asked);
    const { value, version: policy } = known.policies.inForce('write-off', metadata.occurredAt);
    const data = { ...ofAccount(account), ...asked, approver: approverOf(account, amount, value), policy };
    return [{ type: 'WriteOffRequested', data }];
  },

  ApproveWriteOff: ({ writeOffId, comment, metadata }, state, { staff }) => {
    const account = existing(state);
    const writeOff = toDecide(account, writeOffId, metadata, staff);
    const approvedBy = personOf(metadata);
    if (isRepeated(writeOff, true, approvedBy, comment)) return [];
    ensureOpen(account, writeOff);
    return [{ type: 'WriteOffApproved', data: { ...ofAccount(account), ...asked(writeOff), approvedBy, comment } }];
  },

  RefuseWriteOff: ({ writeOffId, reason, metadata }, state, { staff }) => {
    const account = existing(state);
    const writeOff = toDecide(account, writeOffId, metadata, staff);
    const refusedBy = personOf(metadata);
    if (isRepeated(writeOff, false, refusedBy, reason)) return [];
    return [{ type: 'WriteOffRefused', data: { ...ofAccount(account), ...asked(writeOff), refusedBy, reason } }];
  },
};

const asked = ({ writeOffId, no, amount, requestedBy }: WriteOff) => ({ writeOffId, no, amount, requestedBy });

/**
 * By what the account has given up or is asked to, together: small ones do not add up unseen. A currency that is not named has no
 * amount that finance may approve.
 */
function approverOf(
  { writeOffs }: KnownReceivable,
  { amount, currency }: Money,
  { directorFrom }: WriteOffPolicy,
): WriteOffApprover {
  const from = directorFrom[currency];
  const before = sumOf(writeOffs.filter(({ decision }) => decision?.approved !== false));
  return from === undefined || before + amount >= from ? 'director' : 'finance';
}

function ensureOpen(account: KnownReceivable, { no, amount }: Pick<WriteOff, 'no' | 'amount'>): void {
  const open = openOf(account, no);
  ensure(amount <= open, 'write-off-exceeds-open', { no, open });
}

/** The write-off, for somebody who may decide it: four eyes before all. Who held which post in the past is not on record. */
function toDecide(
  { writeOffs }: KnownReceivable,
  writeOffId: string,
  metadata: CommandMetadata,
  staff: StaffDirectory,
): WriteOff {
  const writeOff = writeOffs.find((one) => one.writeOffId === writeOffId);
  ensureFound(writeOff, 'write-off-not-found');
  const by = personOf(metadata);
  ensureAllowed(writeOff.requestedBy !== by, 'approver-is-requester');
  const entitled = (staff.rolesOf(by) ?? []).some((role) => role === 'director' || role === writeOff.approver);
  ensureAllowed(metadata.history || entitled, 'approver-not-entitled');
  return writeOff;
}

/** Whether this very decision is on record; refuses another one (`write-off-decided`). */
function isRepeated({ decision }: WriteOff, approved: boolean, by: string, words: string | undefined): boolean {
  if (!decision) return false;
  ensure(same(decision, { approved, by, words }), 'write-off-decided');
  return true;
}
