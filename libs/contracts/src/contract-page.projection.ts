import { projection, type Recorded } from '@dealtrail/event-sourcing';
import type { ContractPageRow, PageRound, PageStep } from './contract-page.row.js';
import { decided, ended, handedOver, opened, superseded } from './contract-page.steps.js';
import type { ContractEvent, StepId } from './contract.events.js';

type Fact<T extends ContractEvent['type']> = Recorded<Extract<ContractEvent, { type: T }>>;
type Refusal = 'ContractReturned' | 'ContractRejected';
type StepEvent = Extract<ContractEvent, { data: { readonly step: StepId; readonly round: number } }>;

const key = ({ data: { contractId } }: { readonly data: { readonly contractId: string } }) => [contractId];

/** A step for a contract that is there; a fact about one that is not leaves nothing. */
const change =
  <T extends ContractEvent['type']>(fold: (event: Fact<T>, row: ContractPageRow) => Partial<ContractPageRow>) =>
  (row: ContractPageRow | undefined, event: Fact<T>): ContractPageRow | undefined =>
    row && { ...row, ...fold(event, row), revision: event.revision, lastPosition: String(event.position) };

const withRound = (
  { rounds }: ContractPageRow,
  number: number | undefined,
  more: (round: PageRound) => Partial<PageRound>,
): Pick<ContractPageRow, 'rounds'> => ({
  rounds: rounds.map((round) => (round.number === number ? { ...round, ...more(round) } : round)),
});

/** A fact about one step of a round. */
const ofStep = <T extends StepEvent['type']>(fold: (event: Fact<T>, step: PageStep) => Partial<PageStep>) =>
  change<T>((event, row) => {
    const { round, step: id } = (event as Recorded<StepEvent>).data;
    return withRound(row, round, ({ steps }) => ({
      steps: steps.map((step) => (step.step === id ? { ...step, ...fold(event, step) } : step)),
    }));
  });

const refused = (verdict: 'returned' | 'rejected') =>
  change<Refusal>((event, row) => {
    const { round, step: id, reviewerId, reason, superseded: others } = event.data;
    const { occurredAt } = event.metadata;
    const decision = decided(event, { verdict, checks: [], words: reason });
    const rounds = withRound(row, round, ({ steps }) => ({
      ...ended(verdict, occurredAt, reviewerId, reason),
      steps: superseded(steps, others, occurredAt).map((step) => (step.step === id ? { ...step, ...decision } : step)),
    }));
    return { status: verdict, ...rounds };
  });

