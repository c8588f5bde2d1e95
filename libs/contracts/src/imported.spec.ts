import { specification } from '@dealtrail/event-sourcing/testing';
import { contract } from './contract.decider.js';
import type { ContractEvent } from './contract.events.js';
import {
  approvedBy,
  asked,
  bothChecks,
  breach,
  by,
  byImport,
  contractId,
  decision,
  drafted,
  eightHours,
  escalated,
  finance,
  known,
  large,
  legal,
  monday,
  submitted,
  submittedWith,
  terms,
  text,
  whom,
} from './testing/contract-facts.js';

const given = specification(contract, known);
const bring = byImport('admin', monday);
const submit = { type: 'SubmitContract', contractId } as const;
const approve = { type: 'ApproveContract', contractId, round: 1 } as const;

/** What an import of a source without parties, amounts and directors leaves. */
const bare: ContractEvent = {
  type: 'ContractDrafted',
  data: {
    contractId,
    ...whom,
    title: terms.title,
    parties: [],
    amount: large,
    draftedBy: 'li.na',
    dataQuality: ['no-text', 'no-parties', 'no-director'],
  },
};
/** The same, made whole by hand since. */
const completed: ContractEvent = {
  type: 'ContractRevised',
  data: { contractId, by: 'li.na', changes: { ...terms, amount: large }, previous: {} },
};
const notNeeded = { ...submitted.data.director, required: false };

describe('what an import brings', () => {
  it('was written by the owner, not by who imports it', () => {
    given(drafted).when(asked(submit, bring)).then(submitted);
    given(drafted, submitted)
      .when(asked({ type: 'RecallContract', contractId, round: 1 }, byImport('admin')))
      .then({
        type: 'ContractRecalled',
        data: { contractId, ...whom, round: 1, by: 'li.na', superseded: ['legal', 'finance'] },
      });
  });

  it('was decided by whose step it names, without checks that no source has confirmed', () => {
    given(drafted, submitted)
      .when(asked({ ...approve, step: 'legal' }, byImport('admin')))
      .then(approvedBy('legal', 'fang.yuan', { checks: [] }));
    given(drafted, submitted)
      .when(asked({ type: 'ReturnContract', contractId, round: 1, step: 'finance', reason: '條款' }, byImport('admin')))
      .then({
        type: 'ContractReturned',
        data: { ...whom, ...decision('finance', 'qian.yi'), reason: '條款', superseded: ['legal'] },
      });
  });

  it('brings the breach of a late decision along, at its due instant', () =>
    given(drafted, submitted)
      .when(asked({ ...approve, step: 'legal' }, byImport('admin', '2026-03-05T02:00:00.000Z')))
      .then(
        breach('legal', 'fang.yuan'),
        escalated('legal', 'fang.yuan', 'bai.lu'),
        approvedBy('legal', 'fang.yuan', { checks: [], workingMs: 3 * eightHours, late: true }),
      ));

  it('may name reviewers whose post of then nobody knows, but none who has left or is the author', () => {
    const naming = (person: string) => asked({ ...submit, reviewers: { legal: person } }, bring);
    given(drafted)
      .when(naming('qin.tao'))
      .then(submittedWith({ steps: [{ ...legal, reviewerId: 'qin.tao', via: 'asked' }, finance] }));
    given(drafted).when(naming('li.na')).thenRefuses('reviewer-is-author');
    given(drafted).when(naming('nobody')).thenRefuses('reviewer-not-active');
  });

  it('waits for no director its source does not know, and for no parties', () =>
    given(bare)
      .when(asked(submit, bring))
      .then(submittedWith({ amount: large, text: undefined, director: notNeeded })));
});

describe('what is no history', () => {
  it('is decided only by whose step it is, with every check', () => {
    given(drafted, submitted)
      .when(asked({ ...approve, step: 'legal', checks: bothChecks }, by('qian.yi')))
      .thenRefuses('not-the-reviewer');
    given(drafted, submitted)
      .when(asked({ ...approve, step: 'legal' }, by('fang.yuan')))
      .thenRefuses('checks-missing');
  });

  it('is reviewed only by people of the department', () =>
    given(drafted)
      .when(asked({ ...submit, reviewers: { legal: 'qin.tao' } }))
      .thenRefuses('reviewer-not-in-department'));

  it('needs the director again, whatever the source of an imported contract knew', () =>
    given(bare, completed)
      .when(asked(submit))
      .then(submittedWith({ amount: large, text, director: { ...notNeeded, required: true } })));

  it('needs parties again', () =>
    given(bare, {
      ...completed,
      data: { ...completed.data, changes: { ...terms, amount: large, parties: [] } },
    } as ContractEvent)
      .when(asked(submit))
      .thenRefuses('parties-missing'));

  it('takes no word of an import for what is missing', () => {
    const flagged = { type: 'DraftContract', contractId, dealId: whom.dealId, ...terms } as const;
    given()
      .when(asked({ ...flagged, dataQuality: ['no-director'] }))
      .thenRefuses('data-quality-is-for-imports');
    given()
      .when(asked({ ...flagged, parties: [] }))
      .thenRefuses('parties-missing');
  });
});
