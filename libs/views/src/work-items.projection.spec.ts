import { projectAll, recorded } from '@dealtrail/event-sourcing/testing';
import type { Recorded } from '@dealtrail/event-sourcing';
import type { ContractEvent, OpenedStep, StepId } from '@dealtrail/contracts';
import type { DealEvent } from '@dealtrail/deals';
import type { OrderEvent } from '@dealtrail/orders';
import { facts as orders } from '@dealtrail/orders/testing';
import type { WorkItem } from './work-item.row.js';
import { workItems } from './work-items.projection.js';

type Fact = ContractEvent | DealEvent | OrderEvent;
const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
const dealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const since = '2026-03-02T01:00:00.000Z';
const dueAt = '2026-03-04T10:00:00.000Z';
const now = '2026-03-03T01:00:00.000Z';
const policy = { kind: 'contract-approval', version: 1 } as const;
const amount = { amount: 100, currency: 'CNY' };
const whom = { contractId, number: '9B2D2C1E', customerId: 'c', dealId, ownerId: 'li.na' };
const clock = { since, dueAt, warnings: [], workingDays: 2, provisional: false, calendar: policy };
const opened = (step: StepId, reviewerId: string): OpenedStep => ({ step, reviewerId, via: 'role', clock });
const submitted: Fact = {
  type: 'ContractSubmitted',
  data: {
    ...whom,
    round: 1,
    submittedBy: 'li.na',
    amount,
    steps: [opened('legal', 'fa.wu'), opened('finance', 'cai.wu')],
    checks: [],
    director: { required: true, workingDays: 1, warnings: [] },
    policy,
  },
};
const decision = { contractId, round: 1, step: 'legal', reviewerId: 'fa.wu', workingMs: 1, late: false } as const;
const returned: Fact = {
  type: 'ContractReturned',
  data: { ...whom, ...decision, superseded: ['finance'], reason: '不一致' },
};
const approved: Fact = { type: 'ContractApproved', data: { ...whom, round: 1, amount } };
const withdrawn: Fact = {
  type: 'ContractWithdrawn',
  data: { contractId, ownerId: 'li.na', round: 1, by: 'li.na', reason: '取消', superseded: ['legal', 'finance'] },
};
const stale: Extract<DealEvent, { type: 'DealGoneStale' }>['data'] = {
  dealId,
  number: 'D',
  ownerId: 'li.na',
  superiorId: 'zhao.min',
  ...{ since, dueAt, days: 45, grade: 'B', policy: { kind: 'follow-up', version: 1 } },
};

/** `kind of subject: assignees` of what waits, most urgent first. */
const items = (...facts: readonly Fact[]): WorkItem[] =>
  [
    ...projectAll(
      workItems,
      facts.map((fact, n): Recorded => recorded(fact, 'spec-1', n, { occurredAt: now })),
    ).values(),
  ] as WorkItem[];
const waiting = (...facts: readonly Fact[]): string[] =>
  items(...facts)
    .sort((a, b) => (a.urgency < b.urgency ? -1 : 1))
    .map(({ kind, step, assignees }) => [kind, step, assignees.join()].filter(Boolean).join(' '));

