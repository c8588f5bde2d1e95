import { specification } from '@dealtrail/event-sourcing/testing';
import { contractApproval } from '@dealtrail/policies';
import { contract } from './contract.decider.js';
import type { ContractEvent } from './contract.events.js';
import {
  approved,
  approvedBy,
  asked,
  beforeDirector,
  bothChecks,
  breach,
  by,
  calendar,
  companyWith,
  contractId,
  decision,
  director,
  directorClock,
  directorRequested,
  drafted,
  draftedFor,
  due,
  escalated,
  financeApproved,
  known,
  large,
  legalApproved,
  monday,
  submitted,
  submittedLarge,
  submittedWith,
  tuesday,
  whom,
} from './testing/contract-facts.js';

const given = specification(contract, known);
const submit = { type: 'SubmitContract', contractId } as const;
const approve = { type: 'ApproveContract', contractId, round: 1, checks: bothChecks } as const;
const approveAsDirector = { type: 'ApproveContract', contractId, round: 1 } as const;
const largeApproved: ContractEvent = { ...approved, data: { ...approved.data, amount: large } } as ContractEvent;
const directorApproved = approvedBy('director', 'gao.feng', { checks: [], workingMs: 0 });

describe('the threshold of the director', () => {
  const required = (amount: number, currency: string, from?: object) =>
    submittedWith({
      amount: { amount, currency },
      director: { required: true, workingDays: 1, warnings: [75], ...from },
    });
  it('is reached at exactly one million yuan', () =>
    given(draftedFor(large.amount)).when(asked(submit)).then(submittedLarge));
  it('is missed by one fen', () =>
    given(draftedFor(99_999_999))
      .when(asked(submit))
      .then(submittedWith({ amount: { amount: 99_999_999, currency: 'CNY' } })));
  it('is any amount in a currency that has none', () =>
    given(draftedFor(1, 'EUR')).when(asked(submit)).then(required(1, 'EUR')));
  it('stays as it was when the round was submitted', () => {
    const content = {
      ...contractApproval.first,
      directorFrom: { CNY: 0 },
      directorDays: 9,
      checks: [...bothChecks, 'new'],
    };
    const later = {
      kind: 'contract-approval',
      version: 2,
      content,
      effectiveFrom: '2026-03-02T12:00:00.000Z',
    } as const;
    const changed = specification(contract, companyWith({}, [later]));
    changed(drafted, submitted, legalApproved)
      .when(asked(approve, by('qian.yi')))
      .then(financeApproved, approved);
    changed(draftedFor(large.amount), submittedLarge, legalApproved)
      .when(asked(approve, by('qian.yi')))
      .then(financeApproved, directorRequested);
  });
  it('is the new one for the next round', () => {
    const content = { ...contractApproval.first, directorFrom: { CNY: 0 } };
    const from = { kind: 'contract-approval', version: 2, content, effectiveFrom: monday } as const;
    specification(
      contract,
      companyWith({}, [from]),
    )(drafted)
      .when(asked(submit))
      .then(
        submittedWith({
          director: { required: true, from: { amount: 0, currency: 'CNY' }, workingDays: 1, warnings: [75] },
          policy: { kind: 'contract-approval', version: 2 },
        }),
      );
  });
});