/** 合同詳情: every contract with its rounds, steps, comments and signature. */
export const contractPages = projection<ContractPageRow, ContractEvent>({
  name: 'contractPages',
  version: 2,
  key: 'contractId',
  columns: {
    contractId: 'text',
    number: 'text',
    dealId: 'text',
    customerId: 'text',
    ownerId: 'text',
    previousOwners: 'json',
    authors: 'texts',
    status: 'text',
    terms: 'json',
    revised: 'boolean',
    draftedAt: 'instant',
    draftedBy: 'text',
    rounds: 'json',
    comments: 'json',
    signed: 'json',
    differing: 'json',
    withdrawn: 'json',
    amends: 'json',
    dataQuality: 'texts',
    revision: 'integer',
    lastPosition: 'text',
  },
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
    ContractDrafted: (_, { data, metadata: { occurredAt }, revision, position }) => {
      const { contractId, number, dealId, customerId, ownerId, draftedBy, amends, dataQuality, ...terms } = data;
      const record = { contractId, number, dealId, customerId, ownerId, draftedBy, amends, dataQuality, terms };
      const nothingYet = { previousOwners: [], rounds: [], comments: [], differing: [], revised: false };
      const fact = { draftedAt: occurredAt, revision, lastPosition: String(position) };
      return { ...record, ...nothingYet, ...fact, authors: [draftedBy], status: 'draft' };
    },
    ContractRevised: change(({ data: { by, changes } }, { terms, authors }) => ({
      terms: { ...terms, ...changes },
      authors: [...new Set([...authors, by])],
      revised: true,
    })),
    ContractSubmitted: change(({ data, metadata: { occurredAt } }, { rounds, authors }) => {
      const { round: number, submittedBy, amount, text, policy, checks, director } = data;
      const before = rounds.at(-1);
      const sameText = before && before.text?.sha256 === text?.sha256;
      const said = { number, submittedAt: occurredAt, submittedBy, amount, text, sameText, policy, checks, director };
      const round: PageRound = { ...said, steps: data.steps.map((step) => opened(step)), outcome: 'review' };
      return {
        status: 'review',
        rounds: [...rounds, round],
        authors: [...new Set([...authors, submittedBy])],
        revised: false,
      };
    }),
    ContractReviewApproved: ofStep((event) =>
      decided(event, { verdict: 'approved', checks: event.data.checks, words: event.data.comment }),
    ),
    ContractReturned: refused('returned'),
    ContractRejected: refused('rejected'),
    ContractRecalled: change(({ data: { round, by, reason, superseded: open }, metadata: { occurredAt } }, row) => ({
      status: 'recalled',
      ...withRound(row, round, ({ steps }) => ({
        ...ended('recalled', occurredAt, by, reason),
        steps: superseded(steps, open, occurredAt),
      })),
    })),
    DirectorApprovalRequested: change(({ data }, row) =>
      withRound(row, data.round, ({ steps }) => ({ steps: [...steps, opened(data.opened)] })),
    ),
    ContractApproved: change(({ data: { round }, metadata: { occurredAt } }, row) => ({
      status: 'approved',
      ...withRound(row, round, () => ({ outcome: 'approved', endedAt: occurredAt })),
    })),
    ContractReviewDelegated: ofStep(({ data: { to, by, reason }, metadata: { occurredAt } }, step) =>
      handedOver(step, { at: occurredAt, reviewerId: to, via: 'delegated', by, reason }),
    ),
    ContractReviewReassigned: ofStep(({ data: { to, via, unitId, cause }, metadata: { occurredAt } }, step) =>
      handedOver(step, { at: occurredAt, reviewerId: to, via, unitId, cause }),
    ),
    ContractReviewerAdded: change(({ data: { round, by, reason, opened: step } }, row) =>
      withRound(row, round, ({ steps }) => ({ steps: [...steps, opened(step, { by, reason })] })),
    ),
    ContractCommented: change(
      ({ data: { round, commentId, by, text }, metadata: { occurredAt: at } }, { comments }) => ({
        comments: [...comments, { commentId, round, at, by, text }],
      }),
    ),
    ContractReviewDueSoon: ofStep(({ data: { percent, at } }, { reminders }) => ({
      reminders: [...reminders, { percent, at }],
    })),
    ContractReviewOverdue: ofStep(({ data: { dueAt, reviewerId } }) => ({ breach: { dueAt, reviewerId } })),
    ContractReviewEscalated: ofStep(({ data: { to, mayDecide } }) => ({
      escalation: { to, mayDecide },
      ...(mayDecide && { deputyId: to }),
    })),
    ContractReviewsReplanned: change(({ data, metadata: { occurredAt: at } }, row) =>
      withRound(row, data.round, ({ steps }) => ({
        steps: steps.map((step) => {
          const replanned = data.steps.find((other) => other.step === step.step);
          if (!replanned) return step;
          const { clock, previousDueAt } = replanned;
          const { dueAt, provisional } = clock;
          const replan = { at, previousDueAt, dueAt, provisional, calendar: data.calendar };
          return { ...step, clock, replans: [...step.replans, replan] };
        }),
      })),
    ),
    ContractReassigned: change(({ data: { from, to }, metadata: { occurredAt: at } }, { previousOwners }) => ({
      ownerId: to,
      previousOwners: [...previousOwners, { at, ownerId: from }],
    })),
    ContractSigned: change(({ data: { round, by, signedOn, text }, metadata: { occurredAt: at } }, row) => ({
      status: 'signed',
      signed: { at, by, signedOn, text },
      ...withRound(row, round, () => ended('signed', at, by)),
    })),
    SignedTextDiffers: change(
      ({ data: { by, round, approved, signed }, metadata: { occurredAt: at } }, { differing }) => ({
        differing: [...differing, { at, by, round, approved, signed }],
      }),
    ),
    ContractWithdrawn: change(({ data, metadata: { occurredAt: at } }, row) => {
      const { by, reason, superseded: open } = data;
      const goesOn = row.status === 'review' || row.status === 'approved';
      return {
        status: 'withdrawn',
        withdrawn: { at, by, reason },
        ...withRound(row, goesOn ? data.round : undefined, ({ steps }) => ({
          ...ended('withdrawn', at, by, reason),
          steps: superseded(steps, open, at),
        })),
      };
    }),
  },
});
