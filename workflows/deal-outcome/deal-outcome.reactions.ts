import { reach, reactions, send, type Action, type ReactionContext } from '@dealtrail/event-sourcing';
import {
  contract,
  drafters,
  OpenContractIdsOfDeal,
  type ContractEvent,
  type WithdrawContract,
} from '@dealtrail/contracts';
import { deal, type DealEvent, type WinDeal } from '@dealtrail/deals';
import type { Known } from '@dealtrail/known';
import { everyId } from '../every-id.js';

/**
 * A signature wins the deal, and a lost deal takes its open contracts with it. The loss races with whatever is written on a
 * contract, so it is checked from both sides: the loss lists what it finds, every draft looks at its deal.
 */
export const dealOutcomeReactions = reactions<DealEvent | ContractEvent, Known>({
  name: 'dealOutcome',
  react: {
    ContractSigned: async ({ data: { dealId, amount, signedOn } }, { load }) => {
      if (dealId === undefined) return [];
      const its = await load(deal, dealId);
      if (its.status !== 'open') return [];
      const { registeredOn } = its.registration;
      const wonOn = registeredOn !== undefined && signedOn < registeredOn ? registeredOn : signedOn; // a deal is not won before it began
      return [send<WinDeal>({ type: 'WinDeal', dealId, amount, wonOn })];
    },
    DealLost: async ({ data: { dealId, reason } }, context) => {
      if ((await context.load(deal, dealId)).status !== 'lost') return []; // open again by now, and its contracts go on
      const open = await everyId(context, OpenContractIdsOfDeal, { dealId });
      return open.map((contractId) => withdraw(contractId, lost(reason)));
    },
    ContractDrafted: async ({ data: { contractId, dealId, draftedBy, amends } }, context) => {
      const withdrawn = await withoutDeal(contractId, dealId, context);
      // The agreement of a change nobody chose a deal for: it is that of the contract it amends.
      if (withdrawn.length > 0 || dealId === undefined || amends) return withdrawn;
      const its = await context.load(deal, dealId);
      const reached = reach({ roles: drafters }, draftedBy, context.known.staff);
      const mayDraft = reached === 'all' || its.status === 'none' || reached.has(its.ownerId);
      return mayDraft ? [] : [withdraw(contractId, notTheirs)];
    },
    ContractRevised: async ({ data: { contractId } }, context) => {
      const revised = await context.load(contract, contractId);
      return revised.status === 'none' ? [] : withoutDeal(contractId, revised.dealId, context);
    },
    ContractSubmitted: ({ data: { contractId, dealId } }, context) => withoutDeal(contractId, dealId, context),
  },
});

/** Withdraws a contract whose deal is lost, or never was. */
async function withoutDeal(
  contractId: string,
  dealId: string | undefined,
  { load }: ReactionContext<Known>,
): Promise<readonly Action[]> {
  if (dealId === undefined) return [];
  const its = await load(deal, dealId);
  if (its.status === 'none') return [withdraw(contractId, '商機不存在 the deal does not exist')];
  return its.status === 'lost' ? [withdraw(contractId, lost(its.reason))] : [];
}

const notTheirs = '商機不在起草人範圍內 the deal is not in reach of who drafted it';

const withdraw = (contractId: string, reason: string): Action =>
  send<WithdrawContract>({ type: 'WithdrawContract', contractId, reason });

const lost = (reason: string | undefined): string => `商機已輸單 deal lost${reason === undefined ? '' : `: ${reason}`}`;
