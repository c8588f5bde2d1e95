import type { Evolve } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { PolicyVersion } from '@dealtrail/policies';
import type {
  ContractEvent,
  ContractTerms,
  ContractText,
  DirectorRule,
  OpenedStep,
  StepId,
} from './contract.events.js';

/** What a reviewer said. */
export interface StepDecision {
  readonly verdict: 'approved' | 'returned' | 'rejected';
  readonly by: string;
  readonly checks: readonly string[];
  /** The comment of an approval, the reason of a refusal. */
  readonly words?: string;
}

/** A step of a round. */
export interface Step extends OpenedStep {
  /** The reminders on record, by their percent: each once, also after the clock is planned anew. */
  readonly reminded: readonly number[];
  /** The breach of its clock is on record. */
  readonly overdue: boolean;
  /** Whom its breach was escalated to: what the process of the round shows. */
  readonly escalatedTo?: string;
  /** May decide as well, since the step was overdue (T09). */
  readonly deputyId?: string;
  /** Whom it was taken over from, last of all. */
  readonly from?: string;
  readonly addedFor?: string;
  readonly decision?: StepDecision;
}

export const isOpen = (step: Step): boolean => step.decision === undefined;

/** One way through the reviews. */
export interface Round {
  readonly number: number;
  readonly submittedBy: string;
  readonly checks: readonly string[];
  /** The version it was submitted under, which stays (G-032). */
  readonly policy: PolicyVersion;
  /** As they were submitted. */
  readonly terms: ContractTerms;
  readonly director: DirectorRule;
  readonly reviewLimit: { readonly workingDays: number; readonly warnings: readonly number[] };
  readonly steps: readonly Step[];
  /** How it ended, unless by a step's decision. */
  readonly recalled?: { readonly by: string; readonly reason?: string };
  /** An import is in the middle of it: nobody waits for its reviewers. */
  readonly moreToTell?: true;
}

export const contractStatuses = [
  'draft', // 草案
  'review', // 審核中
  'returned', // 已退回
  'rejected', // 已駁回
  'recalled', // 已撤回
  'approved', // 已批准
  'signed', // 已簽訂
  'withdrawn', // 已作廢
] as const;
export type ContractStatus = (typeof contractStatuses)[number];

/** A contract that exists. */
export interface KnownContract {
  readonly status: ContractStatus;
  readonly contractId: string;
  readonly number: string;
  /** What the draft said, to tell its repeat from a second one. */
  readonly draft: Extract<ContractEvent, { type: 'ContractDrafted' }>['data'];
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
  /** Everybody who wrote on it: none of them reviews it, on no path. */
  readonly authors: readonly string[];
  readonly terms: ContractTerms;
  /** The latest round. */
  readonly round?: Round;
  readonly comments: readonly { readonly commentId: string; readonly by: string; readonly text: string }[];
  /** What was brought as signed and was not the approved text. */
  readonly differing?: string;
  readonly signed?: { readonly signedOn: Day; readonly text?: ContractText };
  readonly withdrawnFor?: string;
}

/** What rules read of a contract; guards narrow it by `status`. */
export type Contract = { readonly status: 'none' } | KnownContract;

/** A fold step that leaves a stream without its first fact as it is: the log never holds one, and a fold must not throw. */
const of =
  <E extends ContractEvent>(step: (contract: KnownContract, event: E) => KnownContract) =>
  (contract: Contract, event: E): Contract =>
    contract.status === 'none' ? contract : step(contract, event);

const ofRound = <E extends ContractEvent>(
  step: (round: Round, event: E, contract: KnownContract) => Round,
  status?: ContractStatus,
) =>
  of<E>((contract, event) =>
    contract.round
      ? { ...contract, ...(status && { status }), round: step(contract.round, event, contract) }
      : contract,
  );

const opened = (step: OpenedStep): Step => ({ ...step, reminded: [], overdue: false });

const withStep = (round: Round, id: StepId, change: Partial<Step>): Round => ({
  ...round,
  steps: round.steps.map((step) => (step.step === id ? { ...step, ...change } : step)),
});

const author = (contract: KnownContract, by: string): readonly string[] =>
  contract.authors.includes(by) ? contract.authors : [...contract.authors, by];

