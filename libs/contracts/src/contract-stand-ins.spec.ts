import { specification } from '@dealtrail/event-sourcing/testing';
import type { TestPerson } from '@dealtrail/known/testing';
import { contract } from './contract.decider.js';
import type { ContractEvent, ReassignmentCause, StepId, Via } from './contract.events.js';
import {
  addedClock,
  approvedBy,
  asked,
  beforeDirector,
  breach,
  byProcess,
  companyWith,
  contractId,
  drafted,
  draftedFor,
  escalated,
  financeApproved,
  large,
  legalApproved,
  policy,
  recalled,
  submitted,
  submittedWith,
  terms,
  whom,
  withdrawn,
} from './testing/contract-facts.js';

const ofRound = { contractId, round: 1 } as const;
const inCompany = (changes: Readonly<Record<string, Partial<TestPerson> | undefined>>) =>
  specification(contract, companyWith(changes));
const left = { active: false };
const away = { away: true };
const later = '2026-03-04T10:00:00.001Z';

const reassign = (from: string, step: StepId = 'legal', cause: ReassignmentCause = 'departure') =>
  ({ type: 'ReassignContractReview', ...ofRound, step, from, cause, position: 9 }) as const;
const goneTo = (
  to: string,
  via: Via,
  {
    from = 'fang.yuan',
    step = 'legal' as StepId,
    unitId,
    cause = 'departure' as ReassignmentCause,
  }: {
    from?: string;
    step?: StepId;
    unitId?: string;
    cause?: ReassignmentCause;
  } = {},
): ContractEvent => ({
  type: 'ContractReviewReassigned',
  data: { ...ofRound, step, from, to, via, unitId, cause, position: 9 },
});
/** The round ends: nobody is left. */
const ended = (...superseded: StepId[]): ContractEvent => ({
  type: 'ContractRecalled',
  data: { ...ofRound, ...whom, by: `contractApproval/${contractId}/1`, reason: 'nobody-to-review', superseded },
});

