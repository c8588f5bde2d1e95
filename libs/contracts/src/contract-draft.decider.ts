import { ensure, personOf, same, shortNumber } from '@dealtrail/event-sourcing';
import { dayOf } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import { departments, type ContractApprovalPolicy } from '@dealtrail/policies';
import { ensureMayOwn } from '@dealtrail/staff';
import { ensurePlans } from './contract-plan.js';
import type { ContractTerms, OpenedStep } from './contract.events.js';
import type { Contract, KnownContract, Round } from './contract.fold.js';
import { directorRule } from './director-rule.js';
import { unlessUnknown, writerOf } from './imported.js';
import { overdueBy } from './review-overdue.js';
import { existing, inRound, openSteps, whom, type ContractRules } from './review-rules.js';
import { canBeReviewed, chooseDirector, chooseReviewers } from './reviewer-choice.js';
import { stepClock } from './step-clock.js';

/** A contract whose words may change; says why when they may not. */
function ofDraft(state: Contract): KnownContract {
  const contract = existing(state);
  ensure(contract.status !== 'review', 'contract-under-review');
  ensure(contract.status !== 'approved', 'contract-already-approved');
  ensure(contract.status !== 'signed', 'contract-already-signed');
  ensure(contract.status !== 'withdrawn', 'contract-withdrawn');
  return contract;
}

/** From the draft to the signature: what the author does (R063, R068). */
export const draftRules: ContractRules<
  'DraftContract' | 'ReviseContract' | 'SubmitContract' | 'RecallContract' | 'SignContract' | 'WithdrawContract'
