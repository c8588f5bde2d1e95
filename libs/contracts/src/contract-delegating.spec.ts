import { specification } from '@dealtrail/event-sourcing/testing';
import { contract } from './contract.decider.js';
import type { ContractEvent, OpenedStep, StepId } from './contract.events.js';
import {
  addedClock,
  approvedBy,
  asked,
  beforeDirector,
  bothChecks,
  breach,
  by,
  companyWith,
  contractId,
  directorRequested,
  drafted,
  draftedFor,
  escalated,
  financeApproved,
  known,
  large,
  legalApproved,
  policy,
  recalled,
  returned,
  submitted,
  submittedLarge,
  terms,
  whom,
} from './testing/contract-facts.js';

const given = specification(contract, known);
const ofRound = { contractId, round: 1 } as const;
const delegatedTo = (to: string, step: StepId = 'legal', from = 'fang.yuan', who = from): ContractEvent => ({
  type: 'ContractReviewDelegated',
  data: { ...ofRound, step, from, to, by: who, reason: '利益衝突' },
});

describe('DelegateContractReview', () => {
  const delegate = { type: 'DelegateContractReview', ...ofRound, to: 'luo.wen', reason: '利益衝突' } as const;
  const delegated = delegatedTo('luo.wen');
  it('gives the step to a colleague', () =>
    given(drafted, submitted)
      .when(asked(delegate, by('fang.yuan')))
      .then(delegated));
  it('gives it to a director or admin, or to whoever is the deputy', () => {
    given(drafted, submitted)
      .when(asked({ ...delegate, to: 'gao.feng' }, by('fang.yuan')))
      .then(delegatedTo('gao.feng'));
    specification(contract, companyWith({ 'fang.yuan': { deputy: 'qin.tao' } }))(drafted, submitted)
      .when(asked({ ...delegate, to: 'qin.tao' }, by('fang.yuan')))
      .then(delegatedTo('qin.tao'));
  });
  it('is done for others by the director and by an admin, who name the step', () => {
    const forThem = delegatedTo('luo.wen', 'legal', 'fang.yuan', 'admin');
    given(drafted, submitted)
      .when(asked({ ...delegate, step: 'legal' }, by('admin')))
      .then(forThem);
    given(drafted, submitted)
      .when(asked(delegate, by('admin')))
      .thenRefuses('not-the-reviewer');
    given(drafted, submitted)
      .when(asked({ ...delegate, step: 'legal' }, by('bai.lu')))
      .thenRefuses('not-the-reviewer');
  });
  it('leaves the breach with who had it then', () =>
    given(drafted, submitted)
      .when(asked(delegate, by('fang.yuan', '2026-03-04T10:00:00.001Z')))
      .then(breach('legal', 'fang.yuan'), escalated('legal', 'fang.yuan', 'bai.lu'), delegated));
  it('stays quiet about the same, with the step named or not, also once it is decided', () => {
    for (const command of [delegate, { ...delegate, step: 'legal' as const }]) {
      given(drafted, submitted, delegated)
        .when(asked(command, by('fang.yuan')))
        .thenNothing();
      given(drafted, submitted, delegated, approvedBy('legal', 'luo.wen'))
        .when(asked(command, by('fang.yuan')))
        .thenNothing();
    }
    given(drafted, submitted)
      .when(asked({ ...delegate, to: 'fang.yuan' }, by('fang.yuan')))
      .thenNothing();
  });
  it('refuses who may not hold it', () => {
    const to = (id: string) => asked({ ...delegate, to: id }, by('fang.yuan'));
    given(drafted, submitted).when(to('li.na')).thenRefuses('reviewer-is-author');
    given(drafted, submitted).when(to('xu.bo')).thenRefuses('reviewer-not-in-department');
    given(drafted, submitted).when(to('mo.qing')).thenRefuses('reviewer-only-audits');
    given(drafted, submitted).when(to('qian.yi')).thenRefuses('already-a-reviewer');
    given(drafted, submitted, financeApproved).when(to('qian.yi')).thenRefuses('already-a-reviewer');
    specification(contract, companyWith({ 'luo.wen': { active: false } }))(drafted, submitted)
      .when(to('luo.wen'))
      .thenRefuses('reviewer-not-active');
    specification(contract, companyWith({ 'luo.wen': { away: true } }))(drafted, submitted)
      .when(to('luo.wen'))
      .thenRefuses('reviewer-away');
  });
  it('refuses an auditor even as the deputy', () =>
    specification(contract, companyWith({ 'fang.yuan': { deputy: 'mo.qing' } }))(drafted, submitted)
      .when(asked({ ...delegate, to: 'mo.qing' }, by('fang.yuan')))
      .thenRefuses('reviewer-only-audits'));
  it('refuses the author, also as an admin', () => {
    const byAdmin = { ...drafted, data: { ...drafted.data, draftedBy: 'admin' } } as ContractEvent;
    given(byAdmin, submitted)
      .when(asked({ ...delegate, step: 'legal' }, by('admin')))
      .thenRefuses('reviewer-is-author');
  });
  it('refuses what is decided or over', () => {
    given(drafted, submitted, legalApproved)
      .when(asked(delegate, by('fang.yuan')))
      .thenRefuses('review-already-decided');
    given(drafted, submitted, recalled)
      .when(asked(delegate, by('fang.yuan')))
      .thenRefuses('round-is-over');
    given(drafted, submitted)
      .when(asked({ ...delegate, step: 'director' }, by('fang.yuan')))
      .thenRefuses('step-not-found');
  });
  it('gives the right to decide with it', () => {
    const approve = { type: 'ApproveContract', ...ofRound, checks: bothChecks } as const;
    given(drafted, submitted, delegated)
      .when(asked(approve, by('luo.wen')))
      .then(approvedBy('legal', 'luo.wen'));
    given(drafted, submitted, delegated)
      .when(asked(approve, by('fang.yuan')))
      .thenRefuses('not-the-reviewer');
  });
  it('gives the step of the director to an admin only', () => {
    const to = (id: string) => asked({ ...delegate, to: id }, by('gao.feng'));
    given(...beforeDirector)
      .when(to('admin'))
      .then(delegatedTo('admin', 'director', 'gao.feng'));
    given(...beforeDirector)
      .when(to('luo.wen'))
      .thenRefuses('reviewer-not-in-department');
  });
});

