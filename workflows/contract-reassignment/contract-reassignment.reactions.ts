import { reactions, send, type Action, type ReactionContext, type Recorded } from '@dealtrail/event-sourcing';
import {
  mayDecide,
  OpenReviewStepsOf,
  type ContractEvent,
  type ReassignContract,
  type ReassignContractReview,
  type ReassignmentCause,
  type StepId,
  type Via,
} from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import type { PersonEvent, StaffDirectory, UnitEvent } from '@dealtrail/staff';
import { everyId } from '../every-id.js';

/** A step as a fact gives it to somebody. */
interface Given {
  readonly step: StepId;
  readonly reviewerId: string;
  readonly via?: Via;
  readonly unitId?: string;
}

/**
 * Nobody's step does not exist (G-031): a departure, a leave, a change of head or post race with whatever gives a step or a contract
 * to somebody. They list what they find; every fact that gives looks at the directory at or after its position. Whichever is
 * later in the log repairs. What an import gives goes on only from who has left: its own rows may still decide the rest.
 */
export const contractReassignmentReactions = reactions<ContractEvent | PersonEvent | UnitEvent, Known>({
  name: 'contractReassignment',
  history: true,
  react: {
    ContractSubmitted: (event, context) => event.data.steps.flatMap((step) => handOn(event, step, context)),
    DirectorApprovalRequested: (event, context) => handOn(event, event.data.opened, context),
    ContractReviewerAdded: (event, context) => handOn(event, event.data.opened, context),
    ContractReviewDelegated: (event, context) => handOn(event, { ...event.data, reviewerId: event.data.to }, context),
    ContractReviewReassigned: (event, context) => handOn(event, { ...event.data, reviewerId: event.data.to }, context),
    ContractDrafted: (event, context) => handOver(event, event.data.ownerId, context),
    ContractReassigned: (event, context) => handOver(event, event.data.to, context),
    UnitHeadAppointed: ({ data: { previous }, position }, context) =>
      previous === undefined ? [] : handAllOn(previous, 'head', position, context),
    PersonRolesChanged: ({ data: { staffId }, position }, context) => {
      const { staff } = context.known;
      if (!staff.isActive(staffId) || mayDecide(staff, staffId)) return [];
      return handAllOn(staffId, 'post', position, context);
    },
  },
});

/** Asks of each open step of a person that it goes on; the rules say which of them do. */
async function handAllOn(
  from: string,
  cause: ReassignmentCause,
  position: number,
  context: ReactionContext<Known>,
): Promise<readonly Action[]> {
  const held = await everyId(context, OpenReviewStepsOf, { staffId: from });
  return held.map((id) => {
    const [contractId = '', round, step] = id.split('/');
    return reassign({ contractId, round: Number(round) }, step as StepId, from, cause, position);
  });
}

type OfRound = ContractEvent & { readonly data: { readonly contractId: string; readonly round: number } };

/** Gives a step on whose reviewer cannot act. */
function handOn(
  { data, position, metadata }: Recorded<OfRound>,
  given: Given,
  { known: { staff } }: ReactionContext<Known>,
): readonly Action[] {
  const cause = causeOf(given, staff);
  if (cause === undefined || (metadata.history && cause !== 'departure')) return [];
  return [reassign(data, given.step, given.reviewerId, cause, position)];
}

/** Why somebody cannot act on a step, if they cannot; whether another can is for the rules to say. */
function causeOf({ reviewerId, via, unitId }: Given, staff: StaffDirectory): ReassignmentCause | undefined {
  if (!staff.isActive(reviewerId)) return 'departure';
  if (!mayDecide(staff, reviewerId)) return 'post';
  if (!staff.isAvailable(reviewerId)) return 'leave';
  return via === 'head' && unitId !== undefined && staff.head(unitId) !== reviewerId ? 'head' : undefined;
}

const reassign = (
  { contractId, round }: { readonly contractId: string; readonly round: number },
  step: StepId,
  from: string,
  cause: ReassignmentCause,
  position: number,
): Action =>
  send<ReassignContractReview>({
    type: 'ReassignContractReview',
    contractId,
    round,
    step,
    from,
    cause,
    position,
  });

/** Gives a contract on whose owner has left. */
function handOver(
  { data: { contractId }, position }: Recorded<ContractEvent>,
  from: string,
  { known: { staff } }: ReactionContext<Known>,
): readonly Action[] {
  if (staff.isActive(from)) return [];
  return [send<ReassignContract>({ type: 'ReassignContract', contractId, from, position })];
}
