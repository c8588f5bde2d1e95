import { decide, fold, type Actor, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import { projectAll, recorded } from '@dealtrail/event-sourcing/testing';
import { publishedCalendar } from '@dealtrail/calendar';
import { testKnown } from '@dealtrail/known/testing';
import type { AnyContractCommand } from './contract.commands.js';
import { contract } from './contract.decider.js';
import type { ContractEvent } from './contract.events.js';
import { reviewSteps } from './review-steps.projection.js';
import type { ReviewStepRow } from './review-step.row.js';

const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
const dealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const checks = ['payment-terms', 'breach-liability'];
const { zone, intervals, years } = publishedCalendar;
const thirdOff = { ...years, 2026: { daysOff: ['2026-03-03'], makeUpDays: [] } };
const known = testKnown({
  units: [{ unitId: 'law', kind: 'department', head: 'mei.lin' }],
  people: [
    { staffId: 'li.na', roles: ['rep'] },
    { staffId: 'fa.wu', roles: ['legal'], unitId: 'law' },
    { staffId: 'luo.wen', roles: ['legal'], unitId: 'law' },
    { staffId: 'mei.lin', roles: ['legal'], unitId: 'law' },
    { staffId: 'cai.wu', roles: ['finance'] },
    { staffId: 'gao.feng', roles: ['director'] },
  ],
  policies: [
    {
      kind: 'calendar',
      version: 2,
      content: { zone, intervals, years: thirdOff },
      effectiveFrom: '2026-03-02T04:00:00.000Z',
    },
  ],
});

type Intent = { readonly [K in 'at' | 'by']: string } & { readonly type: AnyContractCommand['type'] };
const words = { paymentTerms: '30%', breachLiability: '0.05%', deliveryPlan: '05-20' };
const text = { sha256: 'a'.repeat(64), name: 'a.pdf', type: 'application/pdf', size: 1 };
const amount = { amount: 100_000_000, currency: 'CNY' };
const draft = {
  type: 'DraftContract',
  title: '銷售合同',
  parties: [{ role: 'buyer', name: '明遠科技有限公司' }],
  amount,
  dealId,
  text,
  ...words,
} as const;
const monday: Instant = '2026-03-02T01:00:00.000Z';
const started = [
  { ...draft, at: monday, by: 'li.na' },
  { type: 'SubmitContract', at: monday, by: 'li.na', reviewers: { legal: 'fa.wu', finance: 'cai.wu' } },
] as const;

/** The steps that commands leave, by the real rules. */
function steps(...commands: readonly Intent[]): Record<string, ReviewStepRow> {
  const facts: Recorded<ContractEvent>[] = [];
  for (const { at, by, ...asked } of commands) {
    const actor: Actor = known.staff.person(by) ? { kind: 'staff', id: by } : { kind: 'process', id: by };
    const metadata = { commandId: contractId, correlationId: contractId, actor, occurredAt: at };
    const command = { contractId, round: 1, at, ...asked, metadata } as unknown as AnyContractCommand;
    for (const { occurredAt = at, ...fact } of decide(contract, command, fold(contract, facts), known))
      facts.push(recorded(fact, `contract-${contractId}`, facts.length, { occurredAt }));
  }
  return Object.fromEntries(
    [...projectAll(reviewSteps, facts)].map(([key, row]) => [key.replace(`${contractId}/`, ''), row as ReviewStepRow]),
  );
}

const approve = (by: string, at: Instant) => ({ type: 'ApproveContract', by, at, checks }) as const;
const due = '2026-03-04T10:00:00.000Z';

describe('reviewSteps', () => {
  it('opens a row for each department with what was promised', () => {
    const { '1/legal': legal, '1/finance': finance } = steps(...started);
    expect(legal).toEqual({
      stepKey: `${contractId}/1/legal`,
      contractId,
      round: 1,
      step: 'legal',
      department: 'legal',
      number: expect.stringMatching(/^[A-Z0-9]{8}$/) as string,
      customerId: undefined,
      dealId,
      ownerId: 'li.na',
      ...amount,
      reviewerId: 'fa.wu',
      via: 'asked',
      since: monday,
      dueAt: due,
      workingDays: 2,
      calendarVersion: 1,
      policyVersion: 1,
      provisional: false,
      reminded: 0,
      state: 'open',
    });
    expect(finance).toMatchObject({ reviewerId: 'cai.wu', state: 'open' });
  });

  it('says who decided, in what working time, and opens the director’s step', () => {
    const rows = steps(
      ...started,
      approve('fa.wu', '2026-03-02T03:30:00.000Z'),
      approve('cai.wu', '2026-03-02T03:45:00.000Z'),
    );
    expect(rows['1/legal']).toMatchObject({
      state: 'decided',
      verdict: 'approved',
      decidedBy: 'fa.wu',
      closedAt: '2026-03-02T03:30:00.000Z',
      workingMs: 9_000_000,
      late: false,
    });
    expect(rows['1/director']).toMatchObject({
      department: 'director',
      reviewerId: 'gao.feng',
      workingDays: 1,
      policyVersion: 1,
      ...amount,
      dealId,
      ownerId: 'li.na',
      state: 'open',
    });
  });

  it.each([
    ['ReturnContract', 'returned'],
    ['RejectContract', 'rejected'],
  ] as const)('ends the round for all by %s', (type, verdict) => {
    const rows = steps(...started, { type, by: 'fa.wu', at: '2026-03-03T01:00:00.000Z', reason: '不一致' } as Intent);
    expect(rows['1/legal']).toMatchObject({ state: 'decided', verdict, decidedBy: 'fa.wu' });
    expect(rows['1/finance']).toMatchObject({ state: 'superseded', verdict, closedAt: '2026-03-03T01:00:00.000Z' });
    expect(rows['1/finance']?.decidedBy).toBeUndefined();
  });

  it.each([
    [{ type: 'RecallContract' }, 'recalled'],
    [{ type: 'WithdrawContract', reason: '取消' }, 'withdrawn'],
  ])('lets open steps fall away by %j', (command, verdict) => {
    const rows = steps(...started, { ...command, by: 'li.na', at: '2026-03-03T01:00:00.000Z' } as Intent);
    for (const step of ['1/legal', '1/finance']) expect(rows[step]).toMatchObject({ state: 'superseded', verdict });
  });

  it('counts reminders, and keeps breach and escalation', () => {
    const at = ['2026-03-03T06:00:00.000Z', '2026-03-04T03:00:00.000Z']; // 50 % and 75 % of 24 hours
    const rows = steps(
      ...started,
      ...at.map((at) => ({ type: 'RemindContractReviewer', step: 'legal', dueAt: due, by: 'process', at }) as Intent),
      { type: 'RecordContractReviewOverdue', step: 'legal', dueAt: due, by: 'process', at: due } as Intent,
    );
    expect(rows['1/legal']?.reminded).toBe(2);
    expect(rows['1/legal']).toMatchObject({ overdueAt: due, escalatedTo: 'mei.lin', state: 'open' });
    expect(rows['1/legal']?.deputyId).toBeUndefined();
    expect(rows['1/finance']?.overdueAt).toBeUndefined();
  });

  it('follows who holds it, delegated or added', () => {
    const at = '2026-03-02T02:00:00.000Z';
    const rows = steps(
      ...started,
      { type: 'DelegateContractReview', step: 'legal', to: 'luo.wen', by: 'fa.wu', at } as Intent,
      { type: 'AddContractReviewer', reviewerId: 'mei.lin', by: 'cai.wu', at } as Intent,
    );
    expect(rows['1/legal']).toMatchObject({ reviewerId: 'luo.wen', via: 'delegated' });
    expect(rows['1/added-1']).toMatchObject({
      department: 'added',
      reviewerId: 'mei.lin',
      via: 'added',
      since: at,
      dueAt: due,
      ...amount,
      dealId,
      policyVersion: 1,
    });
  });

  it('moves with the calendar', () => {
    const rows = steps(...started, {
      type: 'ReplanContractReviews',
      calendarVersion: 2,
      position: 1,
      by: 'process',
      at: '2026-03-02T04:00:00.000Z',
    } as Intent);
    expect(rows['1/legal']).toMatchObject({ dueAt: '2026-03-05T10:00:00.000Z', calendarVersion: 2 });
  });

  it('takes another owner for the steps that are open, and keeps the ended as they were', () => {
    const rows = steps(...started, approve('fa.wu', '2026-03-02T02:00:00.000Z'));
    const reassigned: ContractEvent = {
      type: 'ContractReassigned',
      data: { contractId, from: 'li.na', to: 'gao.feng', position: 7, round: 1, openSteps: ['finance'] },
    };
    const { keys, project } = reviewSteps;
    const fact = recorded(reassigned, `contract-${contractId}`) as never;
    expect(keys.ContractReassigned?.(fact)).toEqual([`${contractId}/1/finance`]);
    expect(project.ContractReassigned?.(rows['1/finance'], fact, '')).toMatchObject({ ownerId: 'gao.feng' });
  });
});
