import { authorise, fold, operationOf, permissionOf, type Actor } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { productFeedbackCommands, type AnyProductFeedbackCommand } from './product-feedback.commands.js';
import { productFeedback } from './product-feedback.decider.js';
import type { ProductFeedbackEvent } from './product-feedback.events.js';
import { productFeedbackQueries } from './product-feedback.registry.js';
import {
  answered,
  asked,
  by,
  byImport,
  byProcess,
  closed,
  closedFor,
  companyWith,
  content,
  feedbackId,
  handedOver,
  informed,
  known,
  reassigned,
  submitted,
  whom,
} from './testing/feedback-facts.js';

const given = specification(productFeedback, known);

describe('SubmitProductFeedback', () => {
  const submit = { type: 'SubmitProductFeedback', feedbackId, ...content } as const;
  const to = (productOwnerId: string, via: string, version = 1) =>
    ({
      ...submitted,
      data: { ...submitted.data, productOwnerId, via, policy: { kind: 'product-feedback', version } },
    }) as ProductFeedbackEvent;

  it('goes to one of the technical people, in turn by its id', () => {
    given().when(asked(submit)).then(submitted);
    const next = '4b1d7c2f-9f3a-4e5d-8c6b-0a1f2e3d4c5b';
    const data = { ...submitted.data, feedbackId: next, number: '9CEQRBWZ', productOwnerId: 'yu.fei' };
    given()
      .when(asked({ ...submit, feedbackId: next }))
      .then({ ...submitted, data } as ProductFeedbackEvent);
  });
  it('goes to the person who is named, of the market too', () => {
    for (const productOwnerId of ['yu.fei', 'tian.yu'])
      given()
        .when(asked({ ...submit, productOwnerId }))
        .then(to(productOwnerId, 'asked'));
  });
  it('goes to who answers for the product by policy, else for all, as far as they may', () => {
    const owners = { 'gtx.pro': 'yu.fei', 'gtx.one': 'tian.yu' };
    const by = (policy: { owners: Record<string, string>; owner?: string }, changes = {}) =>
      specification(productFeedback, companyWith(changes, policy))().when(asked(submit));
    by({ owners, owner: 'tian.yu' }).then(to('yu.fei', 'policy', 2));
    by({ owners, owner: 'tian.yu' }, { 'yu.fei': { active: false } }).then(to('tian.yu', 'policy', 2));
    by({ owners: {}, owner: 'tian.yu' }).then(to('tian.yu', 'policy', 2));
    by({ owners: { 'gtx.pro': 'wang.wei' } }).then(to('qin.tao', 'turn', 2));
  });
  it('goes rather to who is at work', () =>
    specification(productFeedback, companyWith({ 'qin.tao': { away: true } }))()
      .when(asked(submit))
      .then(to('yu.fei', 'turn')));
  it('stays quiet about the same item, wherever it has gone', () => {
    given(submitted).when(asked(submit)).thenNothing();
    given(submitted, reassigned, answered).when(asked(submit)).thenNothing();
    given(submitted)
      .when(asked({ ...submit, productOwnerId: 'qin.tao' }))
      .thenNothing();
  });
  it('refuses the same item with other words, owner, or by somebody else', () => {
    for (const change of [
      { text: '別的' },
      { dealId: feedbackId },
      { ownerId: 'wang.wei' },
      { productOwnerId: 'yu.fei' },
    ])
      given(submitted)
        .when(asked({ ...submit, ...change }))
        .thenRefuses('feedback-already-submitted');
    given(submitted)
      .when(asked({ ...submit, ownerId: 'li.na' }, by('zhao.min')))
      .thenRefuses('feedback-already-submitted');
  });
  it('refuses who may not answer, who may not own, and when nobody is left', () => {
    const to = (fields: object) => given().when(asked({ ...submit, ...fields }));
    to({ productOwnerId: 'hu.bin' }).thenRefuses('product-owner-not-active');
    to({ productOwnerId: 'wang.wei' }).thenRefuses('product-owner-not-entitled');
    to({ ownerId: 'sun.li' }).thenRefuses('owner-not-active');
    to({ ownerId: 'qin.tao' }).thenRefuses('owner-not-in-sales');
    specification(productFeedback, companyWith({ 'qin.tao': undefined, 'yu.fei': undefined }))()
      .when(asked(submit))
      .thenRefuses('nobody-to-answer');
  });
});

