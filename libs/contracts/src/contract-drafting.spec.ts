import { specification } from '@dealtrail/event-sourcing/testing';
import { contract } from './contract.decider.js';
import type { ContractEvent } from './contract.events.js';
import {
  approved,
  asked,
  by,
  byImport,
  byProcess,
  companyWith,
  contractId,
  dealId,
  drafted,
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
  terms,
  withdrawn,
} from './testing/contract-facts.js';

const given = specification(contract, known);
const toApproval = [drafted, submitted, legalApproved, financeApproved, approved];

describe('DraftContract', () => {
  const draft = { type: 'DraftContract', contractId, dealId, ...terms } as const;
  it('drafts it for who asks', () => given().when(asked(draft)).then(drafted));
  it('drafts it for another seller', () =>
    given()
      .when(asked({ ...draft, ownerId: 'wang.wei' }, by('chen.jing')))
      .then({ ...drafted, data: { ...drafted.data, ownerId: 'wang.wei', draftedBy: 'chen.jing' } } as ContractEvent));
  it('stays quiet about the same draft, also after it was revised', () => {
    given(drafted).when(asked(draft)).thenNothing();
    given(drafted, revised).when(asked(draft)).thenNothing();
  });
  it('refuses another draft under the same id', () =>
    given(drafted)
      .when(asked({ ...draft, title: '另一份合同' }))
      .thenRefuses('contract-already-drafted'));
  it('refuses a draft without a deal, or with what only imports know', () => {
    given()
      .when(asked({ ...draft, dealId: undefined }))
      .thenRefuses('deal-missing');
    given()
      .when(asked({ ...draft, dataQuality: ['no-text'] }))
      .thenRefuses('data-quality-is-for-imports');
  });
  it('refuses a contract between nobody, unless its source knows none', () => {
    const nobody = { ...draft, parties: [] };
    given().when(asked(nobody)).thenRefuses('parties-missing');
    given()
      .when(asked({ ...nobody, ownerId: 'li.na', dataQuality: ['no-parties'] }, byImport('admin')))
      .then({ ...drafted, data: { ...drafted.data, parties: [], dataQuality: ['no-parties'] } } as ContractEvent);
  });
  it('refuses owners who have left or do not sell, and unknown templates', () => {
    const left = specification(contract, companyWith({ 'wang.wei': { active: false } }));
    left()
      .when(asked({ ...draft, ownerId: 'wang.wei' }))
      .thenRefuses('owner-not-active');
    given()
      .when(asked({ ...draft, ownerId: 'fang.yuan' }))
      .thenRefuses('owner-not-in-sales');
    given()
      .when(asked({ ...draft, templateId: 'napkin' }))
      .thenRefuses('template-not-found');
  });
  it('takes from an import what its source has, as the work of the owner', () => {
    const imported = { type: 'DraftContract', contractId, ownerId: 'li.na', title: 'PO 4507000221' } as const;
    const { parties, amount } = terms;
    given()
      .when(asked({ ...imported, parties, amount, dataQuality: ['no-deal', 'no-text'] }, byImport('admin')))
      .then({
        type: 'ContractDrafted',
        data: {
          contractId,
          number,
          ownerId: 'li.na',
          draftedBy: 'li.na',
          title: 'PO 4507000221',
          parties,
          amount,
          dataQuality: ['no-deal', 'no-text'],
        },
      });
  });
});

const revised: ContractEvent = {
  type: 'ContractRevised',
  data: {
    contractId,
    by: 'li.na',
    changes: { paymentTerms: '貨到付款' },
    previous: { paymentTerms: terms.paymentTerms },
  },
};

describe('ReviseContract', () => {
  const revise = { type: 'ReviseContract', contractId, title: terms.title, paymentTerms: '貨到付款' } as const;
  it('records what changes, and what it said before', () => given(drafted).when(asked(revise)).then(revised));
  it.each([
    ['returned', returned],
    ['rejected', rejected],
    ['recalled', recalled],
  ])('takes it when the contract is %s', (_, ending) =>
    given(drafted, submitted, ending).when(asked(revise)).then(revised),
  );
  it('stays quiet about what it says already, even under review', () => {
    given(drafted, revised).when(asked(revise)).thenNothing();
    given(drafted, revised, submitted).when(asked(revise)).thenNothing();
  });
  it('refuses a contract that is under review or further', () => {
    given(drafted, submitted).when(asked(revise)).thenRefuses('contract-under-review');
    given(...toApproval)
      .when(asked(revise))
      .thenRefuses('contract-already-approved');
    given(...toApproval, signed)
      .when(asked(revise))
      .thenRefuses('contract-already-signed');
    given(drafted, withdrawn).when(asked(revise)).thenRefuses('contract-withdrawn');
  });
  it('refuses unknown templates and contracts', () => {
    given(drafted)
      .when(asked({ type: 'ReviseContract', contractId, templateId: 'napkin' }))
      .thenRefuses('template-not-found');
    given().when(asked(revise)).thenRefuses('contract-not-found');
  });

  describe('by somebody without whom nobody could review it', () => {
    const lean = specification(
      contract,
      companyWith({ 'luo.wen': undefined, 'bai.lu': undefined, 'gao.feng': undefined, admin: undefined }),
    );
    it('is refused: who writes never reviews', () =>
      lean(drafted)
        .when(asked(revise, by('fang.yuan')))
        .thenRefuses('last-possible-reviewer'));
    it('is taken of somebody else, and of a source, which says no more than that the owner did', () => {
      const byWang = { ...revised, data: { ...revised.data, by: 'wang.wei' } } as ContractEvent;
      lean(drafted)
        .when(asked(revise, by('wang.wei')))
        .then(byWang);
      lean(drafted)
        .when(asked(revise, byImport('fang.yuan')))
        .then(revised);
    });
  });
});

