import type { Process } from '@dealtrail/event-sourcing';
import { contract, type Contract, type Step } from '@dealtrail/contracts';
import { describeContractApproval, type ApprovalStep, type ContractApproval } from './contract-approval.state.js';

/**
 * A round of a contract's approval runs from the submission until it is over for everybody; each round is a run of its own. In the
 * middle of an import nobody is late: what was decided may be told next, when the worker or the import come back.
 */
export const contractApproval: Process<Contract, ContractApproval> = {
  name: 'contractApproval',
  of: contract,
  open: (state, { position }) => {
    if (state.status !== 'review' || !state.round || state.round.moreToTell) return undefined;
    const { contractId, number, customerId, ownerId, round } = state;
    return {
      workflowId: `contractApproval/${contractId}/${round.number}`,
      input: {
        contractId,
        number,
        round: round.number,
        ...(customerId !== undefined && { customerId }),
        ownerId,
        steps: round.steps.map(watched),
        ended: false,
        position,
      },
    };
  },
  signal: 'contractApprovalEvent',
  describe: describeContractApproval,
};

const watched = ({ step, reviewerId, clock, reminded, overdue, escalatedTo, decision }: Step): ApprovalStep => ({
  step,
  reviewerId,
  since: clock.since,
  dueAt: clock.dueAt,
  warnAt: clock.warnings.filter(({ percent }) => !reminded.includes(percent)).map(({ at }) => at),
  reminded,
  overdue,
  ...(escalatedTo !== undefined && { escalatedTo }),
  decided: decision !== undefined,
});