describe('ReassignProductFeedback', () => {
  const reassign = {
    type: 'ReassignProductFeedback',
    feedbackId,
    productOwnerId: 'yu.fei',
    reason: '屬於顯示模組',
  } as const;
  it('gives an item to somebody else who answers', () =>
    given(submitted)
      .when(asked(reassign, by('qin.tao')))
      .then(reassigned));
  it('stays quiet when it is theirs', () =>
    given(submitted, reassigned)
      .when(asked(reassign, by('qin.tao')))
      .thenNothing());
  it('refuses who may not answer, and what is answered, closed or nothing', () => {
    const to = (productOwnerId: string, ...facts: ProductFeedbackEvent[]) =>
      given(...facts).when(asked({ ...reassign, productOwnerId }, by('admin')));
    to('hu.bin', submitted).thenRefuses('product-owner-not-active');
    to('li.na', submitted).thenRefuses('product-owner-not-entitled');
    to('yu.fei', submitted, answered).thenRefuses('feedback-already-answered');
    to('yu.fei', submitted, closedFor).thenRefuses('feedback-closed');
    to('yu.fei').thenRefuses('feedback-not-found');
  });
});

describe('AnswerProductFeedback', () => {
  const answer = {
    type: 'AnswerProductFeedback',
    feedbackId,
    outcome: 'planned',
    answer: '下一版改用高亮面板',
    plannedFor: '2026-12-31',
  } as const;
  it('puts the product owner’s answer on record', () =>
    given(submitted)
      .when(asked(answer, by('qin.tao')))
      .then(answered));
  it('takes the past from an import, for whom it says', () =>
    given(submitted)
      .when(asked(answer, byImport('qin.tao')))
      .then(answered));
  it('stays quiet about the same answer, also later', () =>
    given(submitted, answered, informed, closed)
      .when(asked(answer, by('qin.tao')))
      .thenNothing());
  it('refuses everybody else, also who had it before', () => {
    given(submitted)
      .when(asked(answer, by('yu.fei')))
      .thenRefuses('not-the-product-owner');
    given(submitted, reassigned)
      .when(asked(answer, by('qin.tao')))
      .thenRefuses('not-the-product-owner');
  });
  it('refuses another answer, one of what is closed or nothing, and a day for what is not planned', () => {
    given(submitted, answered)
      .when(asked({ ...answer, answer: '不做' }, by('qin.tao')))
      .thenRefuses('feedback-already-answered');
    given(submitted, closedFor)
      .when(asked(answer, by('qin.tao')))
      .thenRefuses('feedback-closed');
    given()
      .when(asked(answer, by('qin.tao')))
      .thenRefuses('feedback-not-found');
    given(submitted)
      .when(asked({ ...answer, outcome: 'declined' }, by('qin.tao')))
      .thenRefuses('day-is-for-what-is-planned');
  });
});

describe('InformCustomerOfAnswer', () => {
  const inform = { type: 'InformCustomerOfAnswer', feedbackId, informedOn: '2026-05-20', note: '電話告知' } as const;
  it('says when the customer heard of it', () => given(submitted, answered).when(asked(inform)).then(informed));
  it('stays quiet when that is on record', () =>
    given(submitted, answered, informed, closed).when(asked(inform)).thenNothing());
  it('refuses it before the answer, for a day to come, twice, and of what is closed or nothing', () => {
    given(submitted).when(asked(inform)).thenRefuses('feedback-not-answered');
    given(submitted, answered)
      .when(asked({ ...inform, informedOn: '2026-05-21' }))
      .thenRefuses('informed-in-the-future');
    given(submitted, answered, informed)
      .when(asked({ ...inform, informedOn: '2026-05-19' }))
      .thenRefuses('customer-already-informed');
    given(submitted, answered, closedFor).when(asked(inform)).thenRefuses('feedback-closed');
    given().when(asked(inform)).thenRefuses('feedback-not-found');
  });
});

describe('CloseProductFeedback', () => {
  const close = { type: 'CloseProductFeedback', feedbackId } as const;
  it('ends what the customer knows, and anything with a reason', () => {
    given(submitted, answered, informed).when(asked(close)).then(closed);
    given(submitted)
      .when(asked({ ...close, reason: '客戶撤回' }))
      .then(closedFor);
  });
  it('stays quiet when it is closed', () => {
    given(submitted, answered, informed, closed).when(asked(close)).thenNothing();
    given(submitted, closedFor)
      .when(asked({ ...close, reason: '客戶撤回' }))
      .thenNothing();
  });
  it('refuses it before the customer knows, another reason, and what is nothing', () => {
    given(submitted).when(asked(close)).thenRefuses('customer-not-informed');
    given(submitted, answered).when(asked(close)).thenRefuses('customer-not-informed');
    given(submitted, closedFor)
      .when(asked({ ...close, reason: '重複' }))
      .thenRefuses('feedback-closed');
    given().when(asked(close)).thenRefuses('feedback-not-found');
  });
});