describe('WithdrawContract', () => {
  const withdraw = { type: 'WithdrawContract', contractId, reason: '客戶取消採購' } as const;
  it('ends a draft', () => given(drafted).when(asked(withdraw)).then(withdrawn));
  it('ends the clocks of a round with it', () =>
    given(drafted, submitted)
      .when(asked(withdraw))
      .then({
        type: 'ContractWithdrawn',
        data: { ...withdrawn.data, round: 1, superseded: ['legal', 'finance'] } as never,
      }));
  it('stays quiet about the same end, and a process about any', () => {
    given(drafted, withdrawn).when(asked(withdraw)).thenNothing();
    const lost = { ...withdraw, reason: '商機已輸單' };
    given(drafted, withdrawn).when(asked(lost, byProcess())).thenNothing();
    given(...toApproval, signed)
      .when(asked(lost, byProcess()))
      .thenNothing();
  });
  it('refuses what is signed, or ended for another reason', () => {
    given(...toApproval, signed)
      .when(asked(withdraw))
      .thenRefuses('contract-already-signed');
    given(drafted, withdrawn)
      .when(asked({ ...withdraw, reason: '重複' }))
      .thenRefuses('contract-withdrawn');
    given().when(asked(withdraw)).thenRefuses('contract-not-found');
  });
});

describe('CommentContract', () => {
  const commentId = 'b3f0f4d6-3a52-4d5c-8f43-0a4f0d3c7a11';
  const comment = { type: 'CommentContract', contractId, commentId, text: '請補充驗收標準' } as const;
  const commented: ContractEvent = {
    type: 'ContractCommented',
    data: { contractId, round: 1, commentId, by: 'fang.yuan', text: '請補充驗收標準' },
  };
  it('keeps it with the round it was made in', () =>
    given(drafted, submitted)
      .when(asked(comment, by('fang.yuan')))
      .then(commented));
  it('keeps it before any round, and when all is over', () => {
    given(drafted)
      .when(asked(comment, by('fang.yuan')))
      .then({ ...commented, data: { ...commented.data, round: 0 } } as ContractEvent);
    given(...toApproval, signed)
      .when(asked(comment, by('fang.yuan')))
      .then(commented);
  });
  it('stays quiet about the same one', () =>
    given(drafted, submitted, commented)
      .when(asked(comment, by('fang.yuan')))
      .thenNothing());
  it('refuses other words or another voice under the same id', () => {
    const refused = 'comment-already-made';
    given(drafted, submitted, commented)
      .when(asked({ ...comment, text: '好' }, by('fang.yuan')))
      .thenRefuses(refused);
    given(drafted, submitted, commented)
      .when(asked(comment, by('qian.yi')))
      .thenRefuses(refused);
  });
  it('refuses the 501st, and one on nothing', () => {
    const many = Array.from({ length: 500 }, (_, n): ContractEvent => {
      const id = `b3f0f4d6-3a52-4d5c-8f43-${String(n).padStart(12, '0')}`;
      return { ...commented, data: { ...commented.data, commentId: id } } as ContractEvent;
    });
    given(drafted, ...many)
      .when(asked(comment))
      .thenRefuses('too-many-comments');
    given(drafted, ...many.slice(1), commented)
      .when(asked(comment, by('fang.yuan')))
      .thenNothing();
    given().when(asked(comment)).thenRefuses('contract-not-found');
  });
});

it('keeps a text that was revised as the text of the contract', () => {
  const revise = asked({ type: 'ReviseContract', contractId, text: otherText });
  const changed: ContractEvent = {
    type: 'ContractRevised',
    data: { contractId, by: 'li.na', changes: { text: otherText }, previous: { text: terms.text } },
  };
  given(drafted).when(revise).then(changed);
});