> = {
  DraftContract: ({ type: _, metadata, ...asked }, state, known) => {
    const isProcess = metadata.actor.kind === 'process';
    const ownerId = asked.ownerId ?? personOf(metadata);
    const draftedBy = isProcess ? ownerId : writerOf(metadata, ownerId); // a process writes for the owner
    const data = { ...asked, number: shortNumber(asked.contractId), ownerId, draftedBy };
    if (state.status !== 'none') {
      ensure(same(state.draft, data), 'contract-already-drafted');
      return [];
    }
    ensure(metadata.history || asked.dataQuality === undefined, 'data-quality-is-for-imports');
    ensure(metadata.history || asked.dealId !== undefined, 'deal-missing');
    ensure(asked.parties.length > 0 || asked.dataQuality?.includes('no-parties'), 'parties-missing');
    ensure(isProcess || asked.amends === undefined, 'amends-is-for-processes');
    if (!isProcess) ensureMayOwn(known.staff, data.ownerId); // of who has just left it goes on
    ensurePlans(asked);
    const { value: policy } = known.policies.inForce('contract-approval', metadata.occurredAt);
    ensureTemplate(asked.templateId, policy.templates);
    return [{ type: 'ContractDrafted', data }];
  },

  ReviseContract: ({ type: _, contractId, metadata, ...asked }, state, known) => {
    const { terms } = existing(state);
    const changed = (Object.keys(asked) as (keyof ContractTerms)[]).filter(
      (key) => asked[key] !== undefined && !same(asked[key], terms[key]),
    );
    if (changed.length === 0) return [];
    const contract = ofDraft(state);
    const isOfOrder = changed.some((key) => key === 'amount' || key === 'orderPlan' || key === 'paymentPlan');
    ensure(!(contract.draft.amends && isOfOrder), 'agreement-follows-its-order'); // reviewed is what its signature applies
    const { value: policy } = known.policies.inForce('contract-approval', metadata.occurredAt);
    ensureTemplate(asked.templateId, policy.templates);
    const pick = (from: Partial<ContractTerms>): Partial<ContractTerms> =>
      Object.fromEntries(changed.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
    const by = writerOf(metadata, contract.ownerId);
    const changes = pick(asked);
    ensurePlans({ ...terms, ...changes });
    if (!metadata.history) ensureSpared({ ...contract, terms: { ...contract.terms, ...changes } }, by, policy, known);
    const data = { contractId, by, changes, previous: pick(contract.terms) };
    return [{ type: 'ContractRevised', data }];
  },

  SubmitContract: ({ contractId, round: asked, reviewers = {}, moreToTell, metadata }, state, known) => {
    const contract = existing(state);
    const by = writerOf(metadata, contract.ownerId);
    const latest = contract.round?.number ?? 0;
    if (contract.status === 'review') {
      const isRepeat = contract.round?.submittedBy === by && (asked === undefined || asked === latest);
      ensure(isRepeat && sameReviewers(contract.round, reviewers), 'contract-under-review');
      return [];
    }
    const draft = ofDraft(state);
    const round = latest + 1;
    ensure(asked === undefined || asked === round, 'round-is-over', { next: round });
    const { terms } = draft;
    ensure(draft.status !== 'rejected' || !same(terms, draft.round?.terms), 'rejected-and-unchanged');
    ensure(metadata.history || !moreToTell, 'data-quality-is-for-imports');
    if (!metadata.history) {
      ensure(terms.text, 'text-missing');
      ensure(terms.parties.length > 0, 'parties-missing');
      const missing = (['paymentTerms', 'breachLiability', 'deliveryPlan'] as const).filter((key) => !terms[key]);
      ensure(missing.length === 0, 'terms-missing', { missing });
      for (const department of departments) {
        const reviewerId = reviewers[department];
        const isActive = reviewerId !== undefined && known.staff.isActive(reviewerId);
        ensure(!isActive || known.staff.isAvailable(reviewerId), 'reviewer-away', { reviewerId });
      }
    }
    const { value: policy, version } = known.policies.inForce('contract-approval', metadata.occurredAt);
    const calendar = known.policies.inForce('calendar', metadata.occurredAt);
    const writers = { ...draft, authors: [...draft.authors, by] };
    const chosen = chooseReviewers(writers, reviewers, policy, known.staff, metadata.history);
    const director = unlessUnknown(directorRule(terms.amount, policy), draft, metadata);
    if (director.required) chooseDirector(writers, known.staff); // rather now than when both departments have approved
    const limit = { workingDays: policy.reviewDays, warnings: policy.reviewWarnings };
    const clock = stepClock(metadata.occurredAt, limit, calendar);
    const steps: OpenedStep[] = [
      { step: 'legal', ...chosen.legal, clock },
      { step: 'finance', ...chosen.finance, clock },
    ];
    const { checks } = policy;
    const data = {
      contractId,
      ...whom(draft),
      round,
      submittedBy: by,
      amount: terms.amount,
      text: terms.text,
      steps,
      checks,
      director,
      policy: version,
      ...(moreToTell && { moreToTell }),
    };
    return [{ type: 'ContractSubmitted', data }];
  },

  RecallContract: ({ contractId, round, reason, metadata }, state, known) => {
    const contract = inRound(state, round);
    const by = writerOf(metadata, contract.ownerId);
    if (contract.status === 'recalled') {
      ensure(contract.round.recalled?.by === by && contract.round.recalled.reason === reason, 'round-is-over');
      return [];
    }
    ensure(contract.status === 'review' || contract.status === 'approved', 'round-is-over', {
      status: contract.status,
    });
    const superseded = openSteps(contract).map(({ step }) => step);
    return [
      ...overdueBy(contract, openSteps(contract), metadata, known),
      { type: 'ContractRecalled', data: { contractId, ...whom(contract), round, by, reason, superseded } },
    ];
  },

  SignContract: ({ contractId, round, text, signedOn, metadata }, state) => {
    const contract = inRound(state, round);
    const by = writerOf(metadata, contract.ownerId);
    const today = dayOf(metadata.occurredAt);
    const { status, signed, terms } = contract;
    if (status === 'signed') {
      const again =
        (!text || signed?.text?.sha256 === text.sha256) && (signedOn ?? signed?.signedOn) === signed?.signedOn;
      ensure(again, 'contract-already-signed');
      return [];
    }
    ensure(status === 'approved', 'contract-not-approved', { status });
    ensure(text || metadata.history, 'text-missing');
    ensure((signedOn ?? today) <= today, 'signed-in-the-future');
    const approved = terms.text?.sha256;
    if (text && approved !== undefined && text.sha256 !== approved) {
      if (contract.differing === text.sha256) return [];
      const data = { contractId, ...whom(contract), round, by, approved, signed: text };
      return [{ type: 'SignedTextDiffers', data }];
    }
    const data = {
      contractId,
      ...whom(contract),
      round,
      by,
      amount: terms.amount,
      signedOn: signedOn ?? today,
      text: text ?? terms.text,
      orderPlan: terms.orderPlan,
      paymentPlan: terms.paymentPlan,
      amends: contract.draft.amends,
    };
    return [{ type: 'ContractSigned', data }];
  },

  WithdrawContract: ({ contractId, reason, metadata }, state, known) => {
    const contract = existing(state);
    const isProcess = metadata.actor.kind === 'process';
    if (isProcess && (contract.status === 'signed' || contract.status === 'withdrawn')) return [];
    ensure(contract.status !== 'signed', 'contract-already-signed');
    if (contract.status === 'withdrawn') {
      ensure(contract.withdrawnFor === reason, 'contract-withdrawn');
      return [];
    }
    const open = openSteps(contract);
    const { round, ownerId } = contract;
    const { amends } = contract.draft;
    const superseded = open.map(({ step }) => step);
    const by = writerOf(metadata, ownerId);
    const data = { contractId, ownerId, round: round?.number, by, reason, superseded, amends };
    return [
      ...(round ? overdueBy({ ...contract, round }, open, metadata, known) : []),
      { type: 'ContractWithdrawn', data },
    ];
  },
};

const sameReviewers = (round: Round, asked: { readonly legal?: string; readonly finance?: string }): boolean =>
  (['legal', 'finance'] as const).every(
    (department) =>
      asked[department] === undefined ||
      round.steps.some((step) => step.step === department && step.reviewerId === asked[department]),
  );

function ensureTemplate(id: string | undefined, templates: readonly { readonly id: string }[]): void {
  ensure(id === undefined || templates.some((template) => template.id === id), 'template-not-found', {
    templateId: id,
  });
}

/** Whoever writes never reviews: refuses a writer without whom nobody could review the contract any more. */
function ensureSpared(contract: KnownContract, by: string, policy: ContractApprovalPolicy, { staff }: Known): void {
  const needsDirector = directorRule(contract.terms.amount, policy).required;
  const could = (authors: readonly string[]): boolean =>
    canBeReviewed({ ...contract, authors }, needsDirector, policy, staff);
  ensure(could([...contract.authors, by]) || !could(contract.authors), 'last-possible-reviewer');
}
