import { projection, type Recorded } from '@dealtrail/event-sourcing';
import { stepKey, type ContractEvent, type OpenedStep, type StepClock, type StepId } from '@dealtrail/contracts';
import type { DealEvent } from '@dealtrail/deals';
import { timed, type WorkItem, type WorkKind } from './work-item.row.js';

type Fact<T extends (ContractEvent | DealEvent)['type']> = Recorded<
  Extract<ContractEvent | DealEvent, { readonly type: T }>
>;
type Of<D> = { readonly data: D };
type InRound = { readonly contractId: string; readonly round: number };
type Item = WorkItem | undefined;

const steps = ({ contractId, round }: InRound, ids: readonly StepId[]) =>
  ids.map((step) => stepKey(contractId, round, step));

const ofDeal = ({ data }: Of<{ readonly dealId: string }>) => [data.dealId];
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

const done = () => undefined;

const handedOver = (item: Item, { data: { to } }: Fact<'ContractReviewDelegated' | 'ContractReviewReassigned'>): Item =>
  item && { ...item, assignees: [to, ...item.assignees.slice(1)] };

const replanned = (item: Item, clock: StepClock | undefined): Item =>
  item && clock ? { ...item, ...timed(clock.since, clock.dueAt) } : item;

type Staleness = Fact<'DealGoingStale' | 'DealGoneStale'>;

const stale =
  (kind: WorkKind, assignees: (data: Staleness['data']) => readonly (string | undefined)[]) =>
  (_: Item, { data, metadata }: Staleness): Item => {
    const { dealId, number, customerId, ownerId, dueAt } = data;
    return {
      itemId: dealId,
      kind,
      ...{ subject: 'deal', subjectId: dealId, number, customerId, dealId, ownerId },
      assignees: assignees(data).filter((id) => id !== undefined),
      ...timed(metadata.occurredAt, dueAt),
    };
  };

/** Only of a stale deal the superior is asked as well (R020). */
const dealHandedOver = (
  item: Item,
  { data: { ownerId, superiorId } }: Fact<'DealOwnerChanged' | 'DealReassigned'>,
): Item => {
  const superiors = item?.kind === 'deal-stale' && superiorId !== undefined ? [superiorId] : [];
  return item && { ...item, ownerId, assignees: [ownerId, ...superiors] };
};

/** 待辦事項: what waits for whom, of deals and contracts. */
export const workItems = projection<WorkItem, ContractEvent | DealEvent>({
  name: 'workItems',
  version: 1,
  key: 'itemId',
  columns: {
    itemId: 'text',
    kind: 'text',
    subject: 'text',
    subjectId: 'text',
    round: 'integer',
    step: 'text',
    number: 'text',
    customerId: 'text',
    dealId: 'text',
    ownerId: 'text',
    assignees: 'texts',
    since: 'instant',
    dueAt: 'instant',
    urgency: 'text',
  },
  indexes: [['assignees'], ['urgency'], ['dueAt'], ['since']],
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
    DealGoingStale: ofDeal,
    DealGoneStale: ofDeal,
    DealOwnerChanged: ofDeal,
    DealReassigned: ofDeal,
    DealEdited: ofDeal,
    DealAdvanced: ofDeal,
    DealGraded: ofDeal,
    DealWon: ofDeal,
    DealLost: ofDeal,
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
    DealGoingStale: stale('deal-going-stale', ({ ownerId }) => [ownerId]),
    DealGoneStale: stale('deal-stale', ({ ownerId, superiorId }) => [ownerId, superiorId]),
    DealOwnerChanged: dealHandedOver,
    DealReassigned: dealHandedOver,
    DealEdited: (item, { data: { changes } }) =>
      item && changes.customerId !== undefined ? { ...item, customerId: changes.customerId } : item,
    DealAdvanced: done,
    DealGraded: done,
    DealWon: done,
    DealLost: done,
  },
});