describe('workItems', () => {
  it('waits for both reviewers until the due instant', () => {
    const [legal] = items(submitted);
    expect(legal).toEqual({
      itemId: `${contractId}/1/legal`,
      kind: 'review-contract',
      subject: 'contract',
      subjectId: contractId,
      round: 1,
      step: 'legal',
      number: '9B2D2C1E',
      customerId: 'c',
      dealId,
      ownerId: 'li.na',
      assignees: ['fa.wu'],
      since,
      dueAt,
      urgency: `${dueAt} ${since}`,
    });
    expect(waiting(submitted)).toEqual(['review-contract legal fa.wu', 'review-contract finance cai.wu']);
  });

  it('goes on with the director, whose deputy may act after a breach', () => {
    const director: Fact = {
      type: 'DirectorApprovalRequested',
      data: { ...whom, round: 1, amount, policy, opened: opened('director', 'gao.feng') },
    };
    const about = { contractId, round: 1, reviewerId: 'gao.feng', dueAt, to: 'zhou.jie' };
    const escalated: Fact = {
      type: 'ContractReviewEscalated',
      data: { ...about, step: 'director', mayDecide: true },
    };
    const told: Fact = { type: 'ContractReviewEscalated', data: { ...about, step: 'legal', mayDecide: false } };
    const agreed: Fact = { type: 'ContractReviewApproved', data: { ...decision, checks: [] } };
    expect(waiting(submitted, told, agreed, director, escalated)).toEqual([
      'review-contract finance cai.wu',
      'review-contract director gao.feng,zhou.jie',
    ]);
    const delegated: Fact = {
      type: 'ContractReviewDelegated',
      data: { contractId, round: 1, step: 'director', from: 'gao.feng', to: 'xu.ning', by: 'gao.feng' },
    };
    expect(waiting(director, escalated, delegated)).toEqual(['review-contract director xu.ning,zhou.jie']);
  });

  it.each<[string, Fact, readonly string[]]>([
    ['a return', returned, ['contract-returned li.na']],
    ['a rejection', { ...returned, type: 'ContractRejected' } as Fact, ['contract-rejected li.na']],
    [
      'a recall',
      { type: 'ContractRecalled', data: { ...whom, round: 1, by: 'li.na', superseded: ['legal', 'finance'] } },
      ['contract-recalled li.na'],
    ],
    ['a withdrawal', withdrawn, []],
  ])('ends the reviews with %s', (_, fact, expected) => expect(waiting(submitted, fact)).toEqual(expected));

  it('waits for the owner to revise until the next round', () => {
    expect(items(returned)[0]).toMatchObject({ since: now, assignees: ['li.na'] });
    expect(items(returned)[0]?.dueAt).toBeUndefined();
    expect(waiting(returned, { ...submitted, data: { ...submitted.data, round: 2 } } as Fact)).toHaveLength(2);
    expect(waiting(returned, withdrawn)).toEqual([]);
  });

  it('waits for a signature, anew where the text was another', () => {
    const text = { sha256: 'b', name: 'b.pdf', type: 'application/pdf', size: 1 };
    const differs: Fact = {
      type: 'SignedTextDiffers',
      data: { ...whom, round: 1, by: 'li.na', approved: 'a', signed: text },
    };
    const signed: Fact = {
      type: 'ContractSigned',
      data: { ...whom, round: 1, by: 'li.na', amount, signedOn: '2026-03-03' },
    };
    expect(waiting(approved)).toEqual(['sign-contract li.na']);
    expect(waiting(approved, differs)).toEqual(['signed-text-differs li.na']);
    expect(waiting(approved, differs, signed)).toEqual([]);
  });

  it('goes with a contract to its next owner, its reviews stay with the reviewers', () => {
    const moved = { contractId, from: 'li.na', to: 'zhao.min', position: 9 };
    expect(waiting(approved, { type: 'ContractReassigned', data: moved })).toEqual(['sign-contract zhao.min']);
    const underReview: Fact = {
      type: 'ContractReassigned',
      data: { ...moved, round: 1, openSteps: ['legal', 'finance'] },
    };
    expect(items(submitted, underReview).map(({ ownerId, assignees }) => [ownerId, ...assignees])).toEqual([
      ['zhao.min', 'fa.wu'],
      ['zhao.min', 'cai.wu'],
    ]);
  });

  it('moves with the calendar', () => {
    const later = { ...clock, dueAt: '2026-03-05T10:00:00.000Z' };
    const replanned: Fact = {
      type: 'ContractReviewsReplanned',
      data: { contractId, round: 1, calendar: policy, steps: [{ step: 'legal', previousDueAt: dueAt, clock: later }] },
    };
    expect(waiting(submitted, replanned)).toEqual(['review-contract finance cai.wu', 'review-contract legal fa.wu']);
  });

  it('asks the owner of a deal that is going stale, then the superior as well', () => {
    const going: Fact = { type: 'DealGoingStale', data: stale };
    const gone: Fact = { type: 'DealGoneStale', data: stale };
    const data = { dealId, ownerId: 'wang.wei', previousOwnerId: 'li.na', superiorId: 'qian.bo' };
    const owner: Fact = { type: 'DealOwnerChanged', data };
    expect(waiting(going)).toEqual(['deal-going-stale li.na']);
    expect(waiting(going, owner)).toEqual(['deal-going-stale wang.wei']);
    expect(waiting(going, gone)).toEqual(['deal-stale li.na,zhao.min']);
    expect(waiting(going, gone, owner)).toEqual(['deal-stale wang.wei,qian.bo']);
    const lost: Fact = { type: 'DealLost', data: { dealId, ownerId: 'li.na', lostOn: '2026-03-05' } };
    expect(waiting(going, gone, lost)).toEqual([]);
  });

  it('waits for whoever answers for a promise of an order, until it is kept', () => {
    const { placed, schedulingRequested, acknowledged, scheduled, confirmed, rescheduled } = orders;
    const asked = ['acknowledge-order qian.yi', 'acknowledge-order ding.hao'];
    expect(waiting(placed, schedulingRequested, acknowledged)).toEqual(asked);
    expect(items(scheduled)[0]).toEqual({
      itemId: `${orders.orderId}/confirmation/1`,
      ...{ kind: 'confirm-delivery', subject: 'order', subjectId: orders.orderId, part: 'confirmation/1' },
      ...{ number: orders.number, customerId: orders.customerId, dealId: orders.dealId, ownerId: 'li.na' },
      assignees: ['li.na'],
      since: '2026-03-03T02:00:00.000Z',
      dueAt: '2026-05-17T01:00:00.000Z',
      urgency: '2026-05-17T01:00:00.000Z 2026-03-03T02:00:00.000Z',
    });
    expect(waiting(scheduled, confirmed)).toEqual(['complete-documents qin.tao']);
    expect(items(scheduled, confirmed, rescheduled).map(({ dueAt }) => dueAt)).toContain('2026-05-22T01:00:00.000Z');
  });

  it('waits for both halves of an answer, and for tasks until the end of their day', () => {
    const { declared, apologised, offered, taskAssigned, taskCompleted } = orders;
    expect(waiting(declared)).toEqual(['answer-exception li.na']);
    expect(items(declared, apologised)[0]).toMatchObject({ given: 'apology' });
    expect(items(declared, offered, apologised)).toEqual([]);
    expect(items(taskAssigned)[0]).toMatchObject({
      ...{ kind: 'exception-task', part: `task/${orders.exceptionId}/1`, since: now },
      ...{ assignees: ['fu.gang', 'li.na'], dueAt: '2026-05-21T15:59:59.999Z' },
    });
    expect(items(taskAssigned, taskCompleted)).toEqual([]);
  });

  it('waits for any director to settle a change that has no contract, for the owner else', () => {
    const { amendmentRequested, amendmentRefused, cancelled } = orders;
    const { contractId: _, ...data } = amendmentRequested.data;
    const alone = { ...amendmentRequested, data } as OrderEvent;
    expect(items(alone)[0]).toMatchObject({ kind: 'settle-amendment', assignees: [], role: 'director' });
    expect(waiting(amendmentRequested)).toEqual(['agree-amendment li.na']);
    expect(items(alone, amendmentRefused)).toEqual([]);
    const over = { ...cancelled, data: { ...cancelled.data, parts: ['amendment/1'] } } as OrderEvent;
    expect(items(alone, over)).toEqual([]);
  });

  it('goes on with who takes over what somebody held of an order, or all of it', () => {
    const { scheduled, taskAssigned, reassigned, milestonesReassigned } = orders;
    expect(waiting(scheduled, milestonesReassigned)).toEqual(['confirm-delivery li.na', 'complete-documents gao.feng']);
    const parts = [`task/${orders.exceptionId}/1`] as const;
    const data = { ...reassigned.data, milestones: ['confirmation/1'], others: ['documents/1'], parts };
    expect(items(scheduled, taskAssigned, { ...reassigned, data } as OrderEvent)).toMatchObject([
      { kind: 'confirm-delivery', ownerId: 'zhao.min', assignees: ['zhao.min'] },
      { kind: 'complete-documents', ownerId: 'zhao.min', assignees: ['qin.tao'] },
      { kind: 'exception-task', ownerId: 'zhao.min', assignees: ['fu.gang', 'zhao.min'] },
    ]);
    const own = { ...taskAssigned, data: { ...taskAssigned.data, assigneeId: 'li.na' } } as OrderEvent;
    expect(items(own, { ...reassigned, data: { ...data, milestones: [] } } as OrderEvent)).toMatchObject([
      { kind: 'exception-task', ownerId: 'zhao.min', assignees: ['li.na', 'zhao.min'] },
    ]);
  });

  it('is nothing for facts about what does not wait', () => {
    const data = { dealId, ownerId: 'wang.wei', previousOwnerId: 'li.na' };
    expect(items({ type: 'DealOwnerChanged', data }, withdrawn)).toEqual([]);
  });
});
