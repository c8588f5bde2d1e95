import { projectAll } from '@dealtrail/event-sourcing/testing';
import { assignedIn, type ContractPageRow } from './contract-page.row.js';
import { contractPages } from './contract-page.projection.js';
import { contractRegister } from './contract-register.projection.js';
import type { ContractRow } from './contract-register.row.js';
import {
  approvedBy,
  bothChecks,
  drafted,
  firstText,
  monday,
  secondText,
  storyId,
  submitted,
  told,
  wednesdayEvening,
  type Asked,
} from './testing/contract-story.js';

const later = '2026-03-03T01:00:00.000Z';

/** The page after these commands; the register must agree with it about who may read after every single fact. */
function page(...commands: readonly Asked[]): ContractPageRow {
  const facts = told(...commands);
  facts.forEach((_, last) => {
    const register = projectAll(contractRegister, facts.slice(0, last + 1)).get(storyId) as ContractRow;
    const shown = projectAll(contractPages, facts.slice(0, last + 1)).get(storyId) as ContractPageRow;
    expect([...assignedIn(shown)].sort()).toEqual([...register.assigned].sort());
    expect([shown.status, shown.ownerId, shown.revision]).toEqual([
      register.status,
      register.ownerId,
      register.revision,
    ]);
  });
  return projectAll(contractPages, facts).get(storyId) as ContractPageRow;
}
const steps = (...commands: readonly Asked[]) =>
  Object.fromEntries((page(...commands).rounds.at(-1)?.steps ?? []).map((step) => [step.step, step]));

