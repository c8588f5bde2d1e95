import { shortNumber } from '@dealtrail/event-sourcing';
import { projectAll } from '@dealtrail/event-sourcing/testing';
import { contractRegister } from './contract-register.projection.js';
import type { ContractRow } from './contract-register.row.js';
import {
  approvedBy,
  drafted,
  firstText,
  monday,
  secondText,
  storyDealId,
  storyId,
  submitted,
  told,
  wednesdayEvening,
  type Asked,
} from './testing/contract-story.js';

const row = (...commands: readonly Asked[]): ContractRow =>
  projectAll(contractRegister, told(...commands)).get(storyId) as ContractRow;
const later = '2026-03-03T01:00:00.000Z';
const open = { dueAt: wednesdayEvening, overdue: false };

describe('contractRegister', () => {
  it('shows a draft with what it says, waiting for nobody', () =>
    expect(row(drafted)).toEqual({
      contractId: storyId,
      number: shortNumber(storyId),
      title: '銷售合同',
      dealId: storyDealId,
      ownerId: 'li.na',
      authors: ['li.na'],
      amount: 48_210_000,
      currency: 'CNY',
      status: 'draft',
      steps: [],
      waitingFor: [],
      assigned: [],
      assignedBefore: [],
      overdue: false,
      draftedAt: monday,
      textSha256: firstText.sha256,
      signedTextDiffers: false,
      revision: 0,
      lastPosition: '1',
    }));

  it('waits for both departments, then for the one that is left, then for nobody', () => {
    expect(row(drafted, submitted)).toMatchObject({
      status: 'review',
      round: 1,
      policyVersion: 1,
      submittedAt: monday,
      steps: [
        { step: 'legal', reviewerId: 'fa.wu', ...open },
        { step: 'finance', reviewerId: 'cai.wu', ...open },
      ],
      waitingFor: ['fa.wu', 'cai.wu'],
      assigned: ['fa.wu', 'cai.wu'],
      nextDueAt: wednesdayEvening,
    });
    const half = row(drafted, submitted, approvedBy('fa.wu', later));
    expect(half).toMatchObject({ status: 'review', waitingFor: ['cai.wu'], assigned: ['fa.wu', 'cai.wu'] });
    const whole = row(drafted, submitted, approvedBy('fa.wu', later), approvedBy('cai.wu', later));
    expect(whole).toMatchObject({
      status: 'approved',
      approvedAt: later,
      waitingFor: [],
      assigned: ['fa.wu', 'cai.wu'],
    });
    expect(whole.nextDueAt).toBeUndefined();
  });

  it('follows a step to whom it is handed, and those who are added', () => {
    const delegated = row(drafted, submitted, {
      type: 'DelegateContractReview',
      by: 'fa.wu',
      at: later,
      to: 'luo.wen',
    });
    expect(delegated).toMatchObject({ waitingFor: ['luo.wen', 'cai.wu'], assigned: ['luo.wen', 'cai.wu'] });
    const added = row(drafted, submitted, {
      type: 'AddContractReviewer',
      by: 'cai.wu',
      at: later,
      reviewerId: 'qin.tao',
    });
    expect(added.waitingFor).toEqual(['fa.wu', 'cai.wu', 'qin.tao']);
  });

  it('asks the director, and the deputy too once that is overdue', () => {
    const large = { ...drafted, amount: { amount: 100_000_000, currency: 'CNY' } };
    const asked = [large, submitted, approvedBy('fa.wu', monday), approvedBy('cai.wu', monday)];
    const due = '2026-03-03T10:00:00.000Z';
    expect(row(...asked)).toMatchObject({ status: 'review', waitingFor: ['gao.feng'], nextDueAt: due, overdue: false });
    const late = row(...asked, {
      type: 'RecordContractReviewOverdue',
      by: 'process',
      at: due,
      step: 'director',
      dueAt: due,
    });
    expect(late).toMatchObject({ waitingFor: ['gao.feng', 'he.ping'], overdue: true, nextDueAt: due });
    const decided = row(...asked, approvedBy('gao.feng', '2026-03-04T01:00:00.000Z', { checks: [] }));
    expect(decided).toMatchObject({ status: 'approved', overdue: false });
  });

  it('lets whoever is told of a breach read it, without waiting for them', () => {
    const breach = { type: 'RecordContractReviewOverdue', by: 'process', at: wednesdayEvening } as const;
    expect(row(drafted, submitted, { ...breach, step: 'legal', dueAt: wednesdayEvening })).toMatchObject({
      overdue: true,
      waitingFor: ['fa.wu', 'cai.wu'],
      assigned: ['fa.wu', 'mei.lin', 'cai.wu'],
    });
  });

  it('moves the due instant with the calendar', () =>
    expect(
      row(drafted, submitted, { type: 'ReplanContractReviews', by: 'process', at: later, calendarVersion: 2 }),
    ).toMatchObject({ nextDueAt: '2026-03-05T10:00:00.000Z' }));

  it.each([
    [{ type: 'ReturnContract', by: 'fa.wu', reason: '付款條款' }, 'returned'],
    [{ type: 'RejectContract', by: 'fa.wu', reason: '不可接受' }, 'rejected'],
    [{ type: 'RecallContract', by: 'li.na' }, 'recalled'],
    [{ type: 'WithdrawContract', by: 'li.na', reason: '取消' }, 'withdrawn'],
  ] as const)('waits for nobody after %j', (command, status) => {
    const ended = row(drafted, submitted, { ...command, at: later });
    expect(ended).toMatchObject({ status, waitingFor: [], assigned: ['fa.wu', 'cai.wu'], overdue: false });
    expect(ended.nextDueAt).toBeUndefined();
    expect(ended.withdrawnFor).toBe(status === 'withdrawn' ? '取消' : undefined);
  });

  it('keeps who reviewed an earlier round among its readers, and shows the terms as revised', () => {
    const again = row(
      drafted,
      submitted,
      { type: 'ReturnContract', by: 'fa.wu', at: later, reason: '付款條款' },
      {
        type: 'ReviseContract',
        by: 'wang.wei',
        at: later,
        text: secondText,
        amount: { amount: 1, currency: 'USD' },
        title: '新',
        templateId: 'framework',
      },
      { type: 'SubmitContract', by: 'li.na', at: later, reviewers: { legal: 'luo.wen', finance: 'cai.wu' } },
    );
    expect(again).toMatchObject({
      status: 'review',
      round: 2,
      title: '新',
      amount: 1,
      currency: 'USD',
      templateId: 'framework',
      textSha256: secondText.sha256,
      authors: ['li.na', 'wang.wei'],
      assigned: ['fa.wu', 'cai.wu', 'luo.wen'],
      waitingFor: ['luo.wen', 'cai.wu'],
      submittedAt: later,
    });
  });

  it('tells a signature, and a text that is not the approved one', () => {
    const approved = [drafted, submitted, approvedBy('fa.wu', later), approvedBy('cai.wu', later)];
    const sign: Asked = { type: 'SignContract', by: 'li.na', at: later, signedOn: '2026-03-02' };
    const differing = row(...approved, { ...sign, text: secondText });
    expect(differing).toMatchObject({ status: 'approved', signedTextDiffers: true, textSha256: firstText.sha256 });
    const signed = row(...approved, { ...sign, text: secondText }, { ...sign, text: firstText });
    expect(signed).toMatchObject({ status: 'signed', signedOn: '2026-03-02', signedTextDiffers: false });
  });

  it('follows the owner, and leaves nothing for a contract that was never drafted', () => {
    const moved = row(drafted, { type: 'ReassignContract', by: 'process', at: later, from: 'li.na', left: true });
    expect(moved).toMatchObject({ ownerId: 'zhao.min', authors: ['li.na'] });
    expect(projectAll(contractRegister, told(drafted, submitted).slice(1)).size).toBe(0);
  });

  it('takes every fact’s revision, also of one that changes nothing in it', () => {
    const commented = row(drafted, { type: 'CommentContract', by: 'li.na', at: later, commentId: storyId, text: '請' });
    expect(commented).toMatchObject({ revision: 1, lastPosition: '2' });
  });
});