describe('HandOverProductFeedback', () => {
  const of = (from: string) => asked({ type: 'HandOverProductFeedback', feedbackId, from, position: 4711 }, byProcess);
  const after = (...gone: readonly string[]) =>
    specification(productFeedback, companyWith(Object.fromEntries(gone.map((id) => [id, { active: false }]))));
  it('gives a product owner’s part on as if it came today', () =>
    after('qin.tao')(submitted).when(of('qin.tao')).then(handedOver));
  it('gives a seller’s part to their superior, answered or not', () => {
    const previous = { ownerId: 'li.na', productOwnerId: 'qin.tao' };
    const data = { ...whom, ownerId: 'zhao.min', previous, position: 4711 };
    after('li.na')(submitted)
      .when(of('li.na'))
      .then({ type: 'ProductFeedbackHandedOver', data: { ...data, answered: false } });
    after('li.na')(submitted, answered)
      .when(of('li.na'))
      .then({ type: 'ProductFeedbackHandedOver', data: { ...data, answered: true } });
  });
  it('stays quiet while they are there, when it is not theirs, answered or closed', () => {
    given(submitted).when(of('qin.tao')).thenNothing();
    after('yu.fei')(submitted).when(of('yu.fei')).thenNothing();
    after('qin.tao')(submitted, answered).when(of('qin.tao')).thenNothing();
    after('li.na')(submitted, closedFor).when(of('li.na')).thenNothing();
  });
  it('refuses when nobody is left', () => {
    after('qin.tao', 'yu.fei')(submitted).when(of('qin.tao')).thenRefuses('nobody-to-answer');
    after('li.na', 'zhao.min', 'gao.feng', 'admin')(submitted).when(of('li.na')).thenRefuses('nobody-to-hand-over-to');
  });
});

describe('who may', () => {
  const may = (type: AnyProductFeedbackCommand['type'], actor: string | Actor): string => {
    const Type = productFeedbackCommands.find(({ name }) => name === type) as new () => AnyProductFeedbackCommand;
    const who: Actor = typeof actor === 'string' ? { kind: 'staff', id: actor } : actor;
    const command = Object.assign(new Type(), { feedbackId, metadata: { actor: who } });
    try {
      authorise(
        permissionOf(command),
        who,
        productFeedback.subject(fold(productFeedback, [submitted]), command),
        known.staff,
      );
      return 'yes';
    } catch (refusal) {
      return (refusal as { readonly code: string }).code;
    }
  };
  it.each(['SubmitProductFeedback', 'InformCustomerOfAnswer', 'CloseProductFeedback'] as const)(
    '%s: the seller',
    (type) => {
      expect(['li.na', 'gao.feng', 'wang.wei', 'qin.tao'].map((id) => may(type, id))).toEqual([
        ...['yes', 'yes', 'out-of-reach', 'role-not-permitted'],
      ]);
    },
  );
  it('AnswerProductFeedback: whose it is', () =>
    expect(['qin.tao', 'yu.fei', 'li.na', 'admin'].map((id) => may('AnswerProductFeedback', id))).toEqual([
      ...['yes', 'out-of-reach', 'role-not-permitted', 'role-not-permitted'],
    ]));
  it('ReassignProductFeedback: whose it is, directors and admins', () =>
    expect(['qin.tao', 'gao.feng', 'admin', 'yu.fei', 'li.na'].map((id) => may('ReassignProductFeedback', id))).toEqual(
      [...['yes', 'yes', 'yes', 'out-of-reach', 'role-not-permitted']],
    ));
  it('HandOverProductFeedback: processes alone', () => {
    expect(may('HandOverProductFeedback', byProcess.actor as Actor)).toBe('yes');
    expect(may('HandOverProductFeedback', 'admin')).toBe('role-not-permitted');
  });
});

it.each([...productFeedbackCommands, ...productFeedbackQueries])('%p has an example that works', (type) => {
  const { creates, example } = operationOf(type) ?? {};
  const message = plainToInstance(type as new () => object, { ...(creates && { [creates]: feedbackId }), ...example });
  expect(validateSync(message, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
});
