import { ensure, ensureFound, type Decide } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { Money } from '@dealtrail/money';
import type { AnyReceivableCommand } from './receivable.commands.js';
import type { ReceivableEvent } from './receivable.events.js';
import type { KnownReceivable, Receipt, Receivable } from './receivable.fold.js';

/** Some of the rules of an account, by command. */
export type ReceivableRules<T extends AnyReceivableCommand['type']> = Pick<
  Decide<AnyReceivableCommand, Receivable, ReceivableEvent, Known>,
  T
>;

export function existing(account: Receivable): KnownReceivable {
  ensureFound(account.status !== 'none', 'receivable-not-found');
  return account;
}

/** Whose money it is about, as every fact tells it. */
export const ofAccount = ({ opened, ownerId, contractId, currency }: KnownReceivable) => ({
  contractId,
  ...(opened.dealId !== undefined && { dealId: opened.dealId }),
  ...(opened.customerId !== undefined && { customerId: opened.customerId }),
  ownerId,
  number: opened.number,
  currency,
});

/** An account has one currency: amounts of two are never added. */
export const ensureCurrency = ({ currency }: KnownReceivable, asked: Money): void =>
  ensure(asked.currency === currency, 'currency-differs', { currency });

export function receiptOf({ receipts }: KnownReceivable, receiptId: string): Receipt {
  const receipt = receipts.find(({ recorded }) => recorded.receiptId === receiptId);
  ensureFound(receipt, 'receipt-not-found');
  return receipt;
}
