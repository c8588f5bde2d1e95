import { projection, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { ContractEvent, ContractTerms, OpenedStep, StepId } from './contract.events.js';
import type { ContractStatus } from './contract.fold.js';

/** A step of the latest round: whom it waits for, until when, and who has decided it. */
export interface RegisterStep {
  readonly step: StepId;
  readonly reviewerId: string;
  /** May decide as well, since the step was overdue (T09). */
  readonly deputyId?: string;
  readonly dueAt: Instant;
  readonly overdue: boolean;
  readonly decidedBy?: string;
}

/** A contract in the register, with the fact that last changed it. */
export interface ContractRow {
  readonly contractId: string;
  readonly number: string;
  readonly title: string;
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
  /** Everybody who wrote on it. */
  readonly authors: readonly string[];
  /** Minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly templateId?: string;
  readonly status: ContractStatus;
  /** The latest round; none before the first submission. */
  readonly round?: number;
  readonly policyVersion?: number;
  readonly steps: readonly RegisterStep[];
  /** Who may act on an open step now. */
  readonly waitingFor: readonly string[];
  /** Who holds or has decided a step, of any round; they may read it. */
  readonly assigned: readonly string[];
  /** The same, of the rounds before the latest. */
  readonly assignedBefore: readonly string[];
  /** The earliest of the open steps. */
  readonly nextDueAt?: Instant;
  /** The breach of an open step is on record. */
  readonly overdue: boolean;
  readonly draftedAt: Instant;
  /** Of the latest round. */
  readonly submittedAt?: Instant;
  readonly approvedAt?: Instant;
  readonly signedOn?: Day;
  /** The text it has now, or was signed with. */
  readonly textSha256?: string;
  /** What was brought as signed is not what was approved, and nothing else has been since (G-033). */
  readonly signedTextDiffers: boolean;
  readonly withdrawnFor?: string;
  readonly dataQuality?: readonly string[];
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}

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

/** What follows from status and steps. */
function waits(row: ContractRow): ContractRow {
  const { status, steps, assignedBefore } = row;
  const open = status === 'review' ? steps.filter(({ decidedBy }) => decidedBy === undefined) : [];
  return {
    ...row,
    waitingFor: distinct(open.flatMap(holders)),
    assigned: distinct([...assignedBefore, ...steps.flatMap(holders)]),
    nextDueAt: open.map(({ dueAt }) => dueAt).sort()[0],
    overdue: open.some(({ overdue }) => overdue),
  };
}

const distinct = (ids: readonly string[]): readonly string[] => [...new Set(ids)];
const holders = ({ reviewerId, deputyId, decidedBy }: RegisterStep): readonly string[] =>
  [reviewerId, deputyId, decidedBy].filter((id) => id !== undefined);
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
      mayDecide ? withStep(row, step, { deputyId: to }) : {},
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
