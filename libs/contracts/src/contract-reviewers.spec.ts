import { specification } from '@dealtrail/event-sourcing/testing';
import { contractApproval } from '@dealtrail/policies';
import { contract } from './contract.decider.js';
import type { ContractEvent } from './contract.events.js';
import {
  asked,
  by,
  byImport,
  clock,
  companyWith,
  contractId,
  drafted,
  draftedFor,
  finance,
  known,
  large,
  legal,
  submitted,
  submittedWith,
} from './testing/contract-facts.js';

const given = specification(contract, known);
const submit = { type: 'SubmitContract', contractId } as const;

describe('the reviewers', () => {
  const askFor = (reviewers: object) => asked({ ...submit, reviewers });
  it('are those who are asked for', () =>
    given(drafted)
      .when(askFor({ legal: 'luo.wen', finance: 'gao.feng' }))
      .then(
        submittedWith({
          steps: [
            { ...legal, reviewerId: 'luo.wen', via: 'asked' },
            { ...finance, reviewerId: 'gao.feng', via: 'asked' },
          ],
        }),
      ));
  it('may be asked for only when they can review', () => {
    given(drafted)
      .when(askFor({ legal: 'li.na' }))
      .thenRefuses('reviewer-is-author');
    given(drafted)
      .when(askFor({ legal: 'qian.yi' }))
      .thenRefuses('reviewer-not-in-department');
    given(drafted)
      .when(askFor({ legal: 'nobody' }))
      .thenRefuses('reviewer-not-active');
    given(drafted)
      .when(askFor({ legal: 'gao.feng', finance: 'gao.feng' }))
      .thenRefuses('one-reviewer-for-both-departments');
    const leave = specification(contract, companyWith({ 'luo.wen': { away: true } }));
    leave(drafted)
      .when(askFor({ legal: 'luo.wen' }))
      .thenRefuses('reviewer-away');
  });
  it('may be asked for in one department only, as the edge reads it', () =>
    given(drafted)
      .when(askFor({ legal: 'nobody', finance: undefined }))
      .thenRefuses('reviewer-not-active'));
  it('are asked for by a source although they are away today', () => {
    const leave = specification(contract, companyWith({ 'luo.wen': { away: true } }));
    leave(drafted)
      .when(asked({ ...submit, reviewers: { legal: 'luo.wen' } }, byImport('li.na', clock.since)))
      .then(submittedWith({ steps: [{ ...legal, reviewerId: 'luo.wen', via: 'asked' }, finance] }));
  });
  it('are never who submits', () =>
    given(drafted)
      .when(asked({ ...submit, reviewers: { legal: 'admin' } }, by('admin')))
      .thenRefuses('reviewer-is-author'));
  it('are never who wrote on it, or owns it', () => {
    const ownedByLawyer = companyWith({ 'fang.yuan': { roles: ['legal', 'rep'] } });
    const owned: ContractEvent = { ...drafted, data: { ...drafted.data, ownerId: 'fang.yuan' } as never };
    specification(
      contract,
      ownedByLawyer,
    )(owned)
      .when(asked(submit))
      .then(submittedWith({ ownerId: 'fang.yuan', steps: [{ ...legal, reviewerId: 'luo.wen' }, finance] }));
  });
  it('are those whom the policy names, else who stands in for them', () => {
    const content = { ...contractApproval.first, reviewers: { legal: 'luo.wen' } };
    const named = {
      kind: 'contract-approval',
      version: 2,
      content,
      effectiveFrom: '2026-01-01T00:00:00.000Z',
    } as const;
    const version = { kind: 'contract-approval', version: 2 } as const;
    const by2 = (step: object) => submittedWith({ steps: [{ ...legal, ...step }, finance], policy: version });
    specification(
      contract,
      companyWith({}, [named]),
    )(drafted)
      .when(asked(submit))
      .then(by2({ reviewerId: 'luo.wen', via: 'policy' }));
    specification(
      contract,
      companyWith({ 'luo.wen': { away: true } }, [named]),
    )(drafted)
      .when(asked(submit))
      .then(by2({ reviewerId: 'bai.lu', via: 'head', unitId: 'law' }));
    specification(
      contract,
      companyWith({ 'luo.wen': { roles: ['auditor'] } }, [named]),
    )(drafted)
      .when(asked(submit))
      .then(by2({ reviewerId: 'bai.lu', via: 'head', unitId: 'law' }));
    const auditing = { 'luo.wen': { away: true, deputy: 'mo.qing' } };
    specification(
      contract,
      companyWith(auditing, [named]),
    )(drafted)
      .when(asked(submit))
      .then(by2({ reviewerId: 'bai.lu', via: 'head', unitId: 'law' }));
  });
  it('are the director and an admin where a department has nobody', () => {
    const noDepartments = { 'bai.lu': undefined, 'fang.yuan': undefined, 'luo.wen': undefined, 'xu.bo': undefined };
    specification(
      contract,
      companyWith({ ...noDepartments, 'qian.yi': { active: false } }),
    )(drafted)
      .when(asked(submit))
      .then(
        submittedWith({
          steps: [
            { ...legal, reviewerId: 'gao.feng', via: 'director' },
            { ...finance, reviewerId: 'admin', via: 'admin' },
          ],
        }),
      );
  });
  it('are people on leave only where nobody else is there', () => {
    const away = { 'bai.lu': undefined, 'fang.yuan': { away: true }, 'luo.wen': undefined };
    specification(
      contract,
      companyWith(away),
    )(drafted)
      .when(asked(submit))
      .then(submittedWith({ steps: [{ ...legal, reviewerId: 'gao.feng', via: 'director' }, finance] }));
    specification(
      contract,
      companyWith({ ...away, 'gao.feng': undefined, admin: { away: true } }),
    )(drafted)
      .when(asked(submit))
      .then(submittedWith({ steps: [legal, finance] }));
  });
  it('must be two, and a third where the director decides', () => {
    const alone = companyWith({ 'gao.feng': undefined, admin: undefined, 'qian.yi': undefined, 'xu.bo': undefined });
    specification(contract, alone)(drafted).when(asked(submit)).thenRefuses('nobody-to-review');
    const noDirector = specification(contract, companyWith({ 'gao.feng': undefined, admin: undefined }));
    noDirector(drafted).when(asked(submit)).then(submitted);
    noDirector(draftedFor(large.amount)).when(asked(submit)).thenRefuses('nobody-to-review');
  });
});
