import { condition, continueAsNew, patched } from '@temporalio/workflow';
import type { StepId } from '@dealtrail/contracts';
import type { Position } from '@dealtrail/event-sourcing';
import { fanOut, type FanOut } from '../fan-out.js';
import { follow } from '../follow.js';
import { ask, send } from '../send.js';
import { describeReassignment, detailsOfReassignment, type Reassignment } from './reassignment.state.js';

/** One kind of thing that goes to others: where to find it, and what to do with each. */
type Move = Pick<FanOut, 'page' | 'each'>;

/** Gives what a departed person holds to others, of somebody on leave the open review steps, and says when all are gone. */
export async function reassignment(input: Reassignment): Promise<void> {
  const { state, note, onAttention, isLong } = follow(input, {
    name: 'reassignment',
    describe: describeReassignment,
    details: detailsOfReassignment,
  });
  const { staffId, round, position } = input;
  const until = (): boolean => state().cancelled || isLong();
  const moves = movesOf(input);

  while (!until()) {
    let upTo: Position | undefined; // of the first; those after it look at least as far
    let complete = true;
    for (const { page, each } of moves) {
      const counted: FanOut['each'] = async (id) => {
        const result = await each(id);
        note({ moved: state().moved + 1 });
        return result;
      };
      const done = await fanOut(upTo ?? position, { page, each: counted, onAttention, until });
      upTo ??= done.upTo;
      complete &&= done.complete;
    }
    if (complete) {
      await send.RecordHandOver({ staffId, round, upTo: upTo ?? position });
      return;
    }
    await condition(until, '1 hour'); // what was refused is tried again
  }
  if (!state().cancelled) await continueAsNew<typeof reassignment>(state());
}

/** A leave moves no deals and no contracts: they wait for their owner, decisions do not. */
function movesOf(handOver: Reassignment): readonly Move[] {
  const { to } = handOver;
  if (to === undefined) return [moveReviewSteps(handOver)];
  const deals = moveDeals(handOver, to);
  if (!patched('2026-11-contracts')) return [deals];
  const moves = [deals, moveContracts(handOver), moveReviewSteps(handOver)];
  if (patched('2026-12-orders')) moves.push(moveOrders(handOver));
  if (patched('2026-12-receivables')) moves.push(moveReceivables(handOver), moveProductFeedback(handOver));
  if (patched('2026-12-cases')) moves.push(moveCases(handOver));
  return moves;
}

/** Open deals go to the superior (R252). */
const moveDeals = ({ staffId, position }: Reassignment, to: string): Move => ({
  page: (from) => ask.OpenDealIdsOf({ ownerId: staffId, limit: 200, ...from }),
  each: (dealId) => send.ReassignDeal({ dealId, from: staffId, to, position }),
});

/** Contracts that are neither signed nor withdrawn go to the next superior who has not reviewed them. */
const moveContracts = ({ staffId, position }: Reassignment): Move => ({
  page: (from) => ask.OpenContractIdsOf({ ownerId: staffId, limit: 200, ...from }),
  each: (contractId) => send.ReassignContract({ contractId, from: staffId, position }),
});

/** Orders that are not over go to the superior, and so do promises of other people's orders that wait for who left. */
const moveOrders = ({ staffId, position }: Reassignment): Move => ({
  page: (from) => ask.OpenOrderIdsOf({ ownerId: staffId, limit: 200, ...from }),
  each: (orderId) => send.ReassignOrder({ orderId, from: staffId, position }),
});

/** Cases that are not closed, what of other people's cases is theirs (a stage, a clock, a place in a task force), and breaches to answer for. */
const moveCases = ({ staffId, position }: Reassignment): Move => ({
  page: (from) => ask.OpenCaseIdsOf({ staffId, limit: 200, ...from }),
  each: (caseId) => send.ReassignCase({ caseId, from: staffId, position }),
});

/** Accounts of which something is open go to the next superior. */
const moveReceivables = ({ staffId, position }: Reassignment): Move => ({
  page: (from) => ask.OpenReceivableIdsOf({ ownerId: staffId, limit: 200, ...from }),
  each: (contractId) => send.ReassignReceivable({ contractId, from: staffId, position }),
});

/** Product feedback that is not over: a seller's part goes to the superior, an answer to somebody else who may give it. */
const moveProductFeedback = ({ staffId, position }: Reassignment): Move => ({
  page: (from) => ask.OpenProductFeedbackIdsOf({ staffId, limit: 200, ...from }),
  each: (feedbackId) => send.HandOverProductFeedback({ feedbackId, from: staffId, position }),
});

/** Open review steps go to whoever stands in, so that none is nobody's (G-031). */
const moveReviewSteps = ({ staffId, cause = 'departure', position }: Reassignment): Move => ({
  page: (from) => ask.OpenReviewStepsOf({ staffId, limit: 200, ...from }),
  each: (id) => send.ReassignContractReview({ ...stepOf(id), from: staffId, cause, position }),
});

/** `<contractId>/<round>/<step>`, as the question lists them. */
function stepOf(id: string): { readonly contractId: string; readonly round: number; readonly step: StepId } {
  const [contractId = '', round, step] = id.split('/');
  return { contractId, round: Number(round), step: step as StepId };
}
