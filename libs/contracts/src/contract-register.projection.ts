import { projection, type Recorded } from '@dealtrail/event-sourcing';
import { distinct, waits, type ContractRow, type RegisterStep } from './contract-register.row.js';
import type { ContractEvent, ContractTerms, OpenedStep, StepId } from './contract.events.js';

type Fact<T extends ContractEvent['type']> = Recorded<Extract<ContractEvent, { type: T }>>;

const key = ({ data: { contractId } }: { readonly data: { readonly contractId: string } }) => [contractId];

/** A step for a contract that is there; a fact about one that is not leaves nothing. */
const change =
  <T extends ContractEvent['type']>(fold: (event: Fact<T>, row: ContractRow) => Partial<ContractRow>) =>
  (row: ContractRow | undefined, event: Fact<T>): ContractRow | undefined =>
    row && {
      ...row,
      ...waits({ ...row, ...fold(event, row) }),
      revision: event.revision,
      lastPosition: String(event.position),
    };

const opened = ({ step, reviewerId, clock: { dueAt } }: OpenedStep): RegisterStep => ({
  step,
  reviewerId,
  dueAt,
  overdue: false,
});
const withStep = ({ steps }: ContractRow, id: StepId, more: Partial<RegisterStep>): Partial<ContractRow> => ({
  steps: steps.map((step) => (step.step === id ? { ...step, ...more } : step)),
});
const said = ({ title, amount: money, templateId, text }: Partial<ContractTerms>): Partial<ContractRow> => ({
  ...(title !== undefined && { title }),
  ...(money && { amount: money.amount, currency: money.currency }),
  ...(templateId !== undefined && { templateId }),
  ...(text && { textSha256: text.sha256 }),
});

/** 合同名冊: every contract ever drafted, as it stands. */
export const contractRegister = projection<ContractRow, ContractEvent>({
  name: 'contractRegister',
  version: 1,
  key: 'contractId',
  columns: {
    contractId: 'text',
    number: 'text',
    title: 'text',
    dealId: 'text',
    customerId: 'text',
    ownerId: 'text',
    authors: 'texts',
    amount: 'amount',
    currency: 'text',
    templateId: 'text',
    status: 'text',
    round: 'integer',
    policyVersion: 'integer',
    steps: 'json',
    waitingFor: 'texts',
    assigned: 'texts',
    assignedBefore: 'texts',
    nextDueAt: 'instant',
    overdue: 'boolean',
    draftedAt: 'instant',
    submittedAt: 'instant',
    approvedAt: 'instant',
    signedOn: 'date',
    textSha256: 'text',
    signedTextDiffers: 'boolean',
    withdrawnFor: 'text',
    dataQuality: 'texts',
    revision: 'integer',
    lastPosition: 'text',
  },
  indexes: [
    ['assigned'],
    ['waitingFor'],
    ['ownerId'],
    ['customerId'],
    ['dealId'],
    ['status'],
    ['number'],
    ['title'],
    ['amount'],
    ['nextDueAt'],
    ['draftedAt'],
    ['submittedAt'],
    ['approvedAt'],
    ['signedOn'],
  ],
  keys: {
    ContractDrafted: key,
    ContractRevised: key,
    ContractSubmitted: key,
    ContractReviewApproved: key,
    ContractReturned: key,
    ContractRejected: key,
    ContractRecalled: key,
    DirectorApprovalRequested: key,
    ContractApproved: key,
    ContractReviewDelegated: key,
    ContractReviewReassigned: key,
    ContractReviewerAdded: key,
    ContractCommented: key,
    ContractReviewDueSoon: key,
    ContractReviewOverdue: key,
    ContractReviewEscalated: key,
    ContractReviewsReplanned: key,
    ContractReassigned: key,
    ContractSigned: key,
    SignedTextDiffers: key,
    ContractWithdrawn: key,
  },
  project: {
    ContractDrafted: (_, { data, metadata: { occurredAt }, revision, position }) => ({
      contractId: data.contractId,
      number: data.number,
      title: data.title,
      dealId: data.dealId,
      customerId: data.customerId,
      ownerId: data.ownerId,
      authors: [data.draftedBy],
      amount: data.amount.amount,
      currency: data.amount.currency,
      templateId: data.templateId,
      status: 'draft',
      steps: [],
      waitingFor: [],
      assigned: [],
      assignedBefore: [],
      overdue: false,
      draftedAt: occurredAt,
      textSha256: data.text?.sha256,
      signedTextDiffers: false,
      dataQuality: data.dataQuality,
      revision,
      lastPosition: String(position),
    }),
    ContractRevised: change(({ data: { by, changes } }, { authors }) => ({
      ...said(changes),
      authors: distinct([...authors, by]),
    })),
    ContractSubmitted: change(({ data, metadata: { occurredAt } }, { authors, assigned }) => ({
      status: 'review',
      round: data.round,
      policyVersion: data.policy.version,
      authors: distinct([...authors, data.submittedBy]),
      steps: data.steps.map(opened),
      assignedBefore: assigned,
      submittedAt: occurredAt,
      approvedAt: undefined,
    })),
    ContractReviewApproved: change(({ data: { step, reviewerId } }, row) =>
      withStep(row, step, { decidedBy: reviewerId }),
    ),
    ContractReturned: change(({ data: { step, reviewerId } }, row) => ({
      ...withStep(row, step, { decidedBy: reviewerId }),
      status: 'returned',
    })),
    ContractRejected: change(({ data: { step, reviewerId } }, row) => ({
      ...withStep(row, step, { decidedBy: reviewerId }),
      status: 'rejected',
    })),
    ContractRecalled: change(() => ({ status: 'recalled', approvedAt: undefined, signedTextDiffers: false })),
    DirectorApprovalRequested: change(({ data }, { steps }) => ({ steps: [...steps, opened(data.opened)] })),
    ContractApproved: change(({ metadata: { occurredAt } }) => ({ status: 'approved', approvedAt: occurredAt })),
    ContractReviewDelegated: change(({ data: { step, to } }, row) => withStep(row, step, { reviewerId: to })),
    ContractReviewReassigned: change(({ data: { step, to } }, row) => withStep(row, step, { reviewerId: to })),
    ContractReviewerAdded: change(({ data }, { steps }) => ({ steps: [...steps, opened(data.opened)] })),
    ContractCommented: change(() => ({})),
    ContractReviewDueSoon: change(() => ({})),
    ContractReviewOverdue: change(({ data: { step } }, row) => withStep(row, step, { overdue: true })),
    ContractReviewEscalated: change(({ data: { step, to, mayDecide } }, row) =>
      withStep(row, step, mayDecide ? { deputyId: to } : { escalatedTo: to }),
    ),
    ContractReviewsReplanned: change(({ data }, { steps }) => ({
      steps: steps.map((step) => {
        const clock = data.steps.find((replanned) => replanned.step === step.step)?.clock;
        return clock ? { ...step, dueAt: clock.dueAt } : step;
      }),
    })),
    ContractReassigned: change(({ data: { to } }) => ({ ownerId: to })),
    ContractSigned: change(({ data: { signedOn, text } }) => ({
      status: 'signed',
      signedOn,
      signedTextDiffers: false,
      ...(text && { textSha256: text.sha256 }),
    })),
    SignedTextDiffers: change(() => ({ signedTextDiffers: true })),
    ContractWithdrawn: change(({ data: { reason } }) => ({ status: 'withdrawn', withdrawnFor: reason })),
  },
});
