import { decide, evolve } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { contract } from './contract.decider.js';
import type { ContractEvent } from './contract.events.js';
import {
  approved,
  asked,
  breach,
  by,
  byImport,
  clock,
  contractId,
  drafted,
  due,
  escalated,
  financeApproved,
  known,
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
  it('keeps of an import that the decisions follow, and of nobody else', () => {
    given(drafted)
      .when(asked({ ...submit, moreToTell: true }, byImport('li.na', clock.since)))
      .then(submittedWith({ moreToTell: true }));
    given(drafted)
      .when(asked({ ...submit, moreToTell: true }))
      .thenRefuses('data-quality-is-for-imports');
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
