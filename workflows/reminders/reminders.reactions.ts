import { reactions, type Action, type ReactionContext, type Recorded } from '@dealtrail/event-sourcing';
import { contract, type ContractEvent, type KnownContract, type StepId } from '@dealtrail/contracts';
import type { DealEvent } from '@dealtrail/deals';
import type { Known } from '@dealtrail/known';
import type { ProductFeedbackEvent } from '@dealtrail/product-feedback';
import type { ReminderKind } from '@dealtrail/reminders';
import { remind, type About } from './remind.js';

type Context = ReactionContext<Known>;

/** Whoever has to know is told, once for each fact and person; history is no news to anybody. */
export const remindersReactions = reactions<ContractEvent | DealEvent | ProductFeedbackEvent, Known>({
  name: 'reminders',
  react: {
    ContractSubmitted: (event) => event.data.steps.flatMap((opened) => assigned(event, event.data.number, opened)),
    DirectorApprovalRequested: async (event, context) =>
      assigned(event, (await contractOf(event, context))?.number, event.data.opened),
    ContractReviewerAdded: async (event, context) =>
      assigned(event, (await contractOf(event, context))?.number, event.data.opened),
    ContractReviewDelegated: (event, context) => takenOver(event, context),
    ContractReviewReassigned: (event, context) => takenOver(event, context),

    ContractReviewDueSoon: async (event, context) => {
      const { step, reviewerId, dueAt } = event.data;
      const its = await contractOf(event, context);
      return remind(event, 'review-due-soon', [reviewerId], { ...ofStep(event, step), number: its?.number, dueAt });
    },
    ContractReviewOverdue: async (event, context) => {
      const { step, reviewerId, dueAt } = event.data;
      const its = await contractOf(event, context);
      const about = { ...ofStep(event, step), number: its?.number, dueAt, overdue: true };
      return remind(event, 'review-overdue', [reviewerId, its?.ownerId], about);
    },
    ContractReviewEscalated: async (event, context) => {
      const { step, to, dueAt } = event.data;
      const its = await contractOf(event, context);
      return remind(event, 'review-escalated', [to], {
        ...ofStep(event, step),
        number: its?.number,
        dueAt,
        overdue: true,
      });
    },
    ContractReviewsReplanned: (event, context) => replanned(event, context),

    ContractReturned: (event, context) => tellOwner(event, 'contract-returned', context),
    ContractRejected: (event, context) => tellOwner(event, 'contract-rejected', context),
    ContractApproved: (event) =>
      remind(event, 'contract-approved', [event.data.ownerId], { ...ofContract(event), number: event.data.number }),
    SignedTextDiffers: (event, context) => tellOwner(event, 'signed-text-differs', context),

    DealGoingStale: (event) => {
      const { dealId, number, ownerId, dueAt } = event.data;
      return remind(event, 'deal-going-stale', [ownerId], { about: { category: 'deal', id: dealId }, number, dueAt });
    },
    DealGoneStale: (event) => {
      const { dealId, number, ownerId, superiorId, dueAt } = event.data;
      const about = { about: { category: 'deal', id: dealId }, number, dueAt, overdue: true } as const;
      return remind(event, 'deal-gone-stale', [ownerId, superiorId], about);
    },

    ProductFeedbackSubmitted: (event) => tellOfFeedback(event, 'product-feedback-assigned', event.data.productOwnerId),
    ProductFeedbackReassigned: (event) => tellOfFeedback(event, 'product-feedback-assigned', event.data.productOwnerId),
    ProductFeedbackAnswered: (event) => tellOfFeedback(event, 'product-feedback-answered', event.data.ownerId),
    /** Who answers from now on, and who tells the customer of an answer that is there. */
    ProductFeedbackHandedOver: (event) => {
      const { previous, ownerId, productOwnerId, answered } = event.data;
      return [
        ...(productOwnerId === previous.productOwnerId
          ? []
          : tellOfFeedback(event, 'product-feedback-assigned', productOwnerId)),
        ...(ownerId === previous.ownerId || !answered
          ? []
          : tellOfFeedback(event, 'product-feedback-answered', ownerId)),
      ];
    },
  },
});

const tellOfFeedback = (
  event: Recorded<ProductFeedbackEvent>,
  kind: ReminderKind,
  staffId: string,
): readonly Action[] => {
  const { feedbackId, number } = event.data;
  return remind(event, kind, [staffId], { about: { category: 'productFeedback', id: feedbackId }, number });
};

const ofContract = ({ data: { contractId } }: Recorded<ContractEvent>): About => ({
  about: { category: 'contract', id: contractId },
});

const ofStep = (
  { data: { contractId, round } }: { readonly data: { readonly contractId: string; readonly round: number } },
  step: StepId,
): About => ({ about: { category: 'contract', id: contractId, part: `${round}/${step}` } });

/** The contract at or after the fact: its number, its owner, the clocks of its steps. */
async function contractOf({ data }: Recorded<ContractEvent>, { load }: Context): Promise<KnownContract | undefined> {
  const its = await load(contract, data.contractId);
  return its.status === 'none' ? undefined : its;
}

type Of<T extends ContractEvent['type']> = Recorded<Extract<ContractEvent, { type: T }>>;

/** A step that opened. */
const assigned = (
  event: Of<'ContractSubmitted' | 'DirectorApprovalRequested' | 'ContractReviewerAdded'>,
  number: string | undefined,
  { step, reviewerId, clock: { dueAt } }: Of<'DirectorApprovalRequested'>['data']['opened'],
): readonly Action[] => remind(event, 'review-assigned', [reviewerId], { ...ofStep(event, step), number, dueAt });

/** A step that somebody has from now on, as it is due by then. */
async function takenOver(
  event: Of<'ContractReviewDelegated' | 'ContractReviewReassigned'>,
  context: Context,
): Promise<readonly Action[]> {
  const { step, to, round } = event.data;
  const its = await contractOf(event, context);
  const taken = its?.round?.number === round ? its.round.steps.find((one) => one.step === step) : undefined;
  const due = taken && { dueAt: taken.clock.dueAt, overdue: taken.overdue };
  return remind(event, 'review-assigned', [to], { ...ofStep(event, step), number: its?.number, ...due });
}

/** Who holds a step that was moved, for the first of theirs that is due, and the owner (U-29). */
async function replanned(event: Of<'ContractReviewsReplanned'>, context: Context): Promise<readonly Action[]> {
  const its = await contractOf(event, context);
  const moved = [...event.data.steps].sort((a, b) => (a.clock.dueAt < b.clock.dueAt ? -1 : 1));
  const told = new Set<string>();
  const toReviewers = moved.flatMap(({ step, clock: { dueAt } }) => {
    const reviewerId = its?.round?.steps.find((one) => one.step === step)?.reviewerId;
    if (reviewerId === undefined || told.has(reviewerId)) return [];
    told.add(reviewerId);
    return remind(event, 'calendar-replanned', [reviewerId], { ...ofStep(event, step), number: its?.number, dueAt });
  });
  const about = { ...ofContract(event), number: its?.number, dueAt: moved[0]?.clock.dueAt };
  return [...toReviewers, ...remind(event, 'calendar-replanned', [its?.ownerId], about)];
}

async function tellOwner(
  event: Of<'ContractReturned' | 'ContractRejected' | 'SignedTextDiffers'>,
  kind: ReminderKind,
  context: Context,
): Promise<readonly Action[]> {
  const its = await contractOf(event, context);
  return remind(event, kind, [its?.ownerId], { ...ofContract(event), number: its?.number });
}
