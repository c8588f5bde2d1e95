import { condition, continueAsNew } from '@temporalio/workflow';
import { deadline } from '../clock.js';
import { follow } from '../follow.js';
import { send } from '../send.js';
import {
  describeContractApproval,
  detailsOfContractApproval,
  isKept,
  type ApprovalStep,
  type ContractApproval,
} from './contract-approval.state.js';

/** Keeps the promises of a review round: warns before a step is late, records when it is, ends with the round (R064, T07–T09). */
export async function contractApproval(input: ContractApproval): Promise<void> {
  const { state, onAttention, isLong } = follow(input, {
    name: 'contractApproval',
    describe: describeContractApproval,
    details: detailsOfContractApproval,
  });
  const { contractId, round } = input;
  const over = (): boolean => state().ended || isLong();

  /** The steps from the nth on, those that open later too, side by side. */
  async function keepFrom(n: number): Promise<void> {
    await condition(() => over() || state().steps.length > n);
    const opened = state().steps[n];
    if (opened && !over()) await Promise.all([keep(opened), keepFrom(n + 1)]);
  }

  async function keep(opened: ApprovalStep): Promise<void> {
    const { step } = opened;
    const now = (): ApprovalStep => state().steps.find((one) => one.step === step) ?? opened;
    const settled = (): boolean => over() || !isKept(now());
    while (!settled()) {
      const missed = await deadline(now, {
        until: settled,
        onWarn: (at, dueAt) => send.RemindContractReviewer({ contractId, round, step, at, dueAt }),
        onBreach: (dueAt) => send.RecordContractReviewOverdue({ contractId, round, step, dueAt }),
        onAttention: (refused) => onAttention({ ...refused, step: `${step} ${refused.step}` }),
      });
      await condition(() => settled() || now().dueAt !== missed); // planned anew in the very moment: it goes on
    }
  }

  await keepFrom(0);
  if (!state().ended) await continueAsNew<typeof contractApproval>(state());
}
