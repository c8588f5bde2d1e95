import { derivedId, type Intention } from '@dealtrail/event-sourcing';
import { OpenProductFeedbackIdsOf, OpenProductFeedbackIdsOfHandler } from '@dealtrail/product-feedback';
import { ProductFeedbackPageHandler, ProductFeedbackRegisterHandler } from './product-feedback-views.handlers.js';
import { ProductFeedbackPage, ProductFeedbackRegister } from './product-feedback-views.queries.js';
import { SalesOffice } from './testing/sales-office.js';

const customerId = derivedId('spec', 'customer');
const idOf = (name: string): string => derivedId('spec feedback', name);
let office: SalesOffice;

/** Li Na's A is answered, told and closed; her B and Wang Wei's C wait, B for Qin Tao, C for Tian Yu. */
beforeAll(async () => {
  office = await SalesOffice.open();
  await office.person('li.na', '李娜', ['rep']);
  await office.person('wang.wei', '王伟', ['rep']);
  await office.person('gao.feng', '高峰', ['director']);
  await office.person('qin.tao', '秦涛', ['technical']);
  await office.person('tian.yu', '田雨', ['marketSupport']);
  await office.person('fa.wu', '法务', ['legal']);
  const send = (day: string, who: string, intention: object) => {
    office.now = `${day}T01:00:00.000Z`;
    return office.send(intention as Intention, who);
  };
  await send('2026-03-02', 'li.na', { type: 'RegisterCustomer', customerId, name: '華東精密' });
  const submit = (day: string, who: string, name: string, productOwnerId: string, kind: string) =>
    send(day, who, {
      ...{ type: 'SubmitProductFeedback', feedbackId: idOf(name), customerId, productId: 'gtx.pro' },
      ...{ kind, text: name, productOwnerId },
    });
  await submit('2026-03-02', 'li.na', 'A', 'qin.tao', 'defect');
  await submit('2026-03-03', 'li.na', 'B', 'qin.tao', 'improvement');
  await submit('2026-03-04', 'wang.wei', 'C', 'tian.yu', 'price');
  const a = { feedbackId: idOf('A') };
  await send('2026-03-05', 'qin.tao', { type: 'AnswerProductFeedback', ...a, outcome: 'accepted', answer: '已修正' });
  await send('2026-03-06', 'li.na', { type: 'InformCustomerOfAnswer', ...a, informedOn: '2026-03-06' });
  await send('2026-03-06', 'li.na', { type: 'CloseProductFeedback', ...a });
}, 60_000);
afterAll(() => office.close());

describe('ProductFeedbackRegister', () => {
  const ask = async (who: string, fields: Partial<ProductFeedbackRegister> = {}) =>
    (
      await new ProductFeedbackRegisterHandler(office.reader, office.known).execute(
        await office.question(ProductFeedbackRegister, who, fields),
      )
    ).items;
  const texts = async (who: string, fields?: Partial<ProductFeedbackRegister>) =>
    (await ask(who, fields)).map(({ text }) => text);

  it('shows items with names and all that became of them', async () =>
    expect((await ask('gao.feng', { state: 'closed' }))[0]).toMatchObject({
      ...{ text: 'A', customerName: '華東精密', ownerName: '李娜', productOwnerName: '秦涛' },
      ...{ outcome: 'accepted', answer: '已修正', informedOn: '2026-03-06', closedAt: '2026-03-06T01:00:00.000Z' },
    }));
  it('shows sellers those in reach, and who answers their own', async () => {
    expect(await texts('gao.feng')).toEqual(['C', 'B', 'A']);
    expect(await texts('li.na')).toEqual(['B', 'A']);
    expect(await texts('qin.tao')).toEqual(['B', 'A']);
    expect(await texts('tian.yu')).toEqual(['C']);
    await expect(ask('fa.wu')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });
  it('keeps to state, kind, people, product and days, and answers as of an instant', async () => {
    expect(await texts('gao.feng', { state: 'submitted' })).toEqual(['C', 'B']);
    expect(await texts('gao.feng', { kind: 'price' })).toEqual(['C']);
    expect(await texts('gao.feng', { outcome: 'accepted' })).toEqual(['A']);
    expect(await texts('gao.feng', { ownerId: 'li.na', productOwnerId: 'tian.yu' })).toEqual([]);
    expect(await texts('gao.feng', { productId: 'gtx.pro', sort: 'submittedAt' })).toEqual(['A', 'B', 'C']);
    expect(await texts('gao.feng', { from: '2026-03-03', to: '2026-03-03' })).toEqual(['B']);
    expect(await texts('gao.feng', { state: 'submitted', asOf: '2026-03-05T00:00:00Z' })).toEqual(['C', 'B', 'A']);
  });
});

describe('ProductFeedbackPage', () => {
  const ask = async (who: string, name: string) =>
    new ProductFeedbackPageHandler(office.reader, office.known).execute(
      await office.question(ProductFeedbackPage, who, { feedbackId: idOf(name) }),
    );
  it('shows one item to its seller and to who answers it', async () => {
    expect(await ask('tian.yu', 'C')).toMatchObject({ text: 'C', ownerName: '王伟', revision: 0 });
    expect(await ask('wang.wei', 'C')).toMatchObject({ productOwnerName: '田雨' });
  });
  it('refuses others, and what is not there', async () => {
    await expect(ask('li.na', 'C')).rejects.toMatchObject({ code: 'out-of-reach' });
    await expect(ask('qin.tao', 'C')).rejects.toMatchObject({ code: 'out-of-reach' });
    await expect(ask('gao.feng', 'D')).rejects.toMatchObject({ code: 'feedback-not-found' });
  });
});

it('lists what of somebody who leaves goes on', async () => {
  const of = async (staffId: string) => {
    const question = await office.question(OpenProductFeedbackIdsOf, 'gao.feng', { staffId });
    const metadata = { actor: { kind: 'process', id: 'reassignment' } } as const;
    const handler = new OpenProductFeedbackIdsOfHandler(office.reader, office.known);
    return (await handler.execute(Object.assign(question, { metadata }))).items;
  };
  expect([await of('li.na'), await of('qin.tao'), await of('tian.yu'), await of('gao.feng')]).toEqual([
    [idOf('B')],
    [idOf('B')],
    [idOf('C')],
    [],
  ]);
});