describe('contractPages', () => {
  it('shows a draft with all its terms', () => {
    const { type: _, at: _at, by: _by, dealId, ...terms } = drafted;
    expect(page(drafted)).toMatchObject({
      status: 'draft',
      dealId,
      terms,
      draftedAt: monday,
      draftedBy: 'li.na',
      rounds: [],
    });
  });

  it('shows a round with what was promised under which versions', () => {
    const { rounds } = page(drafted, submitted);
    expect(rounds).toHaveLength(1);
    expect(rounds[0]).toMatchObject({
      number: 1,
      submittedAt: monday,
      submittedBy: 'li.na',
      text: firstText,
      policy: { kind: 'contract-approval', version: 1 },
      checks: bothChecks,
      director: { required: false },
      outcome: 'review',
    });
    expect(rounds[0]?.sameText).toBeUndefined();
    expect(rounds[0]?.steps[0]).toMatchObject({
      step: 'legal',
      reviewerId: 'fa.wu',
      holders: [{ at: monday, reviewerId: 'fa.wu', via: 'asked' }],
      clock: { dueAt: wednesdayEvening, calendar: { version: 1 } },
    });
  });

  it('shows who decided what, when and in what working time', () => {
    const { legal } = steps(drafted, submitted, approvedBy('fa.wu', '2026-03-02T03:30:00.000Z', { comment: '清楚' }));
    expect(legal?.decision).toEqual({
      verdict: 'approved',
      by: 'fa.wu',
      checks: bothChecks,
      words: '清楚',
      at: '2026-03-02T03:30:00.000Z',
      workingMs: 9_000_000,
      late: false,
    });
  });

  it('ends a round for all by a return, and says whether the next one has the same text', () => {
    const returned = { type: 'ReturnContract', by: 'fa.wu', at: later, reason: '付款條款' } as const;
    const revised = { type: 'ReviseContract', by: 'li.na', at: later, paymentTerms: '50%' } as const;
    const again = { ...submitted, at: later };
    const first = page(drafted, submitted, returned);
    expect(first.rounds[0]).toMatchObject({
      outcome: 'returned',
      endedAt: later,
      endedBy: 'fa.wu',
      reason: '付款條款',
    });
    expect(first.rounds[0]?.steps).toMatchObject([
      { step: 'legal', decision: { verdict: 'returned', words: '付款條款' } },
      { step: 'finance', supersededAt: later },
    ]);
    expect(page(drafted, submitted, returned, revised)).toMatchObject({
      revised: true,
      terms: { paymentTerms: '50%' },
    });
    expect(page(drafted, submitted, returned, revised, again)).toMatchObject({
      revised: false,
      rounds: [{ number: 1 }, { number: 2, sameText: true, outcome: 'review' }],
    });
    const other = page(drafted, submitted, returned, { ...revised, text: secondText }, again);
    expect(other.rounds[1]).toMatchObject({ sameText: false, text: secondText });
  });

  it('tells how a step came to whom, and when it was planned anew', () => {
    const { legal, 'added-1': added } = steps(
      drafted,
      submitted,
      { type: 'DelegateContractReview', by: 'fa.wu', at: later, to: 'luo.wen', reason: '利益衝突' },
      { type: 'AddContractReviewer', by: 'luo.wen', at: later, reviewerId: 'qin.tao', reason: '技術條款' },
      { type: 'ReplanContractReviews', by: 'process', at: later, calendarVersion: 2 },
    );
    expect(legal).toMatchObject({
      reviewerId: 'luo.wen',
      holders: [
        { via: 'asked' },
        { at: later, reviewerId: 'luo.wen', via: 'delegated', by: 'fa.wu', reason: '利益衝突' },
      ],
      clock: { dueAt: '2026-03-05T10:00:00.000Z', calendar: { version: 2 } },
      replans: [{ at: later, previousDueAt: wednesdayEvening, calendar: { version: 2 }, provisional: false }],
    });
    expect(added).toMatchObject({
      addedBy: 'legal',
      holders: [{ at: later, reviewerId: 'qin.tao', via: 'added', by: 'luo.wen', reason: '技術條款' }],
    });
  });

  it('keeps reminders, breach and escalation, and a decision that came late', () => {
    const at = '2026-03-03T06:00:00.000Z'; // half of the working time
    const late = '2026-03-05T01:00:00.000Z';
    const { legal } = steps(
      drafted,
      submitted,
      { type: 'RemindContractReviewer', by: 'process', at, step: 'legal', dueAt: wednesdayEvening },
      approvedBy('fa.wu', late),
    );
    expect(legal).toMatchObject({
      reminders: [{ percent: 50, at }],
      breach: { dueAt: wednesdayEvening, reviewerId: 'fa.wu' },
      escalation: { to: 'mei.lin', mayDecide: false },
      decision: { at: late, late: true },
    });
    expect(legal?.deputyId).toBeUndefined();
  });

  it('lets the deputy decide an overdue step of the director', () => {
    const large = { ...drafted, amount: { amount: 100_000_000, currency: 'CNY' } };
    const { director } = steps(
      large,
      submitted,
      approvedBy('fa.wu', monday),
      approvedBy('cai.wu', monday),
      {
        type: 'RecordContractReviewOverdue',
        by: 'process',
        at: later,
        step: 'director',
        dueAt: '2026-03-03T10:00:00.000Z',
      },
      approvedBy('he.ping', '2026-03-04T01:00:00.000Z', { checks: [] }),
    );
    expect(director).toMatchObject({
      deputyId: 'he.ping',
      escalation: { to: 'he.ping', mayDecide: true },
      decision: { by: 'he.ping', insteadOf: 'gao.feng', late: true },
    });
  });

  it.each([
    [{ type: 'RecallContract', by: 'li.na', reason: '變更' }, 'recalled', '變更'],
    [{ type: 'WithdrawContract', by: 'li.na', reason: '取消' }, 'withdrawn', '取消'],
  ] as const)('lets the round end by %j', (command, outcome, reason) => {
    const { status, rounds } = page(drafted, submitted, { ...command, at: later });
    expect(status).toBe(outcome);
    expect(rounds[0]).toMatchObject({ outcome, endedBy: 'li.na', reason });
    expect(rounds[0]?.steps.map(({ supersededAt }) => supersededAt)).toEqual([later, later]);
  });

  it('leaves a round that was over as it ended when the contract is withdrawn', () => {
    const returned = { type: 'ReturnContract', by: 'fa.wu', at: later, reason: '付款條款' } as const;
    const { rounds, withdrawn } = page(drafted, submitted, returned, {
      type: 'WithdrawContract',
      by: 'li.na',
      at: later,
      reason: '取消',
    });
    expect(rounds[0]).toMatchObject({ outcome: 'returned' });
    expect(withdrawn).toEqual({ at: later, by: 'li.na', reason: '取消' });
  });

  it('keeps comments over all rounds, the signature and what was not the approved text', () => {
    const say = (commentId: string, text: string): Asked => ({
      type: 'CommentContract',
      by: 'li.na',
      at: later,
      commentId,
      text,
    });
    const sign: Asked = { type: 'SignContract', by: 'li.na', at: later, signedOn: '2026-03-02' };
    const shown = page(
      drafted,
      say('1', '甲'),
      submitted,
      say('2', '乙'),
      approvedBy('fa.wu', later),
      approvedBy('cai.wu', later),
      { ...sign, text: secondText },
      { ...sign, text: firstText },
    );
    expect(shown.comments.map(({ round, text }) => [round, text])).toEqual([
      [0, '甲'],
      [1, '乙'],
    ]);
    expect(shown.differing).toEqual([
      { at: later, by: 'li.na', round: 1, approved: firstText.sha256, signed: secondText },
    ]);
    expect(shown.signed).toEqual({ at: later, by: 'li.na', signedOn: '2026-03-02', text: firstText });
    expect(shown.rounds[0]).toMatchObject({ outcome: 'signed', endedBy: 'li.na' });
  });

  it('remembers owners who left', () =>
    expect(
      page(drafted, { type: 'ReassignContract', by: 'process', at: later, from: 'li.na', left: true }),
    ).toMatchObject({ ownerId: 'zhao.min', previousOwners: [{ at: later, ownerId: 'li.na' }] }));
});
