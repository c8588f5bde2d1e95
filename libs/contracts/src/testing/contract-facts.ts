import type { CommandMetadata, Intention } from '@dealtrail/event-sourcing';
import { testKnown, type TestPerson, type TestPolicy } from '@dealtrail/known/testing';
import type { Known } from '@dealtrail/known';
import type { AnyContractCommand } from '../contract.commands.js';
import type { ContractEvent, OpenedStep, StepClock, StepId } from '../contract.events.js';

export const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
export const number = 'KCPJR7JZ';
export const dealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const units = [
  { unitId: 'east.1', kind: 'team', head: 'zhao.min' },
  { unitId: 'law', kind: 'department', head: 'bai.lu' },
  { unitId: 'accounts', kind: 'department', head: 'xu.bo' },
] as const;

const people: readonly TestPerson[] = [
  { staffId: 'li.na', roles: ['rep'], unitId: 'east.1' },
  { staffId: 'wang.wei', roles: ['rep'], unitId: 'east.1' },
  { staffId: 'zhao.min', roles: ['supervisor'], unitId: 'east.1' },
  { staffId: 'chen.jing', roles: ['salesSupport'] },
  { staffId: 'bai.lu', roles: ['legal'], unitId: 'law' },
  { staffId: 'fang.yuan', roles: ['legal'], unitId: 'law' },
  { staffId: 'luo.wen', roles: ['legal'], unitId: 'law' },
  { staffId: 'qian.yi', roles: ['finance'], unitId: 'accounts' },
  { staffId: 'xu.bo', roles: ['finance'], unitId: 'accounts' },
  { staffId: 'qin.tao', roles: ['technical'] },
  { staffId: 'gao.feng', roles: ['director'], deputy: 'he.ping' },
  { staffId: 'he.ping', roles: ['salesManager'] },
  { staffId: 'mo.qing', roles: ['auditor'] },
  { staffId: 'admin', roles: ['admin'] },
];

/** The company of the specs, some of its people changed, gone (`undefined`) or new. */
export function companyWith(
  changes: Readonly<Record<string, Partial<TestPerson> | undefined>> = {},
  policies: readonly TestPolicy[] = [],
): Known {
  const changed = people.flatMap((person) => {
    if (!Object.hasOwn(changes, person.staffId)) return [person];
    const change = changes[person.staffId];
    return change ? [{ ...person, ...change }] : [];
  });
  return testKnown({ units, people: changed, policies });
}

/**
 * Li Na and Wang Wei sell in Zhao Min's team, Chen Jing enters for others; Fang Yuan and Luo Wen are lawyers under Bai Lu,
 * Qian Yi counts under Xu Bo; Gao Feng directs, He Ping is his deputy; Qin Tao builds, Mo Qing audits.
 */
export const known = companyWith();

/** Monday, 2 March 2026, 10:00 in Shanghai. */
export const monday = '2026-03-02T02:00:00.000Z';
/** The day after at the same hour: eight working hours later. */
export const tuesday = '2026-03-03T02:00:00.000Z';
/** 18:00 on Wednesday: the last instant in time. */
export const due = '2026-03-04T10:00:00.000Z';
export const eightHours = 28_800_000;

