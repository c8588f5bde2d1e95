import { specification } from '@dealtrail/event-sourcing/testing';
import { contract } from './contract.decider.js';
import type { ContractEvent } from './contract.events.js';
import {
  approved,
  asked,
  by,
  byImport,
  contractId,
  drafted,
  financeApproved,
  known,
  legalApproved,
  otherText,
  recalled,
  signed,
  submitted,
  submittedWith,
  text,
  whom,
} from './testing/contract-facts.js';

const given = specification(contract, known);
const toApproval = [drafted, submitted, legalApproved, financeApproved, approved];

describe('SignContract', () => {
  const sign = { type: 'SignContract', contractId, round: 1, text } as const;
  const differs: ContractEvent = {
    type: 'SignedTextDiffers',
    data: { contractId, ...whom, round: 1, by: 'li.na', approved: text.sha256, signed: otherText },
  };
  it('binds the approved text by its hash', () =>
    given(...toApproval)
      .when(asked(sign, by('li.na')))
      .then(signed));
  it('takes the day it was signed on', () =>
    given(...toApproval)
      .when(asked({ ...sign, signedOn: '2026-03-02' }, by('li.na')))
      .then({ ...signed, data: { ...signed.data, signedOn: '2026-03-02' } } as ContractEvent));
  it('goes by the hash alone, whatever the file is called', () => {
    const scanned = { ...text, name: '簽字版.pdf' };
    given(...toApproval)
      .when(asked({ ...sign, text: scanned }, by('li.na')))
      .then({ ...signed, data: { ...signed.data, text: scanned } } as ContractEvent);
  });
  it('puts another text on record instead, once, and stays approved', () => {
    const other = asked({ ...sign, text: otherText }, by('li.na'));
    given(...toApproval)
      .when(other)
      .then(differs);
    given(...toApproval, differs)
      .when(other)
      .thenNothing();
    given(...toApproval, differs)
      .when(asked(sign, by('li.na')))
      .then(signed);
  });
  it('puts the same other text on record again after another approval', () => {
    const again = [
      { ...recalled, data: { ...recalled.data, superseded: [] } } as ContractEvent,
      submittedWith({ round: 2 }),
      { ...approved, data: { ...approved.data, round: 2 } } as ContractEvent,
    ];
    given(...toApproval, differs, ...again)
      .when(asked({ ...sign, round: 2, text: otherText }, by('li.na')))
      .then({ ...differs, data: { ...differs.data, round: 2 } } as ContractEvent);
  });
  it('stays quiet about the same signature, also on a later day', () => {
    given(...toApproval, signed)
      .when(asked(sign, by('li.na', '2026-03-09T02:00:00.000Z')))
      .thenNothing();
    given(...toApproval, signed)
      .when(asked({ ...sign, signedOn: '2026-03-03' }, by('li.na')))
      .thenNothing();
  });
  it('refuses a second signature', () => {
    given(...toApproval, signed)
      .when(asked({ ...sign, text: otherText }, by('li.na')))
      .thenRefuses('contract-already-signed');
    given(...toApproval, signed)
      .when(asked({ ...sign, signedOn: '2026-03-01' }, by('li.na')))
      .thenRefuses('contract-already-signed');
  });
  it('refuses what is not approved', () => {
    given(drafted, submitted)
      .when(asked(sign, by('li.na')))
      .thenRefuses('contract-not-approved');
    given(drafted, submitted, recalled)
      .when(asked(sign, by('li.na')))
      .thenRefuses('contract-not-approved');
    given(drafted)
      .when(asked(sign, by('li.na')))
      .thenRefuses('round-not-found');
    given(...toApproval)
      .when(asked({ ...sign, round: 2 }, by('li.na')))
      .thenRefuses('round-not-found');
    given()
      .when(asked(sign, by('li.na')))
      .thenRefuses('contract-not-found');
  });
  it('needs the signed text, and a day that has come', () => {
    given(...toApproval)
      .when(asked({ ...sign, text: undefined }, by('li.na')))
      .thenRefuses('text-missing');
    given(...toApproval)
      .when(asked({ ...sign, signedOn: '2026-03-04' }, by('li.na')))
      .thenRefuses('signed-in-the-future');
  });
  it('lets the day be today in Shanghai, where it is tomorrow already', () => {
    const late = '2026-03-03T16:30:00.000Z';
    given(...toApproval)
      .when(asked({ ...sign, signedOn: '2026-03-04' }, by('li.na', late)))
      .then({ ...signed, data: { ...signed.data, signedOn: '2026-03-04' } } as ContractEvent);
  });
  it('takes from a source a signature without a text, again and again', () =>
    given(...toApproval)
      .when(asked({ ...sign, text: undefined }, byImport('admin')))
      .then(signed));
});
