import { ensure, shortNumber } from '@dealtrail/event-sourcing';
import { dayOf } from '@dealtrail/calendar';
import { ensureMayOwn } from '@dealtrail/staff';
import type { ContractTerms, DirectorRule, OpenedStep } from './contract.events.js';
import type { Contract, KnownContract, Round } from './contract.fold.js';
import { existing, inRound, openSteps, overdueBy, personOf, same, whom, type ContractRules } from './review-rules.js';
import { chooseReviewers } from './reviewer-choice.js';
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
  DraftContract: ({ type: _, metadata, ...asked }, state, { staff, policies }) => {
    const draftedBy = personOf(metadata);
    const data = {
      ...asked,
      number: shortNumber(asked.contractId),
      ownerId: asked.ownerId ?? draftedBy,
      draftedBy: metadata.actor.kind === 'import' ? (asked.ownerId ?? draftedBy) : draftedBy,
    };
    if (state.status !== 'none') {
      ensure(same(state.draft, data), 'contract-already-drafted');
      return [];
    }
    ensure(metadata.history || asked.dataQuality === undefined, 'data-quality-is-for-imports');
    ensure(metadata.history || asked.dealId !== undefined, 'deal-missing');
    ensureMayOwn(staff, data.ownerId);
    ensureTemplate(asked.templateId, policies.inForce('contract-approval', metadata.occurredAt).value.templates);
    return [{ type: 'ContractDrafted', data }];
  },

  ReviseContract: ({ type: _, contractId, metadata, ...asked }, state, { policies }) => {
    const { terms } = existing(state);
    const changed = (Object.keys(asked) as (keyof ContractTerms)[]).filter(
      (key) => asked[key] !== undefined && !same(asked[key], terms[key]),
    );
    if (changed.length === 0) return [];
    const contract = ofDraft(state);
    ensureTemplate(asked.templateId, policies.inForce('contract-approval', metadata.occurredAt).value.templates);
    const pick = (from: Partial<ContractTerms>): Partial<ContractTerms> =>
      Object.fromEntries(changed.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
    const data = { contractId, by: personOf(metadata), changes: pick(asked), previous: pick(contract.terms) };
    return [{ type: 'ContractRevised', data }];
  },

  SubmitContract: ({ contractId, round: asked, reviewers = {}, metadata }, state, known) => {
    const contract = existing(state);
    const by = personOf(metadata);
    const latest = contract.round?.number ?? 0;
    if (contract.status === 'review') {
      const isRepeat = contract.round?.submittedBy === by && (asked === undefined || asked === latest);
      ensure(isRepeat && sameReviewers(contract.round, reviewers), 'contract-under-review');
      return [];
    }
    const draft = ofDraft(state);
    const round = latest + 1;
    ensure(asked === undefined || asked === round, 'round-is-over', { next: round });
    ensure(draft.status !== 'rejected' || draft.revised, 'rejected-and-unchanged');
    const { terms } = draft;
    if (!metadata.history) {
      ensure(terms.text, 'text-missing');
      const missing = (['paymentTerms', 'breachLiability', 'deliveryPlan'] as const).filter((key) => !terms[key]);
      ensure(missing.length === 0, 'terms-missing', { missing });
    }
    const { value: policy, version } = known.policies.inForce('contract-approval', metadata.occurredAt);
    const calendar = known.policies.inForce('calendar', metadata.occurredAt);
    const writers = { ...draft, authors: [...draft.authors, by] };
    const chosen = chooseReviewers(writers, reviewers, policy, known.staff);
    const limit = { workingDays: policy.reviewDays, warnings: policy.reviewWarnings };
    const clock = stepClock(metadata.occurredAt, limit, calendar);
    const steps: OpenedStep[] = [
      { step: 'legal', ...chosen.legal, clock },
      { step: 'finance', ...chosen.finance, clock },
    ];
    const { amount, currency } = terms.amount;
    const from = policy.directorFrom[currency];
    const director: DirectorRule = {
      required: from === undefined || amount >= from,
      ...(from !== undefined && { from: { amount: from, currency } }),
      workingDays: policy.directorDays,
      warnings: policy.directorWarnings,
    };
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
    };
    return [{ type: 'ContractSubmitted', data }];
  },

  RecallContract: ({ contractId, round, reason, metadata }, state, known) => {
    const contract = inRound(state, round);
    const by = personOf(metadata);
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
    const by = personOf(metadata);
    const today = dayOf(metadata.occurredAt);
    const { status, signed, terms } = contract;
    if (status === 'signed') {
      const again = signed?.text?.sha256 === text?.sha256 && (signedOn ?? signed?.signedOn) === signed?.signedOn;
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
    const superseded = open.map(({ step }) => step);
    const data = { contractId, ownerId, round: round?.number, by: personOf(metadata), reason, superseded };
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
