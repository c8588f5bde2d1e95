import { reactions, signal, start, type Action, type ReactionContext, type Recorded } from '@dealtrail/event-sourcing';
import { contract, type ContractEvent } from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import { contractApproval } from './contract-approval.process.js';

/** Whatever happens in a round is told to its process as all its steps stand now; a round that is over, as ended. */
export const contractApprovalReactions = reactions<ContractEvent, Known>({
  name: 'contractApproval',
  react: {
    ContractSubmitted: ({ data: { contractId } }) => [start(contractApproval, contractId)],
    ContractReviewApproved: (event, context) => tell(event, event.data.round, context),
    ContractReturned: (event, context) => tell(event, event.data.round, context),
    ContractRejected: (event, context) => tell(event, event.data.round, context),
    ContractRecalled: (event, context) => tell(event, event.data.round, context),
    DirectorApprovalRequested: (event, context) => tell(event, event.data.round, context),
    ContractApproved: (event, context) => tell(event, event.data.round, context),
    ContractReviewDelegated: (event, context) => tell(event, event.data.round, context),
    ContractReviewReassigned: (event, context) => tell(event, event.data.round, context),
    ContractReviewerAdded: (event, context) => tell(event, event.data.round, context),
    ContractReviewDueSoon: (event, context) => tell(event, event.data.round, context),
    ContractReviewOverdue: (event, context) => tell(event, event.data.round, context),
    ContractReviewEscalated: (event, context) => tell(event, event.data.round, context),
    ContractReviewsReplanned: (event, context) => tell(event, event.data.round, context),
    ContractReassigned: async (event, context) => {
      const state = await context.load(contract, event.data.contractId);
      return tell(event, state.status === 'review' ? state.round?.number : undefined, context);
    },
    ContractWithdrawn: (event, context) => tell(event, event.data.round, context),
  },
});

async function tell(
  event: Recorded<ContractEvent>,
  round: number | undefined,
  { load }: ReactionContext<Known>,
): Promise<readonly Action[]> {
  if (round === undefined) return []; // nothing waits
  const { contractId } = event.data;
  const { revision, position } = event;
  const open = contractApproval.open(await load(contract, contractId), { id: contractId, revision, position });
  const data = open?.input.round === round ? open.input : { ended: true };
  return [signal(contractApproval, `${contractId}/${round}`, { ...event, data })];
}
