import { specification } from '@dealtrail/event-sourcing/testing';
import { contractApproval } from '@dealtrail/policies';
import { decide, evolve } from '@dealtrail/event-sourcing';
import { contract } from './contract.decider.js';
import type { ContractEvent } from './contract.events.js';
import {
  approved,
  asked,
  breach,
  by,
  byImport,
  clock,
  companyWith,
  contractId,
  drafted,
  draftedFor,
  due,
  escalated,
  finance,
  financeApproved,
  known,
  large,
  legal,
  legalApproved,
  number,
  otherText,
  recalled,
  rejected,
  returned,
  signed,
  submitted,
  submittedWith,
  terms,
  withdrawn,
} from './testing/contract-facts.js';

const given = specification(contract, known);
const submit = { type: 'SubmitContract', contractId } as const;
const secondRound = submittedWith({ round: 2 });
const toApproval = [drafted, submitted, legalApproved, financeApproved, approved];
const revise = (changes: object, previous: object): ContractEvent => ({
  type: 'ContractRevised',
  data: { contractId, by: 'li.na', changes, previous },
});

describe('SubmitContract', () => {
  it('opens both departments at once, each by a person of its own', () =>
    given(drafted).when(asked(submit)).then(submitted));
  it('stays quiet about the same round', () => {
    given(drafted, submitted).when(asked(submit)).thenNothing();
    given(drafted, submitted)
      .when(asked({ ...submit, round: 1, reviewers: { legal: 'fang.yuan' } }))
      .thenNothing();
  });
  it('refuses another submission while one runs', () => {
    const refused = 'contract-under-review';
    given(drafted, submitted)
      .when(asked(submit, by('wang.wei')))
      .thenRefuses(refused);
    given(drafted, submitted)
      .when(asked({ ...submit, round: 2 }))
      .thenRefuses(refused);
    given(drafted, submitted)
      .when(asked({ ...submit, reviewers: { legal: 'luo.wen' } }))
      .thenRefuses(refused);
  });
  it('refuses contracts that are approved or over, and rounds out of turn', () => {
    given(...toApproval)
      .when(asked(submit))
      .thenRefuses('contract-already-approved');
    given(...toApproval, signed)
      .when(asked(submit))
      .thenRefuses('contract-already-signed');
    given(drafted, withdrawn).when(asked(submit)).thenRefuses('contract-withdrawn');
    given(drafted)
      .when(asked({ ...submit, round: 2 }))
      .thenRefuses('round-is-over');
    given().when(asked(submit)).thenRefuses('contract-not-found');
  });
  it('needs the text and the terms that are reviewed', () => {
    const { text: _, ...withoutText } = terms;
    const { deliveryPlan: __, ...withoutPlan } = terms;
    const draft = (data: object): ContractEvent => ({
      type: 'ContractDrafted',
      data: { contractId, number, ownerId: 'li.na', draftedBy: 'li.na', ...data } as never,
    });
    given(draft(withoutText)).when(asked(submit)).thenRefuses('text-missing');
    given(draft(withoutPlan)).when(asked(submit)).thenRefuses('terms-missing');
  });
  it('takes from an import what lacks both, in the name of its owner', () => {
    const { title, parties, amount } = terms;
    const imported: ContractEvent = {
      type: 'ContractDrafted',
      data: { contractId, number, ownerId: 'li.na', draftedBy: 'li.na', title, parties, amount },
    };
    const { dealId: _, text: __, ...data } = submitted.data;
    given(imported)
      .when(asked(submit, byImport('li.na', clock.since)))
      .then({ type: 'ContractSubmitted', data });
  });
});

