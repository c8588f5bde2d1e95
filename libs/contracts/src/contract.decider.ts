import { decider } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { delegationRules } from './contract-delegation.decider.js';
import { draftRules } from './contract-draft.decider.js';
import { processRules } from './contract-process.decider.js';
import { reviewRules } from './contract-review.decider.js';
import type { AnyContractCommand } from './contract.commands.js';
import { contractEvents, type ContractEvent } from './contract.events.js';
import { evolveContract, type Contract } from './contract.fold.js';

/** The rules of a contract (合同): two departments in parallel, the director where the amount asks for it, one signature. */
export const contract = decider<AnyContractCommand, ContractEvent, Contract, Known>({
  events: contractEvents,
  id: ({ contractId }) => contractId,
  subject: (state, command) =>
    state.status === 'none'
      ? { owners: command.type === 'DraftContract' ? [command.ownerId ?? command.metadata.actor.id] : [] }
      : {
          owners: [state.ownerId],
          assigned: (state.round?.steps ?? []).flatMap(({ reviewerId, deputyId, decision }) => [
            reviewerId,
            ...(deputyId === undefined ? [] : [deputyId]),
            ...(decision ? [decision.by] : []),
          ]),
        },
  initialState: { status: 'none' },
  decide: { ...draftRules, ...reviewRules, ...delegationRules, ...processRules },
  evolve: evolveContract,
});
