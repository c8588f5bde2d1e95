import { projection, type Recorded } from '@dealtrail/event-sourcing';
import type { PolicyVersion } from '@dealtrail/policies';
import type { ContractEvent, OpenedStep, StepClock, StepId } from './contract.events.js';
import { departmentOf, stepKey, type ReviewStepRow, type StepVerdict } from './review-step.row.js';

type Fact<T extends ContractEvent['type']> = Recorded<Extract<ContractEvent, { type: T }>>;
type Round = { readonly contractId: string; readonly round?: number };

const keysIn = ({ contractId, round }: Round, steps: readonly StepId[]): readonly string[] =>
  round === undefined ? [] : steps.map((step) => stepKey(contractId, round, step));

const ofStep = ({ data }: { readonly data: Round & { readonly step: StepId } }) => keysIn(data, [data.step]);
const ofOpened = ({ data }: { readonly data: Round & { readonly opened: OpenedStep } }) =>
  keysIn(data, [data.opened.step]);
const ofRound = ({ data }: { readonly data: Round & { readonly superseded: readonly StepId[] } }) =>
  keysIn(data, data.superseded);
const ofRefusal = ({
  data,
}: {
  readonly data: Round & { readonly step: StepId; readonly superseded: readonly StepId[] };
}) => keysIn(data, [data.step, ...data.superseded]);

const promised = ({ since, dueAt, workingDays, provisional, calendar }: StepClock) => ({
  since,
  dueAt,
  workingDays,
  provisional,
  calendarVersion: calendar.version,
});

type Opening = Fact<'ContractSubmitted'>['data'] | Fact<'DirectorApprovalRequested' | 'ContractReviewerAdded'>['data'];

function openedRow(data: Opening, opened: OpenedStep, policy: PolicyVersion): ReviewStepRow {
  const { contractId, round, number, customerId, dealId, ownerId, amount: value } = data;
  const { step, reviewerId, via, clock } = opened;
  return {
    stepKey: stepKey(contractId, round, step),
    ...{
      contractId,
      round,
      step,
      department: departmentOf(step),
      number,
      customerId,
      dealId,
      ownerId,
      reviewerId,
      via,
    },
    ...value,
    ...promised(clock),
    policyVersion: policy.version,
    reminded: 0,
    state: 'open',
  };
}

/** A change of a step that is there; a fact about one that is not leaves nothing. */
const change =
  <E>(fold: (event: E, row: ReviewStepRow) => Partial<ReviewStepRow>) =>
  (row: ReviewStepRow | undefined, event: E): ReviewStepRow | undefined =>
    row && { ...row, ...fold(event, row) };

const fellAway =
  (verdict: StepVerdict) =>
  (row: ReviewStepRow | undefined, { metadata: { occurredAt } }: Recorded): ReviewStepRow | undefined =>
    row && { ...row, state: 'superseded', closedAt: occurredAt, verdict };

const decided = (verdict: StepVerdict) =>
  change<Fact<'ContractReviewApproved' | 'ContractReturned' | 'ContractRejected'>>(
    ({ data: { reviewerId, workingMs, late }, metadata: { occurredAt } }) => ({
      state: 'decided',
      closedAt: occurredAt,
      verdict,
      decidedBy: reviewerId,
      workingMs,
      late,
    }),
  );

/** One step is decided by it, the others fall away. */
const refused =
  (verdict: 'returned' | 'rejected') =>
  (row: ReviewStepRow | undefined, event: Fact<'ContractReturned' | 'ContractRejected'>) =>
    row?.step === event.data.step ? decided(verdict)(row, event) : fellAway(verdict)(row, event);

const handedOver = change<Fact<'ContractReviewDelegated' | 'ContractReviewReassigned'>>(({ data }) => ({
  reviewerId: data.to,
  via: 'via' in data ? data.via : 'delegated',
}));

/** 審核步驟: every step of every round, open and ended. */
export const reviewSteps = projection<ReviewStepRow, ContractEvent>({
  name: 'reviewSteps',
  version: 1,
  key: 'stepKey',
  columns: {
    stepKey: 'text',
    contractId: 'text',
    round: 'integer',
    step: 'text',
    department: 'text',
    number: 'text',
    customerId: 'text',
    dealId: 'text',
    ownerId: 'text',
    amount: 'amount',
    currency: 'text',
    reviewerId: 'text',
    deputyId: 'text',
    via: 'text',
    since: 'instant',
    dueAt: 'instant',
    workingDays: 'integer',
    calendarVersion: 'integer',
    policyVersion: 'integer',
    provisional: 'boolean',
    reminded: 'integer',
    overdueAt: 'instant',
    escalatedTo: 'text',
    state: 'text',
    closedAt: 'instant',
    verdict: 'text',
    decidedBy: 'text',
    workingMs: 'amount',
    late: 'boolean',
  },
  indexes: [['state', 'reviewerId'], ['state', 'calendarVersion', 'contractId'], ['dueAt'], ['since'], ['overdueAt']],
  keys: {
    ContractSubmitted: ({ data }) =>
      keysIn(
        data,
        data.steps.map(({ step }) => step),
      ),
    DirectorApprovalRequested: ofOpened,
    ContractReviewerAdded: ofOpened,
    ContractReviewApproved: ofStep,
    ContractReturned: ofRefusal,
    ContractRejected: ofRefusal,
    ContractRecalled: ofRound,
    ContractWithdrawn: ofRound,
    ContractReviewDelegated: ofStep,
    ContractReviewReassigned: ofStep,
    ContractReviewDueSoon: ofStep,
    ContractReviewOverdue: ofStep,
    ContractReviewEscalated: ofStep,
    ContractReviewsReplanned: ({ data }) =>
      keysIn(
        data,
        data.steps.map(({ step }) => step),
      ),
    ContractReassigned: ({ data }) => keysIn(data, data.openSteps ?? []),
  },
  project: {
    ContractSubmitted: (_, { data }, key) => {
      const opened = data.steps.find(({ step }) => key.endsWith(`/${step}`));
      return opened && openedRow(data, opened, data.policy);
    },
    DirectorApprovalRequested: (_, { data }) => openedRow(data, data.opened, data.policy),
    ContractReviewerAdded: (_, { data }) => openedRow(data, data.opened, data.policy),
    ContractReviewApproved: decided('approved'),
    ContractReturned: refused('returned'),
    ContractRejected: refused('rejected'),
    ContractRecalled: fellAway('recalled'),
    ContractWithdrawn: fellAway('withdrawn'),
    ContractReviewDelegated: handedOver,
    ContractReviewReassigned: handedOver,
    ContractReviewDueSoon: change((_, { reminded }) => ({ reminded: reminded + 1 })),
    ContractReviewOverdue: change(({ data: { dueAt } }) => ({ overdueAt: dueAt })),
    ContractReviewEscalated: change(({ data: { to, mayDecide } }) => ({
      escalatedTo: to,
      ...(mayDecide && { deputyId: to }),
    })),
    ContractReviewsReplanned: change(({ data: { steps } }, row) => {
      const replanned = steps.find(({ step }) => step === row.step);
      return replanned ? promised(replanned.clock) : {};
    }),
    ContractReassigned: change(({ data: { to } }) => ({ ownerId: to })),
  },
});