describe('AddContractReviewer', () => {
  const add = { type: 'AddContractReviewer', ...ofRound, reviewerId: 'qin.tao', reason: '技術條款' } as const;
  const opened: OpenedStep = {
    step: 'added-1',
    reviewerId: 'qin.tao',
    via: 'added',
    addedBy: 'legal',
    clock: addedClock,
  };
  const addedBy = (who: string, step: OpenedStep): ContractEvent => ({
    type: 'ContractReviewerAdded',
    data: { ...ofRound, ...whom, by: who, reason: '技術條款', amount: terms.amount, policy, opened: step },
  });
  const added = addedBy('fang.yuan', opened);
  const addedApproved = approvedBy('added-1', 'qin.tao', { checks: [], workingMs: 0 });
  const approveAdded = asked({ type: 'ApproveContract', ...ofRound }, by('qin.tao'));
  it('asks one more, with the time of the others', () =>
    given(drafted, submitted)
      .when(asked(add, by('fang.yuan')))
      .then(added));
  it('lets who was added add others', () =>
    given(drafted, submitted, added)
      .when(asked({ ...add, reviewerId: 'wang.wei' }, by('qin.tao')))
      .then(addedBy('qin.tao', { ...opened, step: 'added-2', reviewerId: 'wang.wei', addedBy: 'added-1' })));
  it('makes the round wait for them', () => {
    const lastButOne = asked({ type: 'ApproveContract', ...ofRound, checks: bothChecks }, by('qian.yi'));
    given(drafted, submitted, added, legalApproved).when(lastButOne).then(financeApproved);
    given(drafted, submitted, added, legalApproved, financeApproved)
      .when(approveAdded)
      .then(addedApproved, {
        type: 'ContractApproved',
        data: { ...ofRound, ...whom, amount: terms.amount, text: terms.text },
      });
  });
  it('makes the director wait for them, too', () =>
    given(draftedFor(large.amount), submittedLarge, added, legalApproved, financeApproved)
      .when(approveAdded)
      .then(addedApproved, directorRequested));
  it('keeps a breach that nobody has recorded yet', () => {
    const at = '2026-03-05T02:00:00.000Z';
    const clock = {
      ...addedClock,
      since: at,
      dueAt: '2026-03-09T10:00:00.000Z',
      warnings: [
        { percent: 50, at: '2026-03-06T06:30:00.000Z' },
        { percent: 75, at: '2026-03-09T03:15:00.000Z' },
        { percent: 90, at: '2026-03-09T07:42:00.000Z' },
      ],
    };
    given(drafted, submitted)
      .when(asked(add, by('fang.yuan', at)))
      .then(
        breach('legal', 'fang.yuan'),
        escalated('legal', 'fang.yuan', 'bai.lu'),
        addedBy('fang.yuan', { ...opened, clock }),
      );
  });
  it('stays quiet about the same, also when all is decided', () => {
    given(drafted, submitted, added)
      .when(asked(add, by('fang.yuan')))
      .thenNothing();
    given(drafted, submitted, added, legalApproved, addedApproved)
      .when(asked(add, by('fang.yuan')))
      .thenNothing();
  });
  it('refuses who may not review', () => {
    const reviewer = (reviewerId: string) => asked({ ...add, reviewerId }, by('fang.yuan'));
    given(drafted, submitted).when(reviewer('li.na')).thenRefuses('reviewer-is-author');
    given(drafted, submitted).when(reviewer('mo.qing')).thenRefuses('reviewer-only-audits');
    given(drafted, submitted).when(reviewer('nobody')).thenRefuses('reviewer-not-active');
    specification(contract, companyWith({ 'qin.tao': { away: true } }))(drafted, submitted)
      .when(reviewer('qin.tao'))
      .thenRefuses('reviewer-away');
  });
  it('refuses who reviews already, whoever asks', () => {
    const refused = 'already-a-reviewer';
    given(drafted, submitted)
      .when(asked({ ...add, reviewerId: 'qian.yi' }, by('fang.yuan')))
      .thenRefuses(refused);
    given(drafted, submitted)
      .when(asked({ ...add, reviewerId: 'fang.yuan' }, by('fang.yuan')))
      .thenRefuses(refused);
    given(drafted, submitted, added)
      .when(asked(add, by('qian.yi')))
      .thenRefuses(refused);
  });
  it('refuses who holds no open step', () => {
    given(drafted, submitted)
      .when(asked(add, by('luo.wen')))
      .thenRefuses('not-the-reviewer');
    given(drafted, submitted)
      .when(asked(add, by('li.na')))
      .thenRefuses('reviewer-is-author');
    given(drafted, submitted, legalApproved)
      .when(asked(add, by('fang.yuan')))
      .thenRefuses('review-already-decided');
    given(drafted, submitted, returned)
      .when(asked(add, by('qian.yi')))
      .thenRefuses('round-is-over');
  });
  it('refuses the twenty-first', () => {
    const names = Array.from({ length: 21 }, (_, n) => `expert.${n + 1}`);
    const experts = companyWith();
    const staff = names.reduce(
      (all, staffId) => all.withPerson({ staffId, roles: ['technical'], active: true, away: false }),
      experts.staff,
    );
    const twenty = names
      .slice(0, 20)
      .map((reviewerId, n) => addedBy('fang.yuan', { ...opened, step: `added-${n + 1}`, reviewerId }));
    const one = asked({ ...add, reviewerId: 'expert.21' }, by('fang.yuan'));
    const many = specification(contract, { ...experts, staff });
    many(drafted, submitted, ...twenty)
      .when(one)
      .thenRefuses('too-many-reviewers');
    many(drafted, submitted, ...twenty.slice(1))
      .when(one)
      .then(addedBy('fang.yuan', { ...opened, step: 'added-20', reviewerId: 'expert.21' }));
  });
});
