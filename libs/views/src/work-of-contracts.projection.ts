import type { Recorded } from '@dealtrail/event-sourcing';
import { stepKey, type ContractEvent, type OpenedStep, type StepClock, type StepId } from '@dealtrail/contracts';
import { done, timed, type Item, type WorkFold, type WorkItem, type WorkKind } from './work-item.row.js';

type Fact<T extends ContractEvent['type']> = Recorded<Extract<ContractEvent, { readonly type: T }>>;
type Of<D> = { readonly data: D };
type InRound = { readonly contractId: string; readonly round: number };

const steps = ({ contractId, round }: InRound, ids: readonly StepId[]) =>
  ids.map((step) => stepKey(contractId, round, step));

const ofContract = ({ data }: Of<{ readonly contractId: string }>) => [data.contractId];
const ofStep = ({ data }: Of<InRound & { readonly step: StepId }>) => steps(data, [data.step]);
const ofOpened = ({ data }: Of<InRound & { readonly opened: OpenedStep }>) => steps(data, [data.opened.step]);
const ofRefusal = ({ data }: Of<InRound & { readonly step: StepId; readonly superseded: readonly StepId[] }>) => [
  data.contractId,
  ...steps(data, [data.step, ...data.superseded]),
];

interface Whom {
  readonly contractId: string;
  readonly number: string;
  readonly customerId?: string;
  readonly dealId?: string;
  readonly ownerId: string;
}

const aboutContract = ({ contractId, number, customerId, dealId, ownerId }: Whom) =>
  ({ subject: 'contract', subjectId: contractId, number, customerId, dealId, ownerId }) as const;

const review = (data: Whom & { readonly round: number }, { step, reviewerId, clock }: OpenedStep): WorkItem => ({
  itemId: stepKey(data.contractId, data.round, step),
  kind: 'review-contract',
  ...aboutContract(data),
  round: data.round,
  step,
  assignees: [reviewerId],
  ...timed(clock.since, clock.dueAt),
});

/** What a contract's owner does next; the same fact ends the steps that waited for reviewers. */
const forOwner =
  (kind: WorkKind) =>
  (_: Item, { data, metadata }: Recorded & Of<Whom & { readonly round: number }>, itemId = data.contractId): Item =>
    itemId === data.contractId
      ? {
          itemId,
          kind,
          ...aboutContract(data),
          round: data.round,
          assignees: [data.ownerId],
          ...timed(metadata.occurredAt),
        }
      : undefined;

const handedOver = (item: Item, { data: { to } }: Fact<'ContractReviewDelegated' | 'ContractReviewReassigned'>): Item =>
  item && { ...item, assignees: [to, ...item.assignees.slice(1)] };

const replanned = (item: Item, clock: StepClock | undefined): Item =>
  item && clock ? { ...item, ...timed(clock.since, clock.dueAt) } : item;

/** What waits of contracts: reviews for their reviewers, what comes of them for the owner. */
export const workOfContracts: WorkFold<ContractEvent> = {
  keys: {
    ContractSubmitted: ({ data }) => [
      data.contractId,
      ...steps(
        data,
        data.steps.map(({ step }) => step),
      ),
    ],
    DirectorApprovalRequested: ofOpened,
    ContractReviewerAdded: ofOpened,
    ContractReviewApproved: ofStep,
    ContractReturned: ofRefusal,
    ContractRejected: ofRefusal,
    ContractRecalled: ({ data }) => [data.contractId, ...steps(data, data.superseded)],
    ContractApproved: ofContract,
    SignedTextDiffers: ofContract,
    ContractSigned: ofContract,
    ContractWithdrawn: ({ data: { contractId, round = 0, superseded } }) => [
      contractId,
      ...steps({ contractId, round }, superseded),
    ],
    ContractReviewDelegated: ofStep,
    ContractReviewReassigned: ofStep,
    ContractReviewEscalated: ofStep,
    ContractReviewsReplanned: ({ data }) =>
      steps(
        data,
        data.steps.map(({ step }) => step),
      ),
    ContractReassigned: ({ data: { contractId, round = 0, openSteps = [] } }) => [
      contractId,
      ...steps({ contractId, round }, openSteps),
    ],
  },
  project: {
    ContractSubmitted: (_, { data }, key) => {
      const opened = data.steps.find(({ step }) => key === stepKey(data.contractId, data.round, step));
      return opened && review(data, opened);
    },
    DirectorApprovalRequested: (_, { data }) => review(data, data.opened),
    ContractReviewerAdded: (_, { data }) => review(data, data.opened),
    ContractReviewApproved: done,
    ContractReturned: forOwner('contract-returned'),
    ContractRejected: forOwner('contract-rejected'),
    ContractRecalled: forOwner('contract-recalled'),
    ContractApproved: forOwner('sign-contract'),
    SignedTextDiffers: forOwner('signed-text-differs'),
    ContractSigned: done,
    ContractWithdrawn: done,
    ContractReviewDelegated: handedOver,
    ContractReviewReassigned: handedOver,
    ContractReviewEscalated: (item, { data: { to, mayDecide } }) =>
      item && mayDecide ? { ...item, assignees: [...item.assignees.slice(0, 1), to] } : item,
    ContractReviewsReplanned: (item, { data }) =>
      replanned(item, data.steps.find(({ step }) => step === item?.step)?.clock),
    ContractReassigned: (item, { data: { to } }) =>
      item && { ...item, ownerId: to, ...(item.step === undefined && { assignees: [to] }) },
  },
};
