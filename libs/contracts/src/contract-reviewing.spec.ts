import { specification } from '@dealtrail/event-sourcing/testing';
import { contract } from './contract.decider.js';
import type { ContractEvent } from './contract.events.js';
import {
  addedClock,
  approved,
  approvedBy,
  asked,
  bothChecks,
  by,
  byImport,
  contractId,
  decision,
  drafted,
  financeApproved,
  known,
  legalApproved,
  recalled,
  rejected,
  returned,
  submitted,
  submittedWith,
  whom,
  withdrawn,
} from './testing/contract-facts.js';

const given = specification(contract, known);
const ofRound = { contractId, round: 1 } as const;

describe('ApproveContract', () => {
  const approve = { type: 'ApproveContract', ...ofRound, checks: bothChecks } as const;
  it('approves for one department; the other still reviews', () => {
    given(drafted, submitted)
      .when(asked(approve, by('fang.yuan')))
      .then(legalApproved);
    given(drafted, submitted)
      .when(asked(approve, by('qian.yi')))
      .then(financeApproved);
  });
  it('keeps the comment', () =>
    given(drafted, submitted)
      .when(asked({ ...approve, comment: '條款清楚' }, by('fang.yuan')))
      .then(approvedBy('legal', 'fang.yuan', { comment: '條款清楚' })));
  it('leaves its own fact when it is the last, and the approval of the contract with it', () =>
    given(drafted, submitted, legalApproved)
      .when(asked(approve, by('qian.yi')))
      .then(financeApproved, approved));
  it('stays quiet about the same approval, checks in any order, also when the contract is approved or recalled', () => {
    const turned = { ...approve, checks: [...bothChecks].reverse() };
    given(drafted, submitted, legalApproved)
      .when(asked(turned, by('fang.yuan')))
      .thenNothing();
    given(drafted, submitted, legalApproved, financeApproved, approved)
      .when(asked(approve, by('fang.yuan')))
      .thenNothing();
    given(drafted, submitted, legalApproved, {
      ...recalled,
      data: { ...recalled.data, superseded: ['finance'] },
    } as never)
      .when(asked(approve, by('fang.yuan')))
      .thenNothing();
  });
  it('needs both checks of a department', () => {
    const refused = 'checks-missing';
    given(drafted, submitted)
      .when(asked({ ...approve, checks: ['payment-terms'] }, by('fang.yuan')))
      .thenRefuses(refused);
    given(drafted, submitted)
      .when(asked({ ...approve, checks: ['breach-liability'] }, by('qian.yi')))
      .thenRefuses(refused);
    given(drafted, submitted)
      .when(asked({ ...approve, checks: undefined }, by('fang.yuan')))
      .thenRefuses(refused);
  });
  it('needs what the policy of its round names, and knows nothing else', () => {
    const stricter = submittedWith({ checks: [...bothChecks, 'export-control'] });
    given(drafted, stricter)
      .when(asked(approve, by('fang.yuan')))
      .thenRefuses('checks-missing');
    given(drafted, submitted)
      .when(asked({ ...approve, checks: [...bothChecks, 'export-control'] }, by('fang.yuan')))
      .thenRefuses('check-unknown');
  });
  it('refuses the author, the owner, and whoever is not the reviewer', () => {
    given(drafted, submitted)
      .when(asked(approve, by('li.na')))
      .thenRefuses('reviewer-is-author');
    const ownedByWang = { ...drafted, data: { ...drafted.data, ownerId: 'wang.wei' } } as ContractEvent;
    given(ownedByWang, submitted)
      .when(asked(approve, by('wang.wei')))
      .thenRefuses('reviewer-is-author');
    given(drafted, submitted)
      .when(asked(approve, by('luo.wen')))
      .thenRefuses('not-the-reviewer');
    given(drafted, submitted)
      .when(asked({ ...approve, step: 'finance' }, by('fang.yuan')))
      .thenRefuses('not-the-reviewer');
  });
  it('refuses other words about a step that is decided', () => {
    given(drafted, submitted, legalApproved)
      .when(asked({ ...approve, comment: '再想想' }, by('fang.yuan')))
      .thenRefuses('review-already-decided');
    given(drafted, submitted, returned)
      .when(asked(approve, by('fang.yuan')))
      .thenRefuses('review-already-decided');
  });
  it('refuses what is over, past or to come', () => {
    given(drafted, submitted, returned)
      .when(asked(approve, by('qian.yi')))
      .thenRefuses('round-is-over');
    given(drafted, submitted, recalled)
      .when(asked(approve, by('fang.yuan')))
      .thenRefuses('round-is-over');
    given(drafted, submitted, withdrawn)
      .when(asked(approve, by('fang.yuan')))
      .thenRefuses('round-is-over');
    const second = submittedWith({ round: 2 });
    given(drafted, submitted, returned, second)
      .when(asked(approve, by('fang.yuan')))
      .thenRefuses('round-is-over');
    given(drafted, submitted)
      .when(asked({ ...approve, round: 2 }, by('fang.yuan')))
      .thenRefuses('round-not-found');
    given(drafted, submitted)
      .when(asked({ ...approve, step: 'added-1' }, by('fang.yuan')))
      .thenRefuses('step-not-found');
    given()
      .when(asked(approve, by('fang.yuan')))
      .thenRefuses('contract-not-found');
  });

  describe('by who holds several steps', () => {
    const addedToo: ContractEvent = {
      type: 'ContractReviewReassigned',
      data: {
        ...ofRound,
        step: 'added-1',
        from: 'qin.tao',
        to: 'fang.yuan',
        via: 'head',
        cause: 'departure',
        position: 9,
      },
    };
    const opened = {
      step: 'added-1',
      reviewerId: 'qin.tao',
      via: 'added',
      addedBy: 'finance',
      clock: addedClock,
    } as const;
    const added: ContractEvent = {
      type: 'ContractReviewerAdded',
      data: {
        ...ofRound,
        ...whom,
        by: 'qian.yi',
        amount: submitted.data.amount,
        policy: submitted.data.policy,
        opened,
      },
    };
    const both = [drafted, submitted, added, addedToo];
    it('says which', () => {
      given(...both)
        .when(asked(approve, by('fang.yuan')))
        .thenRefuses('step-ambiguous');
      given(...both)
        .when(asked({ ...approve, step: 'legal' }, by('fang.yuan')))
        .then(legalApproved);
    });
    it('never decides the second by repeating the first, or by changing the words', () => {
      given(...both, legalApproved)
        .when(asked(approve, by('fang.yuan')))
        .thenNothing();
      given(...both, legalApproved)
        .when(asked({ ...approve, comment: '再想想' }, by('fang.yuan')))
        .thenRefuses('step-ambiguous');
    });
    it('decides the second by its name', () =>
      given(...both, legalApproved)
        .when(asked({ type: 'ApproveContract', ...ofRound, step: 'added-1' }, by('fang.yuan')))
        .then(approvedBy('added-1', 'fang.yuan', { checks: [], workingMs: 0 })));
  });

  it('takes an approval from a source in the name of the reviewer, who ticked nothing there', () =>
    given(drafted, submitted)
      .when(asked({ type: 'ApproveContract', ...ofRound, step: 'legal' }, byImport('admin')))
      .then(approvedBy('legal', 'fang.yuan', { checks: [] })));
});

