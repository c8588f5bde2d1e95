import { decide, fold, type Actor, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import { recorded } from '@dealtrail/event-sourcing/testing';
import { publishedCalendar } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import { testKnown } from '@dealtrail/known/testing';
import type { AnyContractCommand } from '../contract.commands.js';
import { contract } from '../contract.decider.js';
import type { ContractEvent } from '../contract.events.js';

export const storyId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
export const storyDealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
export const bothChecks = ['payment-terms', 'breach-liability'];

const { zone, intervals, years } = publishedCalendar;
const people = [
  { staffId: 'li.na', roles: ['rep'], unitId: 'east' },
  { staffId: 'wang.wei', roles: ['rep'], unitId: 'east' },
  { staffId: 'zhao.min', roles: ['supervisor'], unitId: 'east' },
  { staffId: 'chen.jing', roles: ['salesSupport'] },
  { staffId: 'fa.wu', roles: ['legal'], unitId: 'law' },
  { staffId: 'luo.wen', roles: ['legal'], unitId: 'law' },
  { staffId: 'mei.lin', roles: ['legal'], unitId: 'law' },
  { staffId: 'cai.wu', roles: ['finance'] },
  { staffId: 'qin.tao', roles: ['technical'] },
  { staffId: 'gao.feng', roles: ['director'], deputy: 'he.ping' },
  { staffId: 'he.ping', roles: ['salesManager'] },
] as const;
const units = [
  { unitId: 'law', kind: 'department', head: 'mei.lin' },
  { unitId: 'east', kind: 'team', head: 'zhao.min' },
] as const;
/** 3 March 2026 becomes a day off. */
const thirdOff = {
  kind: 'calendar' as const,
  version: 2,
  content: { zone, intervals, years: { ...years, 2026: { daysOff: ['2026-03-03'], makeUpDays: [] } } },
  effectiveFrom: '2026-03-02T04:00:00.000Z',
};

/** Sellers Li Na and Wang Wei under Zhao Min, three of the law department under Mei Lin, Cai Wu of finance, director Gao Feng and his deputy. */
export const storyKnown: Known = testKnown({ units, people, policies: [thirdOff] });
const withoutLiNa: Known = testKnown({
  units,
  people: people.map((person) => (person.staffId === 'li.na' ? { ...person, active: false } : person)),
});

/** Something asked at an instant by a person or, where nobody is called so, by a process; of the story's contract and round 1. */
export interface Asked {
  readonly type: AnyContractCommand['type'];
  readonly at: Instant;
  readonly by: string;
  readonly [field: string]: unknown;
}

/** Monday, 2 March 2026, 09:00 in Shanghai. */
export const monday: Instant = '2026-03-02T01:00:00.000Z';
/** The end of what is submitted then. */
export const wednesdayEvening: Instant = '2026-03-04T10:00:00.000Z';

export const firstText = { sha256: 'a'.repeat(64), name: '合同.pdf', type: 'application/pdf', size: 1_000 };
export const secondText = { ...firstText, sha256: 'b'.repeat(64) };
export const drafted: Asked = {
  type: 'DraftContract',
  at: monday,
  by: 'li.na',
  dealId: storyDealId,
  title: '銷售合同',
  parties: [{ role: 'buyer', name: '明遠科技' }],
  amount: { amount: 48_210_000, currency: 'CNY' },
  paymentTerms: '簽訂後 7 日內付 30%',
  breachLiability: '按日 0.05%',
  deliveryPlan: '2026-05-20 前交付',
  text: firstText,
};
export const submitted: Asked = {
  type: 'SubmitContract',
  at: monday,
  by: 'li.na',
  reviewers: { legal: 'fa.wu', finance: 'cai.wu' },
};
export const approvedBy = (by: string, at: Instant, more: object = {}): Asked => ({
  type: 'ApproveContract',
  by,
  at,
  checks: bothChecks,
  ...more,
});

/** The facts that these commands leave, by the real rules. */
export function told(...commands: readonly Asked[]): readonly Recorded<ContractEvent>[] {
  const facts: Recorded<ContractEvent>[] = [];
  for (const { type, at, by, left, ...fields } of commands) {
    const actor: Actor = { kind: storyKnown.staff.person(by) ? 'staff' : 'process', id: by };
    const metadata = { commandId: storyId, correlationId: storyId, actor, occurredAt: at };
    const state = fold(contract, facts);
    const latest = state.status === 'none' ? 1 : (state.round?.number ?? 1);
    const asked = { contractId: storyId, at, ...(type !== 'SubmitContract' && { round: latest }), ...fields };
    const command = { ...asked, type, metadata } as unknown as AnyContractCommand;
    for (const { occurredAt = at, ...fact } of decide(contract, command, state, left ? withoutLiNa : storyKnown))
      facts.push(recorded(fact, `contract-${storyId}`, facts.length, { occurredAt, actor }));
  }
  return facts;
}
