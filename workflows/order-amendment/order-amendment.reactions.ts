import { derivedId, reactions, send, type Action } from '@dealtrail/event-sourcing';
import { contract, type ContractEvent, type DraftContract, type WithdrawContract } from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import { order, type ApplyOrderAmendment, type OrderEvent, type RefuseOrderAmendment } from '@dealtrail/orders';

/** The supplementary agreement (補充協議) of a change: one and the same, however often its request is looked at. */
export const agreementId = (orderId: string, amendment: number): string =>
  derivedId('order-amendment', orderId, amendment);

/**
 * A change that is larger than the policy lets pass goes through the rounds of a contract: a signed one stays as it is, so a
 * supplementary agreement is drafted for the owner to complete. Its signature applies the change, its withdrawal refuses it, and the
 * other way round; a rejection leaves it waiting, for a rejected contract may be revised and submitted again.
 */
export const orderAmendmentReactions = reactions<OrderEvent | ContractEvent, Known>({
  name: 'orderAmendment',
  react: {
    OrderAmendmentRequested: async ({ data: { orderId, contractId, amendment, number, reason, value } }, { load }) => {
      if (contractId === undefined) return []; // nothing to supplement: a director settles it
      const [asked, signed] = [await load(order, orderId), await load(contract, contractId)];
      if (asked.status === 'none' || signed.status === 'none' || signed.dealId === undefined) return [];
      if (asked.amendments.some((one) => one.amendment === amendment && one.outcome)) return []; // settled by now
      const { title, parties, paymentTerms, breachLiability } = signed.terms;
      return [
        send<DraftContract>({
          type: 'DraftContract',
          contractId: agreementId(orderId, amendment),
          dealId: signed.dealId,
          customerId: asked.customerId ?? signed.customerId,
          ownerId: asked.ownerId,
          title: `補充協議 ${number}/${amendment}: ${title}`.slice(0, 200),
          parties: [...parties],
          amount: value,
          paymentTerms,
          breachLiability,
          deliveryPlan: `變更訂單 ${number}: ${reason}`,
          amends: { orderId, amendment },
        }),
      ];
    },
    OrderAmendmentRefused: ({ data: { orderId, contractId, amendment, reason } }) =>
      contractId === undefined ? [] : [withdraw(orderId, amendment, reason)],
    OrderCancelled: async ({ data: { orderId, contractId, reason } }, { load }) => {
      const its = await load(order, orderId);
      if (contractId === undefined || its.status === 'none') return [];
      return its.amendments
        .filter(({ outcome }) => outcome === undefined)
        .map(({ amendment }) => withdraw(orderId, amendment, `訂單已取消 order cancelled: ${reason}`.slice(0, 2000)));
    },
    ContractSigned: ({ data: { amends, round } }) =>
      amends ? [send<ApplyOrderAmendment>({ type: 'ApplyOrderAmendment', ...amends, round })] : [],
    ContractWithdrawn: ({ data: { amends, reason } }) =>
      amends ? [send<RefuseOrderAmendment>({ type: 'RefuseOrderAmendment', ...amends, reason })] : [],
  },
});

/** Nobody is to review or sign what changes nothing any more; one that is over already stays as it is. */
const withdraw = (orderId: string, amendment: number, reason: string): Action =>
  send<WithdrawContract>({ type: 'WithdrawContract', contractId: agreementId(orderId, amendment), reason });