describe.each([
  ['ReturnContract', returned],
  ['RejectContract', rejected],
] as const)('%s', (type, ending) => {
  const { reason } = ending.data as { reason: string };
  const refuse = { type, ...ofRound, reason } as const;
  it('ends the round for all departments', () =>
    given(drafted, submitted)
      .when(asked(refuse, by('fang.yuan')))
      .then(ending));
  it('leaves what the other department has approved', () => {
    const alone = { ...ending, data: { ...ending.data, superseded: [] } } as ContractEvent;
    given(drafted, submitted, financeApproved)
      .when(asked(refuse, by('fang.yuan')))
      .then(alone);
  });
  it('stays quiet about the same, also in a later round of its own', () => {
    given(drafted, submitted, ending)
      .when(asked(refuse, by('fang.yuan')))
      .thenNothing();
    given(drafted, submitted, ending)
      .when(asked({ ...refuse, step: 'legal' }, by('fang.yuan')))
      .thenNothing();
  });
  it('refuses another reason, or a second voice', () => {
    given(drafted, submitted, ending)
      .when(asked({ ...refuse, reason: '另有原因' }, by('fang.yuan')))
      .thenRefuses('review-already-decided');
    given(drafted, submitted, ending)
      .when(asked(refuse, by('qian.yi')))
      .thenRefuses('round-is-over');
    given(drafted, submitted, legalApproved)
      .when(asked(refuse, by('fang.yuan')))
      .thenRefuses('review-already-decided');
  });
  it('refuses the author and whoever is not the reviewer', () => {
    given(drafted, submitted)
      .when(asked(refuse, by('li.na')))
      .thenRefuses('reviewer-is-author');
    given(drafted, submitted)
      .when(asked(refuse, by('bai.lu')))
      .thenRefuses('not-the-reviewer');
    given(drafted)
      .when(asked(refuse, by('fang.yuan')))
      .thenRefuses('round-not-found');
  });
  it('is taken from a source in the name of the reviewer', () =>
    given(drafted, submitted)
      .when(asked({ ...refuse, step: 'legal' }, byImport('admin')))
      .then(ending));
});

it('a refusal says how much working time it took', () =>
  given(drafted, submitted)
    .when(asked({ type: 'ReturnContract', ...ofRound, reason: '早' }, by('qian.yi', '2026-03-02T04:30:00.000Z')))
    .then({
      type: 'ContractReturned',
      data: {
        ...whom,
        ...decision('finance', 'qian.yi'),
        workingMs: 2 * 3_600_000, // the noon break does not count
        reason: '早',
        superseded: ['legal'],
      },
    }));