const defaults: CommandMetadata = {
  commandId: '11111111-1111-4111-8111-111111111111',
  actor: { kind: 'staff', id: 'li.na' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  occurredAt: monday,
};

/** A command of Li Na's on Monday morning, unless said otherwise. */
export const asked = (
  command: Intention<AnyContractCommand>,
  metadata: Partial<CommandMetadata> = {},
): AnyContractCommand => ({ ...command, metadata: { ...defaults, ...metadata } }) as AnyContractCommand;

/** A person, on Tuesday morning. */
export const by = (id: string, occurredAt = tuesday): Partial<CommandMetadata> => ({
  actor: { kind: 'staff', id },
  occurredAt,
});
export const byProcess = (occurredAt = tuesday): Partial<CommandMetadata> => ({
  actor: { kind: 'process', id: `contractApproval/${contractId}/1` },
  occurredAt,
});
export const byImport = (onBehalfOf: string, occurredAt = tuesday): Partial<CommandMetadata> => ({
  actor: { kind: 'import', id: 'approvals' },
  onBehalfOf,
  occurredAt,
  history: true,
});

export const text = { sha256: 'a'.repeat(64), name: '銷售合同.pdf', type: 'application/pdf', size: 48_213 };
export const otherText = { ...text, sha256: 'b'.repeat(64) };
export const below = { amount: 48_210_000, currency: 'CNY' };
export const bothChecks = ['payment-terms', 'breach-liability'];

export const terms = {
  title: '12 台 GTX Pro 銷售合同',
  parties: [
    { role: 'seller' as const, name: '東方設備有限公司' },
    { role: 'buyer' as const, name: '明遠科技有限公司' },
  ],
  amount: below,
  paymentTerms: '簽訂後 7 日內付 30%',
  breachLiability: '逾期付款按日 0.05% 計',
  deliveryPlan: '2026-05-20 前交付',
  text,
};

export const whom = { dealId, ownerId: 'li.na', number };
export const policy = { kind: 'contract-approval', version: 1 } as const;
export const calendar = { kind: 'calendar', version: 1 } as const;

export const drafted: ContractEvent = {
  type: 'ContractDrafted',
  data: { contractId, ...whom, ...terms, draftedBy: 'li.na' },
};

/** The same contract of another amount. */
export const draftedFor = (amount: number, currency = 'CNY'): ContractEvent => ({
  type: 'ContractDrafted',
  data: { contractId, ...whom, ...terms, amount: { amount, currency }, draftedBy: 'li.na' },
});

/** Two working days from Monday morning. */
export const clock: StepClock = {
  since: monday,
  dueAt: due,
  warnings: [
    { percent: 50, at: '2026-03-03T06:30:00.000Z' },
    { percent: 75, at: '2026-03-04T03:15:00.000Z' },
    { percent: 90, at: '2026-03-04T07:42:00.000Z' },
  ],
  workingDays: 2,
  provisional: false,
  calendar,
};
/** Two working days from Tuesday morning. */
export const addedClock: StepClock = {
  ...clock,
  since: tuesday,
  dueAt: '2026-03-05T10:00:00.000Z',
  warnings: [
    { percent: 50, at: '2026-03-04T06:30:00.000Z' },
    { percent: 75, at: '2026-03-05T03:15:00.000Z' },
    { percent: 90, at: '2026-03-05T07:42:00.000Z' },
  ],
};
/** One working day from Tuesday morning. */
export const directorClock: StepClock = {
  ...clock,
  since: tuesday,
  warnings: [{ percent: 75, at: '2026-03-04T06:15:00.000Z' }],
  workingDays: 1,
};

export const legal: OpenedStep = { step: 'legal', reviewerId: 'fang.yuan', via: 'role', clock };
export const finance: OpenedStep = { step: 'finance', reviewerId: 'qian.yi', via: 'role', clock };
export const director: OpenedStep = { step: 'director', reviewerId: 'gao.feng', via: 'director', clock: directorClock };

type Submitted = Extract<ContractEvent, { type: 'ContractSubmitted' }>;
type Decided = Extract<ContractEvent, { type: 'ContractReviewApproved' }>['data'];

/** The first round, to Fang Yuan and Qian Yi, unless said otherwise. */
export const submittedWith = (change: Partial<Submitted['data']>): Submitted => ({
  type: 'ContractSubmitted',
  data: {
    contractId,
    ...whom,
    round: 1,
    submittedBy: 'li.na',
    amount: below,
    text,
    steps: [legal, finance],
    checks: bothChecks,
    director: {
      required: false,
      from: { amount: 100_000_000, currency: 'CNY' },
      workingDays: 1,
      warnings: [75],
    },
    policy,
    ...change,
  },
});
export const submitted = submittedWith({});

/** What a decision says on Tuesday morning. */
export const decision = (step: StepId, reviewerId: string): Omit<Decided, 'checks'> => ({
  contractId,
  round: 1,
  step,
  reviewerId,
  workingMs: eightHours,
  late: false,
});
export const approvedBy = (step: StepId, reviewerId: string, change: Partial<Decided> = {}): ContractEvent => ({
  type: 'ContractReviewApproved',
  data: { ...decision(step, reviewerId), checks: bothChecks, ...change },
});
export const legalApproved = approvedBy('legal', 'fang.yuan');
export const financeApproved = approvedBy('finance', 'qian.yi');
export const approved: ContractEvent = {
  type: 'ContractApproved',
  data: { contractId, ...whom, round: 1, amount: below, text },
};

export const returned: ContractEvent = {
  type: 'ContractReturned',
  data: { ...whom, ...decision('legal', 'fang.yuan'), reason: '付款條款不清', superseded: ['finance'] },
};
export const rejected: ContractEvent = {
  type: 'ContractRejected',
  data: { ...whom, ...decision('legal', 'fang.yuan'), reason: '違約責任不可接受', superseded: ['finance'] },
};
export const recalled: ContractEvent = {
  type: 'ContractRecalled',
  data: {
    contractId,
    ...whom,
    round: 1,
    by: 'li.na',
    reason: '客戶要求變更',
    superseded: ['legal', 'finance'],
  },
};
export const signed: ContractEvent = {
  type: 'ContractSigned',
  data: { contractId, ...whom, round: 1, by: 'li.na', amount: below, signedOn: '2026-03-03', text },
};
export const withdrawn: ContractEvent = {
  type: 'ContractWithdrawn',
  data: { contractId, ownerId: 'li.na', by: 'li.na', reason: '客戶取消採購', superseded: [] },
};

/** The director's step of a large contract, both departments having approved. */
export const directorRequested: ContractEvent = {
  type: 'DirectorApprovalRequested',
  data: {
    contractId,
    ...whom,
    round: 1,
    amount: { amount: 100_000_000, currency: 'CNY' },
    from: { amount: 100_000_000, currency: 'CNY' },
    policy,
    opened: director,
  },
};
export const large = { amount: 100_000_000, currency: 'CNY' };
export const submittedLarge = submittedWith({
  amount: large,
  director: { ...submitted.data.director, required: true },
});
/** A large contract that waits for the director. */
export const beforeDirector = [
  draftedFor(large.amount),
  submittedLarge,
  legalApproved,
  financeApproved,
  directorRequested,
];

/** The breach of a department's step at its due instant, and where it goes. */
export const breach = (step: StepId, reviewerId: string, dueAt = due, workingDays = 2) => ({
  type: 'ContractReviewOverdue' as const,
  data: { contractId, round: 1, step, reviewerId, dueAt, workingDays },
  occurredAt: dueAt,
});
export const escalated = (step: StepId, reviewerId: string, to: string, dueAt = due, mayDecide = false) => ({
  type: 'ContractReviewEscalated' as const,
  data: { contractId, round: 1, step, reviewerId, dueAt, to, mayDecide },
  occurredAt: dueAt,
});