describe('ReassignContractReview', () => {
  const ask = asked(reassign('fang.yuan'), byProcess());
  it('gives the step to the deputy, the head, the director, an admin, in this order', () => {
    inCompany({ 'fang.yuan': { ...left, deputy: 'luo.wen' } })(drafted, submitted)
      .when(ask)
      .then(goneTo('luo.wen', 'deputy'));
    inCompany({ 'fang.yuan': left })(drafted, submitted)
      .when(ask)
      .then(goneTo('bai.lu', 'head', { unitId: 'law' }));
    inCompany({ 'fang.yuan': left, 'bai.lu': left })(drafted, submitted).when(ask).then(goneTo('gao.feng', 'director'));
    inCompany({ 'fang.yuan': left, 'bai.lu': left, 'gao.feng': undefined })(drafted, submitted)
      .when(ask)
      .then(goneTo('admin', 'admin'));
  });
  it('gives it to a colleague of the department where none of them is left', () =>
    inCompany({ 'fang.yuan': left, 'bai.lu': left, 'gao.feng': undefined, admin: undefined })(drafted, submitted)
      .when(ask)
      .then(goneTo('luo.wen', 'role')));
  it('passes authors, auditors and whoever holds the other department over', () => {
    for (const deputy of ['li.na', 'mo.qing', 'qian.yi'])
      inCompany({ 'fang.yuan': { ...left, deputy } })(drafted, submitted)
        .when(ask)
        .then(goneTo('bai.lu', 'head', { unitId: 'law' }));
    inCompany({ 'fang.yuan': { ...left, deputy: 'qian.yi' } })(drafted, submitted, financeApproved)
      .when(ask)
      .then(goneTo('bai.lu', 'head', { unitId: 'law' }));
  });
  it('gives it to somebody on leave rather than to nobody', () =>
    inCompany({ 'fang.yuan': left, 'bai.lu': away, 'luo.wen': undefined, 'gao.feng': undefined, admin: undefined })(
      drafted,
      submitted,
    )
      .when(ask)
      .then(goneTo('bai.lu', 'head', { unitId: 'law' })));
  it('leaves the breach with who had it then', () =>
    inCompany({ 'fang.yuan': left })(drafted, submitted)
      .when(asked(reassign('fang.yuan'), byProcess(later)))
      .then(
        breach('legal', 'fang.yuan'),
        escalated('legal', 'fang.yuan', 'bai.lu'),
        goneTo('bai.lu', 'head', { unitId: 'law' }),
      ));
  it('ends the round where nobody is left, rather than wait for nobody', () => {
    const nobody = { 'fang.yuan': left, 'bai.lu': left, 'luo.wen': left, 'gao.feng': undefined, admin: undefined };
    inCompany(nobody)(drafted, submitted).when(ask).then(ended('legal', 'finance'));
    const submit = asked({ type: 'SubmitContract', contractId }, { occurredAt: '2026-03-03T02:00:00.000Z' });
    inCompany(nobody)(drafted, submitted, ended('legal', 'finance')).when(submit).thenRefuses('nobody-to-review');
  });
  it('takes it from who only audits by now', () =>
    inCompany({ 'fang.yuan': { roles: ['auditor'] } })(drafted, submitted)
      .when(ask)
      .then(goneTo('bai.lu', 'head', { unitId: 'law' })));
  it('stays quiet when it has gone on, is decided or over, or its reviewer is there', () => {
    const given = inCompany({ 'fang.yuan': left });
    given(drafted, submitted, goneTo('bai.lu', 'head', { unitId: 'law' }))
      .when(ask)
      .thenNothing();
    given(drafted, submitted, legalApproved).when(ask).thenNothing();
    given(drafted, submitted, recalled).when(ask).thenNothing();
    given(drafted, submittedWith({ round: 2 }))
      .when(ask)
      .thenNothing();
    given().when(ask).thenNothing();
    inCompany({})(drafted, submitted).when(ask).thenNothing();
  });
  it('moves the steps of the director and of who was added', () => {
    inCompany({ 'gao.feng': { ...left, deputy: 'he.ping' } })(...beforeDirector)
      .when(asked(reassign('gao.feng', 'director'), byProcess()))
      .then(goneTo('he.ping', 'deputy', { from: 'gao.feng', step: 'director' }));
    const opened = {
      step: 'added-1',
      reviewerId: 'qin.tao',
      via: 'added',
      addedBy: 'legal',
      clock: addedClock,
    } as const;
    const added: ContractEvent = {
      type: 'ContractReviewerAdded',
      data: { ...ofRound, ...whom, by: 'fang.yuan', amount: terms.amount, policy, opened },
    };
    inCompany({ 'qin.tao': left })(drafted, submitted, added)
      .when(asked(reassign('qin.tao', 'added-1'), byProcess()))
      .then(goneTo('gao.feng', 'director', { from: 'qin.tao', step: 'added-1' }));
  });

  describe('during a leave', () => {
    const leave = asked(reassign('fang.yuan', 'legal', 'leave'), byProcess());
    it('goes to who is there', () => {
      const onLeave = { 'fang.yuan': { ...away, deputy: 'luo.wen' } };
      const onLeaveGone = { from: 'fang.yuan', cause: 'leave' } as const;
      inCompany(onLeave)(drafted, submitted)
        .when(leave)
        .then(goneTo('luo.wen', 'deputy', onLeaveGone));
      inCompany({ ...onLeave, 'luo.wen': away })(drafted, submitted)
        .when(leave)
        .then(goneTo('bai.lu', 'head', { ...onLeaveGone, unitId: 'law' }));
    });
    it('waits for its reviewer where everybody else is away, too', () =>
      inCompany({ 'fang.yuan': away, 'bai.lu': away, 'luo.wen': left, 'gao.feng': undefined, admin: undefined })(
        drafted,
        submitted,
      )
        .when(leave)
        .thenNothing());
  });

  describe('when a unit has another head', () => {
    const ofHead = goneTo('bai.lu', 'head', { unitId: 'law' });
    const cause = asked(reassign('bai.lu', 'legal', 'head'), byProcess());
    const toLuo = goneTo('luo.wen', 'head', { from: 'bai.lu', unitId: 'law', cause: 'head' });
    const newHead = (head: string, changes = {}) => {
      const company = companyWith(changes);
      return specification(contract, {
        ...company,
        staff: company.staff.withUnit({ unitId: 'law', kind: 'department', head }),
      });
    };
    it('goes on to the new one', () => newHead('luo.wen')(drafted, submitted, ofHead).when(cause).then(toLuo));
    it('stays where the new one may not hold it or is away', () => {
      newHead('li.na')(drafted, submitted, ofHead).when(cause).thenNothing();
      newHead('qian.yi')(drafted, submitted, ofHead).when(cause).thenNothing();
      newHead('mo.qing')(drafted, submitted, ofHead).when(cause).thenNothing();
      newHead('luo.wen', { 'luo.wen': away })(drafted, submitted, ofHead).when(cause).thenNothing();
    });
    it('stays with who has it otherwise', () => {
      newHead('bai.lu')(drafted, submitted, ofHead).when(cause).thenNothing();
      newHead('luo.wen')(drafted, submitted, goneTo('bai.lu', 'deputy')).when(cause).thenNothing();
      newHead('luo.wen')(drafted, submitted, goneTo('bai.lu', 'head')).when(cause).thenNothing();
    });
  });
});

