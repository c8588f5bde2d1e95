import { fanOut } from '../fan-out.js';
import { follow } from '../follow.js';
import { ask, send } from '../send.js';
import { gradeReason } from './grade-reason.js';
import { describeGradeTakeOver, detailsOfGradeTakeOver, type GradeTakeOver } from './grade-take-over.state.js';

/** Gives a customer's new grade to each of its open deals (R016). */
export async function gradeTakeOver(input: GradeTakeOver): Promise<void> {
  const { state, note, onAttention } = follow(input, {
    name: 'gradeTakeOver',
    describe: describeGradeTakeOver,
    details: detailsOfGradeTakeOver,
  });
  const { customerId, number, grade, position } = input;
  await fanOut(position, {
    page: (from) => ask.OpenDealIdsOfCustomer({ customerId, limit: 200, ...from }),
    each: async (dealId) => {
      const result = await send.GradeDeal({ dealId, grade, reason: gradeReason(number), position });
      note({ taken: state().taken + 1 });
      return result;
    },
    onAttention,
    until: () => false,
  });
}