describe('the director', () => {
  it('is asked in the same append as the last approval of a department', () =>
    given(draftedFor(large.amount), submittedLarge, legalApproved)
      .when(asked(approve, by('qian.yi')))
      .then(financeApproved, directorRequested));
  it('has the day that was promised, by the calendar of today', () => {
    const content = known.policies.inForce('calendar', tuesday).value;
    const years = { ...content.years, 2026: { daysOff: ['2026-03-04'], makeUpDays: [] } };
    const from = {
      kind: 'calendar',
      version: 2,
      content: { ...content, years },
      effectiveFrom: '2026-03-02T12:00:00.000Z',
    } as const;
    const clock = {
      ...directorClock,
      dueAt: '2026-03-05T10:00:00.000Z',
      warnings: [{ percent: 75, at: '2026-03-05T06:15:00.000Z' }],
      calendar: { ...calendar, version: 2 },
    };
    specification(contract, companyWith({}, [from]))(draftedFor(large.amount), submittedLarge, legalApproved)
      .when(asked(approve, by('qian.yi')))
      .then(financeApproved, {
        ...directorRequested,
        data: { ...directorRequested.data, opened: { ...director, clock } },
      } as never);
  });
  it('approves without the checks of the departments', () =>
    given(...beforeDirector)
      .when(asked(approveAsDirector, by('gao.feng')))
      .then(directorApproved, largeApproved));
  it('may send it back, too', () =>
    given(...beforeDirector)
      .when(asked({ type: 'ReturnContract', contractId, round: 1, reason: '太便宜' }, by('gao.feng')))
      .then({
        type: 'ContractReturned',
        data: { ...whom, ...decision('director', 'gao.feng'), workingMs: 0, reason: '太便宜', superseded: [] },
      }));
  it('is rather somebody who has not reviewed; who has says which step is meant', () => {
    const byGao = approvedBy('finance', 'gao.feng');
    const asFinance = submittedWith({
      ...submittedLarge.data,
      steps: submittedLarge.data.steps.map((step) =>
        step.step === 'finance' ? { ...step, reviewerId: 'gao.feng', via: 'asked' } : step,
      ),
    });
    const before = [draftedFor(large.amount), asFinance, legalApproved];
    const opened = { ...director, reviewerId: 'admin', via: 'admin' };
    given(...before)
      .when(asked(approve, by('gao.feng')))
      .then(byGao, { ...directorRequested, data: { ...directorRequested.data, opened } } as ContractEvent);
    const alone = specification(contract, companyWith({ admin: undefined }));
    alone(...before)
      .when(asked(approve, by('gao.feng')))
      .then(byGao, directorRequested);
    alone(...before, byGao, directorRequested)
      .when(asked(approveAsDirector, by('gao.feng')))
      .thenRefuses('step-ambiguous');
    alone(...before, byGao, directorRequested)
      .when(asked({ ...approveAsDirector, step: 'director' }, by('gao.feng')))
      .then(directorApproved, largeApproved);
  });
  it('is never the author or the owner, and somebody who is there', () => {
    const opened = { ...director, reviewerId: 'admin', via: 'admin' };
    const adminAsked = { ...directorRequested, data: { ...directorRequested.data, opened } } as ContractEvent;
    const last = asked(approve, by('qian.yi'));
    const away = specification(contract, companyWith({ 'gao.feng': { away: true } }));
    away(draftedFor(large.amount), submittedLarge, legalApproved).when(last).then(financeApproved, adminAsked);
    const byGao = { ...draftedFor(large.amount), data: { ...draftedFor(large.amount).data, draftedBy: 'gao.feng' } };
    given(byGao as ContractEvent, submittedLarge, legalApproved)
      .when(last)
      .then(financeApproved, adminAsked);
  });
  it('is on leave rather than nobody; where there is none, the approval waits and the round can end otherwise', () => {
    const before = [draftedFor(large.amount), submittedLarge, legalApproved];
    const last = asked(approve, by('qian.yi'));
    const leave = specification(contract, companyWith({ 'gao.feng': { away: true }, admin: undefined }));
    leave(...before)
      .when(last)
      .then(financeApproved, directorRequested);
    const none = specification(contract, companyWith({ 'gao.feng': undefined, admin: undefined }));
    none(...before)
      .when(last)
      .thenRefuses('nobody-to-review');
    none(...before)
      .when(asked({ type: 'ReturnContract', contractId, round: 1, reason: '無人批准' }, by('qian.yi')))
      .then({
        type: 'ContractReturned',
        data: { ...whom, ...decision('finance', 'qian.yi'), reason: '無人批准', superseded: [] },
      });
  });
});

describe('a director who is late', () => {
  const process = { actor: { kind: 'process', id: `contractApproval/${contractId}/1` }, occurredAt: due } as const;
  const late = breach('director', 'gao.feng', due, 1);
  const toDeputy = escalated('director', 'gao.feng', 'he.ping', due, true);
  const record = { type: 'RecordContractReviewOverdue', contractId, round: 1, step: 'director', dueAt: due } as const;
  it('lets the deputy decide', () =>
    given(...beforeDirector)
      .when(asked(record, process))
      .then(late, toDeputy));
  it('is decided for by the deputy, in place of the director', () =>
    given(...beforeDirector, late, toDeputy)
      .when(asked(approveAsDirector, by('he.ping', '2026-03-05T02:00:00.000Z')))
      .then(
        {
          type: 'ContractReviewApproved',
          data: {
            ...decision('director', 'he.ping'),
            insteadOf: 'gao.feng',
            workingMs: 16 * 3_600_000,
            late: true,
            checks: [],
          },
        },
        largeApproved,
      ));
  it('may still decide; then the deputy may not', () => {
    const decided = approvedBy('director', 'gao.feng', { checks: [], workingMs: 16 * 3_600_000, late: true });
    given(...beforeDirector, late, toDeputy)
      .when(asked(approveAsDirector, by('gao.feng', '2026-03-05T02:00:00.000Z')))
      .then(decided, largeApproved);
    given(...beforeDirector, late, toDeputy, decided, largeApproved)
      .when(asked(approveAsDirector, by('he.ping')))
      .thenRefuses('review-already-decided');
  });
  it('does not let the deputy decide before', () =>
    given(...beforeDirector)
      .when(asked(approveAsDirector, by('he.ping')))
      .thenRefuses('not-the-reviewer'));
  it('has an author or auditor passed over who is the deputy', () => {
    const deputyIs = (deputy: string) => specification(contract, companyWith({ 'gao.feng': { deputy } }));
    const toAdmin = escalated('director', 'gao.feng', 'admin', due, true);
    for (const deputy of ['li.na', 'mo.qing'])
      deputyIs(deputy)(...beforeDirector)
        .when(asked(record, process))
        .then(late, toAdmin);
  });
});