describe('a new round', () => {
  it.each([
    ['returned', returned],
    ['recalled', recalled],
  ])('asks everybody again when the last was %s', (_, ending) =>
    given(drafted, submitted, ending).when(asked(submit)).then(secondRound),
  );
  it('asks those again who had approved', () =>
    given(drafted, submitted, financeApproved, {
      ...returned,
      data: { ...returned.data, superseded: [] },
    } as ContractEvent)
      .when(asked({ ...submit, round: 2 }))
      .then(secondRound));
  it('takes a rejected contract only with another content', () => {
    given(drafted, submitted, rejected).when(asked(submit)).thenRefuses('rejected-and-unchanged');
    const there = revise({ text: otherText }, { text: terms.text });
    given(drafted, submitted, rejected, there)
      .when(asked(submit))
      .then(submittedWith({ round: 2, text: otherText }));
    const andBack = revise({ text: terms.text }, { text: otherText });
    given(drafted, submitted, rejected, there, andBack).when(asked(submit)).thenRefuses('rejected-and-unchanged');
  });
});

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

describe('two working days', () => {
  const dueAt = (occurredAt: string): readonly string[] => {
    const state = evolve(contract, contract.initialState, drafted);
    const [event] = decide(contract, asked(submit, { occurredAt }), state, known);
    return event?.type === 'ContractSubmitted' ? event.data.steps.map((step) => step.clock.dueAt) : [];
  };
  it.each([
    ['over National Day 2025: Tue 30 Sep 10:00 → Fri 10 Oct 18:00', '2025-09-30T02:00', '2025-10-10T10:00'],
    ['with 調休: Fri 26 Sep 2025 10:00 → Mon 29 Sep 18:00', '2025-09-26T02:00', '2025-09-29T10:00'],
    ['on Friday at 19:00 → Tuesday 18:00', '2026-03-06T11:00', '2026-03-10T10:00'],
    ['on Saturday at 10:00 → Tuesday 18:00, as from Friday evening', '2026-03-07T02:00', '2026-03-10T10:00'],
    ['on Friday at 18:00 sharp → Tuesday 18:00', '2026-03-06T10:00', '2026-03-10T10:00'],
    ['on Thursday at 19:00 → Tuesday 18:00: it counts as Friday', '2026-03-05T11:00', '2026-03-10T10:00'],
  ])('%s', (_, since, end) => {
    expect(dueAt(`${since}:00.000Z`)).toEqual([`${end}:00.000Z`, `${end}:00.000Z`]);
  });
});

describe('RecallContract', () => {
  const recall = { type: 'RecallContract', contractId, round: 1, reason: '客戶要求變更' } as const;
  it('ends the round for both departments', () => given(drafted, submitted).when(asked(recall)).then(recalled));
  it('takes an approved contract back', () =>
    given(...toApproval)
      .when(asked(recall))
      .then({ ...recalled, data: { ...recalled.data, superseded: [] } } as ContractEvent));
  it('leaves the breaches that nobody has recorded yet', () =>
    given(drafted, submitted)
      .when(asked(recall, by('li.na', '2026-03-04T10:00:00.001Z')))
      .then(
        breach('legal', 'fang.yuan', due),
        escalated('legal', 'fang.yuan', 'bai.lu'),
        breach('finance', 'qian.yi'),
        escalated('finance', 'qian.yi', 'xu.bo'),
        recalled,
      ));
  it('stays quiet about the same', () => given(drafted, submitted, recalled).when(asked(recall)).thenNothing());
  it('refuses a round that is over, in other words or to come', () => {
    given(drafted, submitted, returned).when(asked(recall)).thenRefuses('round-is-over');
    given(drafted, submitted, recalled)
      .when(asked(recall, by('wang.wei')))
      .thenRefuses('round-is-over');
    given(drafted, submitted, returned, secondRound).when(asked(recall)).thenRefuses('round-is-over');
    given(drafted, submitted)
      .when(asked({ ...recall, round: 2 }))
      .thenRefuses('round-not-found');
    given(drafted).when(asked(recall)).thenRefuses('round-not-found');
    given().when(asked(recall)).thenRefuses('contract-not-found');
  });
});