describe('ReassignContract', () => {
  const ask = asked({ type: 'ReassignContract', contractId, from: 'li.na', position: 9 }, byProcess());
  const handedTo = (to: string, review = {}): ContractEvent => ({
    type: 'ContractReassigned',
    data: { contractId, from: 'li.na', to, position: 9, ...review },
  });
  const underReview = { round: 1, openSteps: ['legal', 'finance'] };
  const gone = { 'li.na': left };
  it('gives the contract to the superior', () => {
    inCompany(gone)(drafted).when(ask).then(handedTo('zhao.min'));
    inCompany(gone)(drafted, submitted).when(ask).then(handedTo('zhao.min', underReview));
  });
  it('passes over who reviews it', () => {
    const byZhao = submittedWith({
      steps: submitted.data.steps.map((step) => (step.step === 'legal' ? { ...step, reviewerId: 'zhao.min' } : step)),
    });
    inCompany(gone)(drafted, byZhao).when(ask).then(handedTo('gao.feng', underReview));
    inCompany(gone)(drafted, byZhao, approvedBy('legal', 'zhao.min'))
      .when(ask)
      .then(handedTo('gao.feng', { round: 1, openSteps: ['finance'] }));
  });
  it('takes who has reviewed it when the round is over', () =>
    inCompany(gone)(drafted, approvedByZhao, recalled).when(ask).then(handedTo('zhao.min')));
  it('spares the last who could direct, where another superior is there', () => {
    const lastDirector = {
      ...gone,
      'li.na': { ...left, superior: 'gao.feng' },
      admin: undefined,
      'he.ping': { superior: 'gao.feng' },
    };
    inCompany(lastDirector)(draftedFor(large.amount)).when(ask).then(handedTo('gao.feng'));
    const andAdmin = { ...lastDirector, admin: {}, 'gao.feng': { superior: 'zhao.min' } };
    const byAdmin = { ...draftedFor(large.amount), data: { ...draftedFor(large.amount).data, draftedBy: 'admin' } };
    inCompany(andAdmin)(byAdmin as ContractEvent)
      .when(ask)
      .then(handedTo('zhao.min'));
  });
  it('ends the round where everybody above reviews it: nobody reviews what is theirs', () => {
    const byGao = submittedWith({
      steps: submitted.data.steps.map((step) => (step.step === 'legal' ? { ...step, reviewerId: 'gao.feng' } : step)),
    });
    inCompany({ ...gone, 'zhao.min': undefined, admin: undefined })(drafted, byGao)
      .when(ask)
      .then(ended('legal', 'finance'), handedTo('gao.feng'));
  });
  it('stays quiet when it has gone on, is over, or its owner is there', () => {
    inCompany(gone)(drafted, handedTo('zhao.min')).when(ask).thenNothing();
    inCompany(gone)(drafted, withdrawn).when(ask).thenNothing();
    inCompany({})(drafted).when(ask).thenNothing();
    inCompany({ 'li.na': away })(drafted).when(ask).thenNothing();
  });
  it('refuses where nobody is left, or nothing is there', () => {
    const alone = { ...gone, 'zhao.min': undefined, 'gao.feng': undefined, admin: undefined };
    inCompany(alone)(drafted).when(ask).thenRefuses('nobody-to-hand-over-to');
    inCompany(gone)().when(ask).thenRefuses('contract-not-found');
  });
  it('bars the new owner from the next round, also as somebody who is asked for', () => {
    const submit = asked({ type: 'SubmitContract', contractId, reviewers: { legal: 'gao.feng' } });
    inCompany({ ...gone, 'zhao.min': undefined })(drafted, handedTo('gao.feng'))
      .when(submit)
      .thenRefuses('reviewer-is-author');
  });
});

const approvedByZhao = submittedWith({
  steps: submitted.data.steps.map((step) => (step.step === 'legal' ? { ...step, reviewerId: 'zhao.min' } : step)),
});