/** How facts become the state of a contract. */
export const evolveContract: Evolve<Contract, ContractEvent> = {
  ContractDrafted: (_, { data }) => {
    const { contractId, number, dealId, customerId, ownerId, draftedBy } = data;
    const { title, parties, amount, paymentTerms, breachLiability, deliveryPlan, templateId, text } = data;
    const { orderPlan, paymentPlan } = data;
    const words = { title, parties, amount, paymentTerms, breachLiability, deliveryPlan, templateId, text };
    const terms = { ...words, orderPlan, paymentPlan };
    const record = { contractId, number, draft: data, dealId, customerId, ownerId, terms };
    return { status: 'draft', ...record, authors: [draftedBy], comments: [] };
  },
  ContractRevised: of((contract, { data: { by, changes } }) => ({
    ...contract,
    terms: { ...contract.terms, ...changes },
    authors: author(contract, by),
  })),
  ContractSubmitted: of((contract, { data }) => {
    const { round: number, submittedBy, checks, policy, director, steps, moreToTell } = data;
    const first = steps[0]?.clock;
    const reviewLimit = {
      workingDays: first?.workingDays ?? director.workingDays,
      warnings: first?.warnings.map(({ percent }) => percent) ?? [],
    };
    const round = {
      number,
      submittedBy,
      checks,
      policy,
      terms: contract.terms,
      director,
      reviewLimit,
      steps: steps.map(opened),
      ...(moreToTell && { moreToTell }),
    };
    return { ...contract, status: 'review', authors: author(contract, submittedBy), round };
  }),
  ContractReviewApproved: ofRound((round, { data: { step, reviewerId, checks, comment } }) =>
    withStep(round, step, { decision: { verdict: 'approved', by: reviewerId, checks, words: comment } }),
  ),
  ContractReturned: ofRound(
    (round, { data: { step, reviewerId, reason } }) =>
      withStep(round, step, { decision: { verdict: 'returned', by: reviewerId, checks: [], words: reason } }),
    'returned',
  ),
  ContractRejected: ofRound(
    (round, { data: { step, reviewerId, reason } }) =>
      withStep(round, step, { decision: { verdict: 'rejected', by: reviewerId, checks: [], words: reason } }),
    'rejected',
  ),
  ContractRecalled: ofRound((round, { data: { by, reason } }) => ({ ...round, recalled: { by, reason } }), 'recalled'),
  DirectorApprovalRequested: ofRound((round, { data }) => ({ ...round, steps: [...round.steps, opened(data.opened)] })),
  ContractApproved: of((contract) => ({ ...contract, status: 'approved', differing: undefined })),
  ContractReviewDelegated: ofRound((round, { data: { step, from, to } }) =>
    withStep(round, step, { reviewerId: to, via: 'delegated', unitId: undefined, from }),
  ),
  ContractReviewReassigned: ofRound((round, { data: { step, from, to, via, unitId } }) =>
    withStep(round, step, { reviewerId: to, via, unitId, from }),
  ),
  ContractReviewerAdded: ofRound((round, { data: { reason, opened: step } }) => ({
    ...round,
    steps: [...round.steps, { ...opened(step), addedFor: reason }],
  })),
  ContractCommented: of((contract, { data: { commentId, by, text } }) => ({
    ...contract,
    comments: [...contract.comments, { commentId, by, text }],
  })),
  ContractReviewDueSoon: ofRound((round, { data: { step, percent } }) => ({
    ...round,
    steps: round.steps.map((s) => (s.step === step ? { ...s, reminded: [...s.reminded, percent] } : s)),
  })),
  ContractReviewOverdue: ofRound((round, { data: { step } }) => withStep(round, step, { overdue: true })),
  ContractReviewEscalated: ofRound((round, { data: { step, to, mayDecide } }) =>
    withStep(round, step, { escalatedTo: to, ...(mayDecide && { deputyId: to }) }),
  ),
  ContractReviewsReplanned: ofRound((round, { data: { steps } }) =>
    steps.reduce((changed, { step, clock }) => withStep(changed, step, { clock }), round),
  ),
  ContractReassigned: of((contract, { data: { to } }) => ({ ...contract, ownerId: to })),
  ContractSigned: of((contract, { data: { signedOn, text } }) => ({
    ...contract,
    status: 'signed',
    signed: { signedOn, text },
  })),
  SignedTextDiffers: of((contract, { data: { signed } }) => ({ ...contract, differing: signed.sha256 })),
  ContractWithdrawn: of((contract, { data: { reason } }) => ({
    ...contract,
    status: 'withdrawn',
    withdrawnFor: reason,
  })),
};
